import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import {
  createVirtualClock,
  makeCertificates,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../../src/sandbox/start.ts';

export interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what comes is what is tested
  json: any;
}

export interface Ask {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  ca?: string;
}

const certificate = makeCertificates();

/** Plain HTTP but for Entra, and a clock that stands still in the middle of a month. */
export async function start(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = createVirtualClock('2026-09-16T10:00:00Z');
  return startSandbox({ tls: false, data: 'empty', clock, certificate: await certificate, ...options });
}

export function ask(url: string, { method = 'GET', headers = {}, body, ca }: Ask = {}): Promise<Reply> {
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const send = url.startsWith('https') ? secure : plain;
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      {
        method,
        ca,
        agent: false,
        headers:
          text === undefined
            ? headers
            : {
                'content-type': 'application/json',
                'content-length': String(Buffer.byteLength(text)),
                ...headers,
              },
      },
      (response) => {
        let answer = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          answer += chunk;
        });
        response.on('error', reject);
        response.on('aborted', () => reject(new Error('aborted')));
        response.on('end', () => {
          let json: unknown;
          try {
            json = JSON.parse(answer);
          } catch {
            json = undefined;
          }
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text: answer, json });
        });
      },
    );
    request.on('error', reject);
    request.end(text);
  });
}

export type Client = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Reply>;

export const cin7Client =
  (sandbox: Sandbox): Client =>
  (method, path, body, headers = {}) =>
    ask(path.startsWith('http') ? path : `${sandbox.urls.cin7}/${path}`, {
      method,
      body,
      headers: {
        'api-auth-accountid': sandbox.credentials.cin7.accountId,
        'api-auth-applicationkey': sandbox.credentials.cin7.applicationKey,
        ...headers,
      },
    });

export async function token(sandbox: Sandbox, changes: Record<string, string> = {}): Promise<Reply> {
  const { tenantId, clientId, clientSecret } = sandbox.credentials.entra;
  const { tenant = tenantId, ...form } = changes;
  const fields = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: 'https://api.businesscentral.dynamics.com/.default',
    ...form,
  };
  const sent = Object.entries(fields).filter(([, value]) => value !== '');
  return ask(`${sandbox.urls.entra}/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    ca: sandbox.ca,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(sent).toString(),
  });
}

export const rootOf = (sandbox: Sandbox): string =>
  `${sandbox.urls.businessCentral}/v2.0/${sandbox.credentials.entra.tenantId}/production/api/v2.0`;

/** Paths are relative to the main company. A write without `if-match` of its own sends `*`. */
export async function bcClient(sandbox: Sandbox): Promise<Client> {
  const { json } = await token(sandbox);
  const base = `${rootOf(sandbox)}/companies(${sandbox.businessCentral.company.id})`;
  return (method, path, body, headers = {}) =>
    ask(path.startsWith('http') ? path : `${base}/${path}`, {
      method,
      body,
      headers: {
        authorization: `Bearer ${json.access_token}`,
        ...(method === 'PATCH' || method === 'DELETE' ? { 'if-match': '*' } : {}),
        ...headers,
      },
    });
}

export const filter = (set: string, condition: string): string =>
  `${set}?$filter=${encodeURIComponent(condition)}`;
