import type { World } from './state.ts';

/** Who may sign in. */
export interface Users {
  /** Secrets of connected applications by GUID in lower case. */
  readonly clients: Map<string, string>;
  /** The branch of a user's sign-in that names none. */
  branch: string;
  /** Counts wrong passwords: the user is locked after some of them, for whatever comes then. */
  check(user: string, password: string): 'ok' | 'wrong' | 'locked';
  setPassword(user: string, password: string): void;
  unlock(user: string): void;
  locked(user: string): boolean;
}

export function createUsers(world: World): Users {
  const passwords = new Map<string, string>();
  const wrong = new Map<string, number>();
  const locked = (user: string) => (wrong.get(user.toLowerCase()) ?? 0) >= world.switches.lockoutAfter;
  return {
    clients: new Map(),
    branch: 'MAIN',
    check(user, password) {
      const name = user.toLowerCase();
      if (locked(name)) return 'locked';
      if (passwords.get(name) === password) {
        wrong.delete(name);
        return 'ok';
      }
      wrong.set(name, (wrong.get(name) ?? 0) + 1);
      return 'wrong';
    },
    setPassword: (user, password) => void passwords.set(user.toLowerCase(), password),
    unlock: (user) => void wrong.delete(user.toLowerCase()),
    locked,
  };
}
