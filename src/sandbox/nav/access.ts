import type { EntraStandin } from '../entra/index.ts';
import { type Answer, type SandboxRequest, tail } from '../exchange.ts';
import { errorAnswer } from './errors.ts';
import type { Switches } from './switches.ts';

/** Who may come in, and how the server asks for it (apis/dynamics-nav.md, section 2). */

export interface NavUser {
  readonly name: string;
  readonly webServiceKey: string;
  readonly password: string;
  /** The key is refused from this moment on. */
  readonly keyExpires?: string | undefined;
}

/**
 * What a Windows sign-in says to a request: who it is, a challenge, or nothing when the request carries no message. Whoever
 * tests a real handshake puts one in; without it every such request is refused.
 */
export type WindowsSignIn = (request: SandboxRequest) => { readonly user: string } | Answer | undefined;

export interface Gate {
  readonly switches: Switches;
  readonly users: ReadonlyMap<string, NavUser>;
  readonly entra: EntraStandin;
  readonly tenantId: string;
  readonly audience: (deployment: Switches['deployment']) => string;
  readonly now: () => string;
  readonly windows: () => WindowsSignIn | undefined;
}

/** The user, or the refusal. */
export function admit(gate: Gate, request: SandboxRequest): { readonly user: string } | Answer {
  const { switches } = gate;
  const header = request.headers['authorization'] ?? '';
  const [scheme = ''] = header.split(' ');
  const allowed = switches.deployment === 'online' ? ['entra'] : switches.auth;
  if (scheme.toLowerCase() === 'basic' && allowed.includes('basic')) {
    const user = basicUser(gate, header);
    if (user !== undefined && switches.enabled) return { user: user.name };
  }
  if (scheme.toLowerCase() === 'bearer' && allowed.includes('entra')) {
    const issued = gate.entra.verify(header.slice(7));
    const fits = issued?.audience === gate.audience(switches.deployment) && issued.tenantId === gate.tenantId;
    if (issued !== undefined && fits && switches.enabled)
      return { user: `APP ${issued.clientId.slice(0, 8)}` };
  }
  if (allowed.includes('ntlm') || allowed.includes('negotiate')) {
    const found = gate.windows()?.(request);
    if (found !== undefined) return found;
  }
  return refused(allowed);
}

function basicUser(gate: Gate, header: string): NavUser | undefined {
  const decoded = Buffer.from(header.slice(6), 'base64').toString('latin1');
  const at = decoded.indexOf(':');
  const user = gate.users.get(decoded.slice(0, at).toUpperCase());
  if (user === undefined) return undefined;
  const given = decoded.slice(at + 1);
  if (gate.switches.passwordAllowed && given === user.password) return user;
  const expired = user.keyExpires !== undefined && user.keyExpires <= gate.now();
  return given === user.webServiceKey && !expired ? user : undefined;
}

const challenges: Readonly<Record<string, string>> = {
  basic: 'Basic realm=""',
  entra: 'Bearer realm=""',
  ntlm: 'NTLM',
  negotiate: 'Negotiate',
};

function refused(allowed: readonly string[]): Answer {
  const offered = allowed.map((kind) => challenges[kind]).join(', ');
  return errorAnswer(
    401,
    'Authentication_InvalidCredentials',
    'The server has rejected the client credentials.',
    { 'www-authenticate': offered },
  );
}

/** For the journal: the user's name, or the end of the client's id. */
export function callerOf(entra: EntraStandin, request: SandboxRequest): string {
  const header = request.headers['authorization'] ?? '';
  if (/^basic /i.test(header)) {
    const decoded = Buffer.from(header.slice(6), 'base64').toString('latin1');
    return decoded.slice(0, Math.max(0, decoded.indexOf(':')));
  }
  return tail(entra.verify(header.replace(/^Bearer /i, ''))?.clientId);
}
