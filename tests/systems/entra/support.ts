import type { Cache, Mutex } from '../../../src/http/ports.ts';
import { createEntraAccess, type EntraOptions } from '../../../src/systems/entra/access.ts';
import type { SystemDeps } from '../../../src/systems/shared/options.ts';
import { certificate, json, serve, type TestServer, type World, world } from '../../http/support.ts';

export interface Memory extends Cache {
  readonly held: Map<string, string>;
  readonly lives: number[];
}

/** What all processes share. */
export function memory(): Memory {
  const held = new Map<string, string>();
  const lives: number[] = [];
  return {
    held,
    lives,
    get: async (key) => held.get(key),
    set: async (key, value, ttlMs) => {
      held.set(key, value);
      lives.push(ttlMs);
    },
    delete: async (key) => {
      held.delete(key);
    },
  };
}

/** One at a time, in the order of asking. */
export function queue(): Mutex & { readonly names: string[] } {
  const names: string[] = [];
  let last: Promise<unknown> = Promise.resolve();
  return {
    names,
    run(name, work) {
      names.push(name);
      const mine = last.then(work, work);
      last = mine.catch(() => {});
      return mine;
    },
  };
}

export interface Entra {
  readonly server: TestServer;
  readonly ca: string;
  /** Forms of the token requests. */
  readonly forms: URLSearchParams[];
  /** Answers of the next requests; without one, a token `token-N` for an hour. */
  readonly answers: Answer[];
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const own = certificate('localhost', '127.0.0.1');

export async function entra(): Promise<Entra> {
  const { key, cert } = await own;
  const answers: Answer[] = [];
  const forms: URLSearchParams[] = [];
  const server = await serve(
    (_, response, n, body) => {
      forms.push(new URLSearchParams(body));
      const token = { token_type: 'Bearer', expires_in: 3600, access_token: `token-${n}-${'x'.repeat(20)}` };
      const { status, body: answer, headers } = answers.shift() ?? { status: 200, body: token };
      json(response, status, answer, headers);
    },
    { key, cert },
  );
  return { server, ca: cert, forms, answers };
}

export const refusal = (code: number, error = 'invalid_client', status = 401): Answer => ({
  status,
  body: {
    error,
    error_description: `AADSTS${code}: words that hold secret-words. Trace ID: 1`,
    error_codes: [code],
    timestamp: '2026-09-01 08:00:00Z',
    trace_id: 't',
    correlation_id: 'c',
  },
});

export const secretText = 's3cr3t~value/+';

/** One process: its own world, on shared cache and mutex. */
export function accessTo(
  { server, ca }: Pick<Entra, 'server' | 'ca'>,
  shared: { secrets: Memory; mutex: Mutex },
  overrides: Partial<EntraOptions> = {},
  here: World = world(),
) {
  const deps: SystemDeps = { ...here.deps, ...shared, cache: memory() };
  const access = createEntraAccess({
    authority: server.origin,
    tenantId: 'tenant-1',
    scope: 'https://api.example/.default',
    credentials: { clientId: 'client-1', clientSecret: secretText },
    ca,
    entry: 'acme-erp',
    deps,
    ...overrides,
  });
  const token = async () => (await access.credentials()).headers['authorization'];
  return { access, token, here };
}
