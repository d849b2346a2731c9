import type { Sandbox } from '../../src/sandbox/start.ts';
import { ask, type Client, type Reply, token } from './support.ts';

/** Paths are relative to `/data/`; `cross-company=true` is added unless the path says otherwise. */
export async function foClient(sandbox: Sandbox): Promise<Client> {
  const root = sandbox.urls.financeOperations;
  const { json } = await token(sandbox, { scope: `${root}/.default` });
  return (method, path, body, headers = {}) =>
    ask(path.startsWith('http') ? path : `${root}/data/${crossCompany(path)}`, {
      method,
      body,
      headers: { authorization: `Bearer ${json.access_token}`, ...headers },
    });
}

const crossCompany = (path: string): string =>
  path.includes('cross-company') ? path : `${path}${path.includes('?') ? '&' : '?'}cross-company=true`;

export const where = (set: string, condition: string, more = ''): string =>
  `${set}?$filter=${encodeURIComponent(condition)}${more}`;

/** `key('VendorsV2', { dataAreaId: 'lvuk', VendorAccountNumber: 'V1' })` */
export const key = (set: string, values: Record<string, string | number>): string => {
  const parts = Object.entries(values).map(([name, value]) =>
    typeof value === 'number' ? `${name}=${value}` : `${name}='${value.replaceAll("'", "''")}'`,
  );
  return `${set}(${encodeURIComponent(parts.join(','))})`;
};

/** What Infolog says. */
export const infologOf = (reply: Reply): string =>
  String(reply.json?.error?.innererror?.message ?? reply.text);
