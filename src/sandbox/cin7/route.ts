import { type Answer, type JsonObject, json, page, type SandboxRequest } from '../exchange.ts';
import { isObject, parseJson } from '../json-body.ts';
import {
  deleteAdjustment,
  getAdjustment,
  getAdjustments,
  getStockTake,
  getStockTakes,
  postAdjustment,
  putAdjustment,
} from './adjustments.ts';
import { problem, refuse, unreadable } from './errors.ts';
import { type Query, readQuery } from './paging.ts';
import { customers, getParties, postParty, putParty, suppliers } from './parties.ts';
import { getProducts, postProduct, putProduct } from './products.ts';
import { getPurchaseList } from './purchase-list.ts';
import {
  deleteInvoice,
  getCreditNotes,
  getInvoices,
  getReceipts,
  postCreditNote,
  postInvoice,
  postReceipt,
} from './purchase-parts.ts';
import { deletePurchase, getOrder, getPurchase, postOrder, postPurchase, putPurchase } from './purchases.ts';
import { getReferences, postReference, referencePaths } from './references.ts';
import {
  getFulfilments,
  getSale,
  getSaleCredits,
  getSaleInvoices,
  getSaleList,
  getSaleOrder,
} from './sales.ts';
import type { World } from './state.ts';
import {
  getAssemblies,
  getAssembly,
  getDisassemblies,
  getDisassembly,
  getTransfer,
  getTransfers,
  getWriteOff,
  getWriteOffs,
} from './stock-tasks.ts';
import { deleteWebhook, getWebhooks, postWebhook, putWebhook } from './webhooks.ts';

type Read = (world: World, query: Query) => JsonObject;
type Write = (world: World, body: JsonObject) => JsonObject;

export interface Endpoint {
  readonly GET?: Read;
  readonly POST?: Write;
  readonly PUT?: Write;
  readonly DELETE?: Read;
}

const accountWrite: Write = () =>
  refuse('Chart of accounts cannot be changed while accounting software is linked.');

/** By path in lower case: paths are case-insensitive. Verbs that are missing are answered with 405. */
const endpoints: Readonly<Record<string, Endpoint>> = {
  me: { GET: (world) => ({ ...world.me }) },
  supplier: {
    GET: (world, query) => getParties(world, suppliers, query),
    POST: (world, body) => postParty(world, suppliers, body),
    PUT: (world, body) => putParty(world, suppliers, body),
  },
  customer: {
    GET: (world, query) => getParties(world, customers, query),
    POST: (world, body) => postParty(world, customers, body),
    PUT: (world, body) => putParty(world, customers, body),
  },
  product: { GET: getProducts, POST: postProduct, PUT: putProduct },
  purchaselist: { GET: getPurchaseList },
  'advanced-purchase': {
    GET: (world, query) => getPurchase(world, query, 'advanced-purchase'),
    POST: (world, body) => postPurchase(world, body, 'advanced-purchase'),
    PUT: (world, body) => putPurchase(world, body, 'advanced-purchase'),
    DELETE: deletePurchase,
  },
  purchase: {
    GET: (world, query) => getPurchase(world, query, 'purchase'),
    POST: (world, body) => postPurchase(world, body, 'purchase'),
    PUT: (world, body) => putPurchase(world, body, 'purchase'),
    DELETE: deletePurchase,
  },
  'purchase/order': { GET: getOrder, POST: postOrder },
  'advanced-purchase/invoice': { GET: getInvoices, POST: postInvoice, DELETE: deleteInvoice },
  'advanced-purchase/creditnote': { GET: getCreditNotes, POST: postCreditNote },
  'advanced-purchase/stock': {
    GET: (world, query) => getReceipts(world, query, 'stockReceived'),
    POST: (world, body) => postReceipt(world, body, 'stockReceived'),
  },
  'advanced-purchase/put-away': {
    GET: (world, query) => getReceipts(world, query, 'putAway'),
    POST: (world, body) => postReceipt(world, body, 'putAway'),
  },
  salelist: { GET: getSaleList },
  sale: { GET: getSale },
  'sale/order': { GET: getSaleOrder },
  'sale/fulfilment': { GET: getFulfilments },
  'sale/invoice': { GET: getSaleInvoices },
  'sale/creditnote': { GET: getSaleCredits },
  stockadjustmentlist: { GET: getAdjustments },
  stockadjustment: {
    GET: getAdjustment,
    POST: postAdjustment,
    PUT: putAdjustment,
    DELETE: deleteAdjustment,
  },
  stocktakelist: { GET: getStockTakes },
  stocktake: { GET: getStockTake },
  stocktransferlist: { GET: getTransfers },
  stocktransfer: { GET: getTransfer },
  inventorywriteofflist: { GET: getWriteOffs },
  inventorywriteoff: { GET: getWriteOff },
  finishedgoodslist: { GET: getAssemblies },
  finishedgoods: { GET: getAssembly },
  disassemblylist: { GET: getDisassemblies },
  disassembly: { GET: getDisassembly },
  webhooks: { GET: getWebhooks, POST: postWebhook, PUT: putWebhook, DELETE: deleteWebhook },
};

const referenceWrites: Readonly<Record<string, Endpoint>> = {
  'ref/account': { POST: accountWrite, PUT: accountWrite, DELETE: () => accountWrite({} as World, {}) },
  'ref/unit': { POST: (world, body) => postReference(world, 'units', body) },
  'ref/category': { POST: (world, body) => postReference(world, 'categories', body) },
  'ref/brand': { POST: (world, body) => postReference(world, 'brands', body) },
};

export function endpointAt(path: string): Endpoint | undefined {
  const list = Object.hasOwn(referencePaths, path) ? referencePaths[path] : undefined;
  if (list === undefined) return Object.hasOwn(endpoints, path) ? endpoints[path] : undefined;
  return { GET: (world, query) => getReferences(world, list, query), ...referenceWrites[path] };
}

/** Where the API lives; what stands behind it, in lower case. */
export function endpointPath(path: string): string | undefined {
  const match = /^\/externalapi\/v2\/(.+?)\/?$/i.exec(path);
  return match?.[1]?.toLowerCase();
}

/** An unknown path is redirected to an HTML page (apis/cin7-core.md, section 1). */
export const astray = (request: SandboxRequest): Answer =>
  request.path === '/Home/PageNotFound'
    ? page(200, 'Page not found')
    : page(302, 'Object moved', {
        location: `/Home/PageNotFound?aspxerrorpath=${encodeURIComponent(request.path)}`,
      });

export function run(world: World, endpoint: Endpoint, request: SandboxRequest): Answer {
  const query = readQuery(request.query);
  switch (request.method) {
    case 'GET':
      return endpoint.GET === undefined ? notAllowed : json(200, endpoint.GET(world, query));
    case 'DELETE':
      return endpoint.DELETE === undefined ? notAllowed : json(200, endpoint.DELETE(world, query));
    case 'POST':
      return endpoint.POST === undefined ? notAllowed : json(200, endpoint.POST(world, bodyOf(request)));
    case 'PUT':
      return endpoint.PUT === undefined ? notAllowed : json(200, endpoint.PUT(world, bodyOf(request)));
    default:
      return notAllowed;
  }
}

const notAllowed = json(405, [problem('The requested resource does not support this http method.', 405)]);

function bodyOf(request: SandboxRequest): JsonObject {
  const body = parseJson(request.text);
  return isObject(body) ? body : unreadable('the request body');
}
