import type { Answer, SandboxRequest } from '../exchange.ts';
import { authorizationOf, createSignIn, type SignInStep, type WindowsUser } from '../gp/sign-in.ts';
import { errorAnswer } from './errors.ts';
import type { AuthKind } from './switches.ts';

/** Windows sign-in: NTLM on its connection, alone and inside Negotiate. The legs are seen by nobody else. */
export interface WindowsGate {
  /** Answers a leg of the handshake; nothing for a request that goes on. */
  prelude(request: SandboxRequest): Answer | undefined;
  /** Who is signed in on the request's connection. */
  userOf(request: SandboxRequest): { readonly user: string } | undefined;
  /** The answer with the server's last word of the handshake. */
  closed(request: SandboxRequest, answer: Answer): Answer;
  /** The next request on the connection must sign in again. */
  forget(request: SandboxRequest): void;
}

interface WindowsOptions {
  readonly users: readonly WindowsUser[];
  readonly auth: () => readonly AuthKind[];
  nowMs(): number;
}

export function createWindowsGate({ users, auth, nowMs }: WindowsOptions): WindowsGate {
  const signIn = createSignIn({
    users,
    switches: { channelBinding: 'off', lockAfter: 5 },
    channelBindings: undefined,
    nowMs,
  });
  const connections = new WeakMap<object, string>();
  const lastWords = new WeakMap<SandboxRequest, string>();
  const connectionOf = (request: SandboxRequest): object => request.connection ?? request;

  function stepOf(request: SandboxRequest): SignInStep | undefined {
    const given = authorizationOf(request);
    if (given === undefined || !auth().includes(given.scheme as AuthKind) || given.scheme === 'basic')
      return undefined;
    const scheme = given.scheme === 'ntlm' ? 'NTLM' : 'Negotiate';
    try {
      return signIn.step(connectionOf(request), scheme, given.token);
    } catch {
      return { kind: 'refused' };
    }
  }

  return {
    prelude(request) {
      const step = stepOf(request);
      if (step === undefined) return undefined;
      connections.delete(connectionOf(request));
      if (step.kind === 'challenge')
        return errorAnswer(
          401,
          'Authentication_InvalidCredentials',
          'The server has rejected the client credentials.',
          { 'www-authenticate': step.header },
        );
      if (step.kind === 'refused') return undefined;
      connections.set(connectionOf(request), `${step.user.domain}\\${step.user.username}`);
      if (step.header !== undefined) lastWords.set(request, step.header);
      return undefined;
    },
    userOf(request) {
      const user = connections.get(connectionOf(request));
      return user === undefined ? undefined : { user };
    },
    closed(request, answer) {
      const header = lastWords.get(request);
      if (header === undefined) return answer;
      return { ...answer, headers: { ...answer.headers, 'www-authenticate': header } };
    },
    forget(request) {
      connections.delete(connectionOf(request));
    },
  };
}
