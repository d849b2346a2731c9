import { navDefaults } from '../../src/sandbox/nav/index.ts';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/start.ts';
import { ask, type Client, start } from './support.ts';

export const startNav = (options: SandboxOptions = {}): Promise<Sandbox> =>
  start({ erps: ['nav'], ...options });

export const basic = (name: string, key: string): string =>
  `Basic ${Buffer.from(`${name}:${key}`).toString('base64')}`;

const company = `Company('${encodeURIComponent(navDefaults.company)}')`;

/** Paths are relative to the main company's pages; `api:` stands for the API, `root:` for the server instance. */
export function navClient(sandbox: Sandbox): Client {
  const { username, webServiceKey } = sandbox.credentials.nav;
  const base = sandbox.urls.nav;
  const api = `${base}/api/v2.0/companies(${sandbox.nav.company.id})`;
  const addressOf = (path: string): string => {
    if (path.startsWith('http')) return path;
    if (path.startsWith('api:')) return `${api}/${path.slice(4)}`;
    if (path.startsWith('root:')) return `${base}/${path.slice(5)}`;
    return `${base}/ODataV4/${company}/${path}`;
  };
  return (method, path, body, headers = {}) =>
    ask(addressOf(path), {
      method,
      body,
      headers: {
        authorization: basic(username, webServiceKey),
        ...(method === 'PATCH' ? { 'if-match': '*' } : {}),
        ...headers,
      },
    });
}

export const lineAt = (line: number, batch = 'CIN7PURCH', service = 'GeneralJournal'): string =>
  `${service}(Journal_Template_Name='${service === 'ItemJournal' ? 'ITEM' : 'GENERAL'}',Journal_Batch_Name='${batch}',Line_No=${line})`;

const line = (number: number, more: Record<string, unknown>) => ({
  Journal_Template_Name: 'GENERAL',
  Journal_Batch_Name: 'CIN7PURCH',
  Line_No: number,
  Posting_Date: '2026-09-10',
  Document_Type: 'Invoice',
  Document_No: 'PO-00001-ABCD',
  External_Document_No: 'INV-1',
  ...more,
});

export const vendorLine = (amount: number, more: Record<string, unknown> = {}) =>
  line(10_000, { Account_Type: 'Vendor', Account_No: 'V1', Amount: amount, ...more });

export const accountLine = (
  number: number,
  account: string,
  amount: number,
  more: Record<string, unknown> = {},
) => line(number, { Account_Type: 'G/L Account', Account_No: account, Amount: amount, ...more });

/** Sends the lines one after the other; every one must be taken. */
export async function write(client: Client, ...lines: readonly object[]): Promise<void> {
  for (const body of lines) {
    const { status, text } = await client('POST', 'GeneralJournal', body);
    if (status !== 201) throw new Error(text);
  }
}

/** The message without its correlation id. */
export const words = (reply: { json: { error: { message: string } } }): string =>
  reply.json.error.message.replace(/\s+CorrelationId:.*$/, '');
