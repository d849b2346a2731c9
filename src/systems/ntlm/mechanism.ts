import type { Socket } from 'node:net';

/** One sign-in on one connection: what is said in turn. */
export interface Mechanism {
  /** The word before the token in the headers. */
  readonly scheme: 'NTLM' | 'Negotiate';
  /** The first token; `complete` when it may be the last, so that the request's body goes with it. */
  open(): Promise<{ readonly token: Buffer; readonly complete: boolean }>;
  /**
   * Answers the server's token on the connection that it came on.
   * @throws RangeError when that is nothing we understand; Failure when the server is not who it should be.
   */
  answer(challenge: Buffer, socket: Socket | undefined): Promise<Buffer>;
  /** Looks at the token that came with the good answer. @throws Failure when the server could not prove itself. */
  close(token: Buffer | undefined): Promise<void>;
}
