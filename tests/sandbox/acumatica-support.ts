import type { Sandbox } from '../../src/sandbox/start.ts';
import { ask, type Client, type Reply, start } from './support.ts';

export const startAcumatica = (data: 'empty' | 'demo' = 'empty'): Promise<Sandbox> =>
  start({ erps: ['acumatica'], data });

export function grant(sandbox: Sandbox, changes: Record<string, string> = {}): Promise<Reply> {
  const { clientId, clientSecret, username, password } = sandbox.credentials.acumatica;
  const fields: Record<string, string> = {
    grant_type: 'password',
    client_id: clientId,
    client_secret: clientSecret,
    username,
    password,
    scope: 'api offline_access',
    ...changes,
  };
  return ask(`${sandbox.urls.acumatica}/identity/connect/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== '')).toString(),
  });
}

export const clientOf =
  (sandbox: Sandbox, headers: Record<string, string>, version = '24.200.001'): Client =>
  (method, path, body, more = {}) =>
    ask(
      path.startsWith('/')
        ? `${new URL(sandbox.urls.acumatica).origin}${path}`
        : `${sandbox.urls.acumatica}/entity/Default/${version}/${path}`,
      { method, body, headers: { ...headers, ...more } },
    );

/** Signed in by password grant; a path that begins with `/` is relative to the host. */
export async function acumaticaClient(sandbox: Sandbox, version?: string): Promise<Client> {
  const { json } = await grant(sandbox);
  return clientOf(sandbox, { authorization: `Bearer ${json.access_token}` }, version);
}

/** `{ Vendor: 'V1', Details: [{ Qty: 1 }] }` in contract form. */
export function put(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (name === 'id' || name === 'delete' || name === 'custom') return [name, value];
      if (Array.isArray(value)) return [name, value.map((row) => put(row as Record<string, unknown>))];
      if (value !== null && typeof value === 'object') return [name, put(value as Record<string, unknown>)];
      return [name, { value }];
    }),
  );
}

export const zone = (value: string): object => ({
  CurrentDocument: { TaxZoneID: { type: 'CustomStringField', value } },
});

export const bill = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  Type: 'Bill',
  Vendor: 'V1',
  VendorRef: 'INV-1',
  Date: '2026-09-10T00:00:00',
  Hold: true,
  Details: [
    { TransactionDescription: 'Tea', Account: '10700', Qty: 1, UnitCost: 100, TaxCategory: 'STANDARD' },
  ],
  ...more,
});

/** Polls an action until it ends. */
export async function ended(client: Client, started: Reply): Promise<Reply> {
  let reply = started;
  for (let i = 0; reply.status === 202 && i < 10; i++)
    reply = await client('GET', String(started.headers['location']));
  return reply;
}

/** Every `error` of a refused entity by its path. */
export function errorsOf(json: unknown, path = ''): Record<string, string> {
  if (json === null || typeof json !== 'object') return {};
  return Object.assign(
    {},
    ...Object.entries(json).map(([name, value]) =>
      name === 'error' && typeof value === 'string'
        ? { [path]: value }
        : errorsOf(value, path === '' ? name : `${path}/${name}`),
    ),
  ) as Record<string, string>;
}
