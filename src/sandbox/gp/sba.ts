import { type Answer, json, page, type SandboxRequest } from '../exchange.ts';
import { isObject, parseJson } from '../json-body.ts';
import { GpRefusal, refuse, sbaError } from './faults.ts';
import { createPayables } from './payables.ts';
import { createReceipt } from './receipts.ts';
import { type SbaRow, sbaFilter } from './sba-filter.ts';
import { payablesOfSba, receiptOfSba } from './sba-inputs.ts';
import { itemRow, payablesRow, receiptRow, vendorRow } from './sba-views.ts';
import { idOf, restamped, type World } from './state.ts';

export const sbaPath = '/GPService';

/** One object of the service: its rows, and what may be done with them. */
interface Resource {
  readonly keys: readonly string[];
  /** Only where the customer has such a service. */
  readonly custom?: boolean | undefined;
  rows(world: World): readonly SbaRow[];
  create?(world: World, payload: SbaRow): SbaRow;
  remove?(world: World, row: SbaRow): void;
  /** `GP-Custom-Action: POST`. */
  post?(world: World, row: SbaRow): void;
}

const payablesKey = (row: SbaRow): string =>
  `${row['DocumentType'] === 1 ? 'Invoice' : 'CreditMemo'}|${String(row['VoucherNumber'])}`;

const resources: Readonly<Record<string, Resource>> = {
  'purchasing/vendors': {
    keys: ['VendorId'],
    rows: (world) => world.company.vendors.all().map((row) => vendorRow(world, row)),
  },
  'inventory/items': {
    keys: ['ItemNumber'],
    rows: (world) => world.company.items.all().map((row) => itemRow(world, row)),
  },
  'purchasing/payables/transactions': {
    keys: ['DocumentType', 'VoucherNumber'],
    rows: (world) => world.company.payables.all().map((row) => payablesRow(world, row)),
    create: (world, payload) => payablesRow(world, createPayables(world, payablesOfSba(world, payload))),
    remove(world, row) {
      if (row['TransactionState'] !== 'Work') refuse.system('A posted transaction cannot be deleted.');
      world.company.payables.remove(payablesKey(row));
    },
    post(world, row) {
      const found = world.company.payables.get(payablesKey(row));
      if (found) world.company.payables.put({ ...restamped(world, found), state: 'Open', postedBy: 'api' });
    },
  },
  'administration/currencies': {
    keys: ['CurrencyId'],
    rows: ({ company }) =>
      company.currencies.all().map((row) => ({
        CurrencyId: row.id,
        Description: row.description,
        ISOCode: row.iso,
        DecimalPlaces: row.decimals,
      })),
  },
  'administration/paymentterms': {
    keys: ['PaymentTermsId'],
    rows: ({ company }) =>
      company.paymentTerms.all().map((row) => ({ PaymentTermsId: row.id, Description: row.description })),
  },
  'financials/accounts': {
    keys: ['AccountNumber'],
    custom: true,
    rows: ({ company }) =>
      company.accounts.all().map((row) => ({
        AccountNumber: row.number,
        Description: row.description,
        Active: row.active,
        AllowAccountEntry: row.allowEntry,
        AccountType: row.type,
      })),
  },
  'financials/fiscalperiods': {
    keys: ['PeriodDate'],
    custom: true,
    rows: ({ company }) =>
      company.periods
        .all()
        .map((row) => ({ PeriodDate: row.from, PeriodEndDate: row.to, Closed: row.closed })),
  },
  'purchasing/receivings/transactions': {
    keys: ['ReceiptNumber'],
    custom: true,
    rows: (world) => world.company.receipts.all().map((row) => receiptRow(world, row)),
    create: (world, payload) => receiptRow(world, createReceipt(world, receiptOfSba(world, payload))),
  },
};

const ok = (world: World, status: number, payload: unknown): Answer =>
  json(status, { Status: { CorrelationId: world.newGuid(), Code: status, Trace: [] }, Payload: payload });

const fail = (message: string, status: number): never => {
  throw new GpRefusal({ kind: 'system', message }, status);
};

/** The REST service. Segment names compare without case, the company goes by its display name. */
export function sba(world: World, request: SandboxRequest): Answer {
  const help = /^\/gpservice\/tenants\(([^)]*)\)\/help\/?$/i.exec(request.path);
  if (help)
    return help[1]?.toLowerCase() === 'defaulttenant' ? page(200, 'GPService') : page(404, 'Not Found');
  try {
    return world.database.transaction(() => answer(world, request));
  } catch (error) {
    if (!(error instanceof GpRefusal)) throw error;
    return sbaError(error.status, error.reason, world.newGuid());
  }
}

function answer(world: World, request: SandboxRequest): Answer {
  const { resource, key } = find(world, request.path);
  if (request.method === 'GET')
    return key === undefined
      ? ok(world, 200, listOf(world, resource, request.query))
      : ok(world, 200, one(world, resource, key));
  const action = request.headers['gp-custom-action'];
  if (request.method === 'POST' && action !== undefined) {
    if (action.toUpperCase() !== 'POST' || !resource.post || key === undefined)
      return fail('Unknown action', 400);
    resource.post(world, one(world, resource, key));
    return ok(world, 200, one(world, resource, key));
  }
  if (request.method === 'POST' && resource.create && key === undefined)
    return ok(world, 201, resource.create(world, payloadOf(request)));
  if (request.method === 'DELETE' && resource.remove && key !== undefined) {
    resource.remove(world, one(world, resource, key));
    return ok(world, 200, null);
  }
  return fail('The method is not allowed for this resource.', 405);
}

function find(world: World, path: string): { readonly resource: Resource; readonly key: string | undefined } {
  const names = Object.keys(resources).sort((a, b) => b.length - a.length);
  const match = new RegExp(
    `^/gpservice/tenants\\(([^)]*)\\)/companies\\((.*)\\)/(${names.join('|')})(?:\\((.*)\\))?/?$`,
    'i',
  ).exec(path);
  if (!match) return fail('The resource was not found.', 404);
  const [, tenant = '', company = '', name = '', key] = match;
  const resource = resources[name.toLowerCase()];
  if (tenant.toLowerCase() !== 'defaulttenant' || company.toLowerCase() !== world.company.name.toLowerCase())
    return fail(`Company '${company}' of tenant '${tenant}' was not found.`, 404);
  if (!resource || (resource.custom && !world.switches.customServices))
    return fail('The resource was not found.', 404);
  if (world.switches.denied.some((denied) => denied.toLowerCase() === name.toLowerCase()))
    refuse.security(name);
  return { resource, key };
}

function one(world: World, { rows, keys }: Resource, key: string): SbaRow {
  const parts = key.split(';').map(idOf);
  const row = rows(world).find((candidate) => keys.every((name, i) => idOf(candidate[name]) === parts[i]));
  return row ?? fail(`'${key}' was not found.`, 404);
}

const options = ['top', 'skip', 'filter'] as const;

function listOf(world: World, { rows, keys }: Resource, query: URLSearchParams): readonly SbaRow[] {
  const given = new Map([...query].map(([name, value]) => [name.replace(/^\$/, '').toLowerCase(), value]));
  for (const name of given.keys())
    if (!options.some((option) => option === name)) fail(`The query option '${name}' is not supported.`, 400);
  const number = (name: string, fallback: number): number => {
    const text = given.get(name);
    if (text === undefined) return fallback;
    return /^\d+$/.test(text) ? Number(text) : fail(`The query option '${name}' is not a number.`, 400);
  };
  const all = rows(world);
  const filter = given.get('filter');
  const fields = new Set(Object.keys(all[0] ?? {}));
  const keep = filter === undefined || all.length === 0 ? () => true : sbaFilter(filter, fields);
  if (!keep) return fail(`The filter '${filter}' could not be read.`, 400);
  const keyOf = (row: SbaRow): string => keys.map((name) => idOf(row[name])).join(';');
  const sorted = all.filter(keep).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const skip = number('skip', 0);
  return sorted.slice(skip, skip + number('top', sorted.length));
}

/** Exactly `{"Payload": {...}}`. */
function payloadOf(request: SandboxRequest): SbaRow {
  if (!/^application\/json\s*(;.*)?$/i.test(request.headers['content-type'] ?? ''))
    fail('The content type must be application/json.', 415);
  const body = parseJson(request.text);
  const payload = isObject(body) && Object.keys(body).join() === 'Payload' ? body['Payload'] : undefined;
  return isObject(payload) ? payload : fail('The body must be {"Payload": {...}}.', 400);
}
