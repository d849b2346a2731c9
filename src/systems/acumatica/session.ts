import type { HttpResponse } from '../../http/ports.ts';
import type { Keeper, KeeperOptions } from './keeper.ts';
import { cookiesOf, requestCookies } from './sign-in.ts';

/** A session that nobody uses ends after 10 minutes (Integration Development Guide, "License Restrictions"). */
const idleMs = 10 * 60_000;

/** Cookie sessions, kept encrypted so that every process goes on with the one that is open. */
export function sessionKeeper({ site, http, key, signIn }: KeeperOptions): Keeper {
  const { deps } = site;
  let known: string | undefined;

  async function stored(): Promise<ReadonlyMap<string, string> | undefined> {
    const text = await deps.secrets.get(key);
    if (text === undefined) return undefined;
    const cookies = new Map(JSON.parse(text) as [string, string][]);
    if (text !== known) hide(cookies);
    known = text;
    return cookies;
  }

  /** The cookies that open the session are secrets; those that name branch or language are plain words. */
  function hide(cookies: ReadonlyMap<string, string>): void {
    for (const value of cookies.values()) if (value.length >= 16) deps.redactor.add(value);
  }

  async function store(cookies: ReadonlyMap<string, string>): Promise<void> {
    hide(cookies);
    known = JSON.stringify([...cookies]);
    await deps.secrets.set(key, known, idleMs);
  }

  async function open(): Promise<ReadonlyMap<string, string>> {
    const cookies = await signIn(() => requestCookies(http, site));
    await store(cookies);
    return cookies;
  }

  const alone = <T>(work: () => Promise<T>) => deps.mutex.run(key, work);

  return {
    async headers() {
      const cookies = (await stored()) ?? (await alone(async () => (await stored()) ?? (await open())));
      return header(cookies);
    },
    renew: (refused) =>
      alone(async () => {
        const now = await stored();
        if (now && header(now)['cookie'] !== refused['cookie']) return true;
        await open();
        return true;
      }),
    /** Every answer keeps the session alive, and some set its cookies anew. */
    async keep(response: HttpResponse) {
      const now = await stored();
      if (now) await store(new Map([...now, ...cookiesOf(response)]));
    },
    async known() {
      const cookies = await stored();
      return cookies && header(cookies);
    },
    forget: () => deps.secrets.delete(key),
  };
}

const header = (cookies: ReadonlyMap<string, string>) => ({
  cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
});
