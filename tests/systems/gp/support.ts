import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GpConfig, PairConfig } from '../../../src/config/schema.ts';
import { silent } from '../../../src/domain/log.ts';
import { createRedactor } from '../../../src/domain/redactor.ts';
import { systemClock } from '../../../src/domain/time.ts';
import { createMapping } from '../../../src/mapping/mapping.ts';
import type { SystemDeps, SystemOptions } from '../../../src/systems/shared/options.ts';
import { pairOf, yaml } from '../../config/sample.ts';
import { memory, queue } from '../entra/support.ts';

export interface Asked {
  readonly operation: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly url: string;
  readonly method: string;
}

export interface Reply {
  readonly status?: number;
  readonly text: string;
  readonly type?: string;
}

/** A server that wants no sign-in and answers as told; the sign-in's own opening has no body and is not shown. */
export async function serveGp(answer: (asked: Asked) => Reply | string) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const { method = '', url = '', headers } = request;
      if (method === 'POST' && text === '') return response.end();
      const operation = /<soap:Body><(\w+)/.exec(text)?.[1] ?? '';
      const one = { operation, text, headers, url, method };
      asked.push(one);
      const reply = answer(one);
      const {
        status = 200,
        text: body,
        type = 'text/xml; charset=utf-8',
      } = typeof reply === 'string' ? { text: reply } : reply;
      response.writeHead(status, { 'content-type': type });
      return response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const envelope = (operation: string, result: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><${operation}Response xmlns="http://schemas.microsoft.com/dynamics/gp/2006/01" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><${operation}Result>${result}</${operation}Result></${operation}Response></s:Body></s:Envelope>`;

export const fault = (text: string, detail = ''): Reply => ({
  status: 500,
  text: `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring xml:lang="en-US">${text}</faultstring>${detail}</s:Fault></s:Body></s:Envelope>`,
});

export function gpPair(serviceUrl: string, erp: Partial<GpConfig> = {}, flows = ''): PairConfig {
  const pair = pairOf(
    yaml({
      erp: `type: gp\nserviceUrl: ${serviceUrl}\nprotocol: soap\ncompany: Fabrikam, Inc.\ncompanyId: -1\naccounts: { payable: 000-2100-00, accruedPurchases: 000-2111-00 }`,
      flows: `purchases: { since: 2026-01-01 }${flows}`,
      mapping:
        'accounts: { 310: { account: 000-1300-01 }, 425: { account: 000-6500-00 }, 426: { account: 000-6510-00 }, 330: { account: 000-4610-00 } }\ntaxes: { Tax on Purchases: { account: 000-2300-00, detail: P20 }, Reduced: { account: 000-2310-00 }, Tax Exempt: none }\npaymentTerms: { 30 days: Net 30 }\nlocations: { Main Warehouse: WAREHOUSE }',
    }),
  );
  return { ...pair, erp: { ...pair.erp, ...erp } as PairConfig['erp'] };
}

export function optionsFor(pair: PairConfig): SystemOptions {
  const deps: SystemDeps = {
    clock: systemClock,
    log: silent,
    redactor: createRedactor(),
    pacer: { reserve: async () => 0, backlog: async () => 0, delay: async () => {} },
    cache: memory(),
    secrets: memory(),
    mutex: queue(),
    random: () => 0,
    env: {},
  };
  const credentials = { domain: 'VINE', username: 'svc', password: 'Brine&Truffle' };
  return { pair, credentials, mapping: createMapping(pair.mapping), deps };
}
