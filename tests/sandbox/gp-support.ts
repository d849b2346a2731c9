import { createRedactor } from '../../src/domain/redactor.ts';
import { systemClock } from '../../src/domain/time.ts';
import type { Answer } from '../../src/http/ports.ts';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { type WindowsTransportOptions, windowsTransport } from '../../src/systems/ntlm/index.ts';

export const gpNs = 'http://schemas.microsoft.com/dynamics/gp/2006/01';
const dynamics = 'http://schemas.microsoft.com/dynamics/2006/01';
const xsi = 'http://www.w3.org/2001/XMLSchema-instance';

export interface GpClient {
  /** One operation; `first` and `last` are XML around the context. Every call is signed in on one connection. */
  call(operation: string, first: string, last?: string, more?: Partial<CallOptions>): Promise<SoapReply>;
  sba(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Reply>;
  close(): Promise<void>;
}

export interface CallOptions {
  company: number | undefined;
  action: string;
  contentType: string;
  envelope: string;
}

export interface Reply {
  status: number;
  headers: Answer['headers'];
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what comes is what is tested
  json: any;
}

export interface SoapReply extends Reply {
  /** Content of all elements of that name. */
  all(name: string): string[];
  one(name: string): string;
  fault: string;
}

export const context = (company: number | undefined = 2): string =>
  `<context xmlns:d="${dynamics}" xmlns:i="${xsi}">${company === undefined ? '' : `<d:OrganizationKey i:type="d:CompanyKey"><d:Id>${company}</d:Id></d:OrganizationKey>`}</context>`;

export const money = (name: string, value: string, currency = 'GBP'): string =>
  `<${name}><Currency>${currency}</Currency><Value>${value}</Value><DecimalDigits>2</DecimalDigits></${name}>`;

export const distribution = (
  type: number,
  account: string,
  debit: string,
  credit: string,
  currency = 'GBP',
): string =>
  `<PayablesDistribution><DistributionTypeKey><Id>${type}</Id></DistributionTypeKey><Reference>line</Reference><GLAccountKey><Id>${account}</Id></GLAccountKey>` +
  [
    ['DebitAmount', debit],
    ['CreditAmount', credit],
  ]
    .map(([name, value]) =>
      money(`${name}`, value ?? '0', currency).replace(
        `<${name}>`,
        `<${name} xmlns:i="${xsi}" i:type="MoneyAmount">`,
      ),
    )
    .join('') +
  '</PayablesDistribution>';

export interface InvoiceParts {
  voucher?: string;
  number?: string;
  vendor?: string;
  batch?: string;
  date?: string;
  posting?: string;
  total?: string;
  purchases?: string;
  tax?: string;
  currency?: string;
  description?: string;
  rate?: string;
  distributions?: string;
  taxes?: string;
  after?: string;
}

/** 100.00 and 20.00 of tax, in the schema's order. */
export const invoice = (parts: InvoiceParts = {}, name = 'payablesInvoice'): string => {
  const currency = parts.currency ?? 'GBP';
  const credit = name === 'payablesCreditMemo';
  const side = (type: number, account: string, amount: string, debit: boolean) =>
    distribution(type, account, debit === credit ? '0' : amount, debit === credit ? amount : '0', currency);
  return [
    `<${name}>`,
    `<Key><Id>${parts.voucher ?? 'C7ABC'}</Id></Key>`,
    `<VendorDocumentNumber>${parts.number ?? 'INV-1'}</VendorDocumentNumber>`,
    money('DocumentAmount', parts.total ?? '120.00', currency),
    `<Date>${parts.date ?? '2026-09-10'}T00:00:00</Date>`,
    `<GeneralLedgerPostingDate>${parts.posting ?? '2026-09-10'}T00:00:00</GeneralLedgerPostingDate>`,
    money('PurchasesAmount', parts.purchases ?? '100.00', currency),
    `<Description>${parts.description ?? 'PO-1'}</Description>`,
    money('TaxAmount', parts.tax ?? '20.00', currency),
    parts.rate === undefined ? '' : `<ExchangeRate>${parts.rate}</ExchangeRate>`,
    `<BatchKey><Id>${parts.batch ?? 'C7-20260910'}</Id></BatchKey>`,
    `<VendorKey><Id>${parts.vendor ?? 'LEAFCO0001'}</Id></VendorKey>`,
    `<CurrencyKey><ISOCode>${currency}</ISOCode></CurrencyKey>`,
    `<Distributions>${
      parts.distributions ??
      side(6, '000-1300-01', '100.00', true) +
        side(10, '000-2300-00', '20.00', true) +
        side(2, '000-2100-00', '120.00', false)
    }</Distributions>`,
    parts.taxes ??
      '<Taxes><PayablesTax><Key><TaxDetailKey><Id>VAT-P20</Id></TaxDetailKey></Key><TaxAmount><Value>20</Value></TaxAmount></PayablesTax></Taxes>',
    parts.after ?? '',
    `</${name}>`,
  ].join('');
};

/** A client over the real sign-in. */
export function gpClient(sandbox: Sandbox, more: Partial<WindowsTransportOptions> = {}): GpClient {
  const transport = windowsTransport({
    system: 'Dynamics GP',
    baseUrl: sandbox.urls.gp,
    auth: 'ntlm',
    credentials: sandbox.credentials.gp,
    ca: sandbox.ca,
    kerberos: async () => undefined,
    deps: { clock: systemClock, redactor: createRedactor(), env: {} },
    ...more,
  });
  const send = async (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    headers: Record<string, string>,
    body?: string,
  ) => {
    const answer = await transport.send({
      method,
      url: new URL(url),
      headers,
      timeoutMs: 10_000,
      ...(body === undefined ? {} : { body }),
    });
    const text = answer.body.toString('utf8');
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      json = undefined;
    }
    return { status: answer.status, headers: answer.headers, text, json };
  };
  return {
    async call(
      operation,
      first,
      last = '',
      { company = 2, action, contentType = 'text/xml; charset=utf-8', envelope } = {},
    ) {
      const body =
        envelope ??
        `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><${operation} xmlns="${gpNs}">${first}${context(company)}${last}</${operation}></s:Body></s:Envelope>`;
      const reply = await send(
        'POST',
        sandbox.urls.gp,
        { 'content-type': contentType, soapaction: action ?? `"${gpNs}/${operation}"` },
        body,
      );
      const all = (name: string): string[] =>
        [...reply.text.matchAll(new RegExp(`<${name}(?: [^>]*)?>(.*?)</${name}>`, 'gs'))].map(
          (match) => match[1] ?? '',
        );
      return { ...reply, all, one: (name) => all(name)[0] ?? '', fault: all('faultstring')[0] ?? '' };
    },
    sba: (method, path, body, headers = {}) =>
      send(
        method,
        `${sandbox.urls.gpSba}/Tenants(DefaultTenant)/Companies(${encodeURIComponent('Larder & Vine, Ltd.')})/${path}`,
        body === undefined ? headers : { 'content-type': 'application/json', ...headers },
        body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
      ),
    close: () => transport.close(),
  };
}
