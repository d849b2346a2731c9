import type { Http, HttpResponse } from '../../http/ports.ts';
import type { Site } from './sign-in.ts';

/** Obtains, stores and renews one kind of sign-in. What it stores outlives the process: a run after a crash goes on with it. */
export interface Keeper {
  headers(): Promise<Readonly<Record<string, string>>>;
  renew(refused: Readonly<Record<string, string>>): Promise<boolean>;
  keep(response: HttpResponse): Promise<void>;
  /** Headers of what is stored, without asking for anything. */
  known(): Promise<Readonly<Record<string, string>> | undefined>;
  /** The session was closed. */
  forget(): Promise<void>;
}

export interface KeeperOptions {
  readonly site: Site;
  readonly http: Http;
  /** Of what is stored, encrypted, for all processes. */
  readonly key: string;
  readonly signIn: SignIn;
}

/** Runs a sign-in by name and password, unless one was refused a moment ago. */
export type SignIn = <T>(work: () => Promise<T>) => Promise<T>;
