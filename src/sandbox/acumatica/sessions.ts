import { createHash } from 'node:crypto';
import { type Instant, shift } from '../../domain/time.ts';
import type { SandboxRequest } from '../exchange.ts';
import { refusals } from './errors.ts';
import type { World } from './state.ts';

/** Whoever is signed in: sheet, section 3. Each open session takes one of the licence's API users. */
export interface Session {
  readonly id: string;
  readonly kind: 'oauth' | 'cookie' | 'other';
  readonly user: string;
  readonly tenant: string;
  readonly branch: string;
  /** Whether it takes a seat; with OAuth the next call opens it again. */
  open: boolean;
  /** It ends then, unless it is used (cookies) or refreshed (OAuth). */
  until: Instant;
}

/** One sign-in by password and everything that was refreshed from it. */
export interface Grant {
  readonly session: Session;
  readonly clientId: string;
  readonly scope: readonly string[];
  /** No refresh goes beyond this. */
  readonly endsAt: Instant;
  /** The only refresh token that is still good. */
  refreshToken: string | undefined;
}

export interface AccessToken {
  readonly grant: Grant;
  readonly expiresAt: Instant;
}

export interface Sessions {
  readonly grants: Grant[];
  readonly access: Map<string, AccessToken>;
  /** By the value of `ASP.NET_SessionId`. */
  readonly cookies: Map<string, CookieSession>;
  /** Those that take a seat now. */
  open(): readonly Session[];
  /** Opens a session. @throws Refusal 500 "API Login Limit" when no seat is free. */
  enter(session: Session): void;
  newSession(kind: Session['kind'], user: string, tenant: string, branch: string, seconds: number): Session;
  /** An unguessable looking text, the same in every run. */
  secret(name: string): string;
  /** The session of a request, in use from now on. @throws Refusal 401, or 500 when no seat is free. */
  admit(request: SandboxRequest): Session;
  /** What the request signs in with, whether it is still good or not. */
  known(request: SandboxRequest): Session | undefined;
  /** The credentials of this request are not valid any more. */
  expire(request: SandboxRequest): void;
}

export interface CookieSession {
  readonly session: Session;
  /** All that were set; all must come back. */
  readonly values: Readonly<Record<string, string>>;
}

export function createSessions(world: World): Sessions {
  const grants: Grant[] = [];
  const access = new Map<string, AccessToken>();
  const cookies = new Map<string, CookieSession>();
  const all: Session[] = [];
  let issued = 0;

  const open = () => all.filter((session) => session.open && session.until > world.now());

  function enter(session: Session): void {
    if (session.open && session.until > world.now()) return;
    if (open().length >= world.switches.apiUsers) refusals.loginLimit();
    session.open = true;
  }

  function admit(request: SandboxRequest): Session {
    const token = access.get(bearerOf(request));
    if (token !== undefined) {
      if (token.expiresAt <= world.now()) refusals.notSignedIn();
      enter(token.grant.session);
      if (token.grant.session.until < token.expiresAt) token.grant.session.until = token.expiresAt;
      return token.grant.session;
    }
    const { session, complete } = cookieOf(request) ?? {};
    if (session === undefined || !complete || !session.open || session.until <= world.now())
      return refusals.notSignedIn();
    session.until = shift(world.now(), world.switches.idleMinutes * 60_000);
    return session;
  }

  function cookieOf(request: SandboxRequest): { session: Session; complete: boolean } | undefined {
    const sent = readCookies(request);
    const found = cookies.get(sent.get('ASP.NET_SessionId') ?? '');
    if (found === undefined) return undefined;
    const complete = Object.entries(found.values).every(([name, value]) => sent.get(name) === value);
    return { session: found.session, complete };
  }

  return {
    grants,
    access,
    cookies,
    open,
    enter,
    newSession(kind, user, tenant, branch, seconds) {
      const session = {
        id: `session ${all.length + 1}`,
        kind,
        user,
        tenant,
        branch,
        open: false,
        until: shift(world.now(), seconds * 1000),
      };
      all.push(session);
      return session;
    },
    secret: (name) => createHash('sha256').update(`acumatica ${name} ${++issued}`).digest('base64url'),
    admit,
    known: (request) => access.get(bearerOf(request))?.grant.session ?? cookieOf(request)?.session,
    expire(request) {
      if (access.delete(bearerOf(request))) return;
      const session = cookieOf(request)?.session;
      if (session !== undefined) session.open = false;
    },
  };
}

export const bearerOf = (request: SandboxRequest): string =>
  /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1] ?? '';

function readCookies(request: SandboxRequest): Map<string, string> {
  const pairs = (request.headers['cookie'] ?? '').split(/;\s*/).map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return new Map(pairs);
}
