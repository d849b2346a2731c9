import type { GpConfig } from '../../../config/schema.ts';
import { isFailure } from '../../../domain/failure.ts';
import type { ReferenceRow } from '../../../mapping/references.ts';
import type { SystemOptions } from '../../shared/options.ts';
import type { DocumentName, GpApi, Permission } from '../api.ts';
import { defaultListCap } from '../capabilities.ts';
import { chooseCompany } from '../company.ts';
import { createSoapClient, type SoapClient } from './client.ts';
import { allRows } from './lists.ts';
import { soapItems, soapVendors } from './masters.ts';
import { soapPayables } from './payables.ts';
import { elements } from './read-xml.ts';
import { soapReceipts } from './receipts.ts';
import { accountSummary, batch, currency, readNode } from './wire.ts';
import type { XmlTree } from './write-xml.ts';

/** GP through its SOAP Web Services: everything that we promise is documented there. */
export function createSoapApi(options: SystemOptions): GpApi {
  const erp = options.pair.erp as GpConfig;
  const client = createSoapClient(options);
  // A list of as many rows as the usual limit counts as cut also where the limit is said to be higher.
  const cap = Math.min(erp.listCap, defaultListCap);
  const now = () => options.deps.clock.now();
  const documents = { cap, cache: options.deps.cache };
  return {
    key: () => client.key(),
    hello: async () => (await client.companies()).response,
    async company() {
      const { found } = await client.companies();
      const id = erp.companyId;
      const own =
        id === undefined ? chooseCompany(found, erp.company) : found.find((company) => company.id === id);
      return own ? `${own.name} (${own.id})` : chooseCompany(found, erp.company).name;
    },
    vendors: soapVendors(client, cap, now),
    items: soapItems(client, cap, now),
    accounts: () => accounts(client, cap),
    currencies: () => currencies(client),
    payables: (kind) => soapPayables(client, documents, kind),
    receipts: soapReceipts(client, documents),
    assignItem: (item, vendor) => assignItem(client, item, vendor),
    isBusy: (kind, id) => isBusy(client, kind, id),
    permissions: (flow) => permissions(client, flow),
    sent: () => client.sent(),
    close: () => client.close(),
  };
}

async function accounts(client: SoapClient, cap: number): Promise<ReferenceRow[]> {
  const list = {
    operation: 'GetGLAccountList',
    element: 'GLAccountSummary',
    name: 'list of accounts',
    idCriterion: 'GLAccountId',
  };
  return (await allRows(client, list, cap)).map((node) => {
    const { Key, Description, IsActive, AccountType } = readNode(accountSummary, node, list.name);
    const why = [
      IsActive ? '' : 'IsActive is false',
      /unit/i.test(AccountType) ? `AccountType is ${AccountType}` : '',
    ].filter(Boolean);
    const usable = why.length === 0;
    return { code: Key.Id, name: Description, usable, ...(usable ? {} : { why: why.join(', ') }) };
  });
}

/** Each under its ISO code, and under GP's own id where that is told. */
async function currencies(client: SoapClient): Promise<ReferenceRow[]> {
  const call = {
    operation: 'GetCurrencyList',
    first: { criteria: {} },
    name: 'list of currencies',
    effect: 'read',
  } as const;
  const { content } = await client.call(call);
  const nodes = [...elements(content, 'Currency'), ...elements(content, 'CurrencySummary')];
  return nodes.flatMap((node) => {
    const { Key, Id, ISOCode, Description, Name } = readNode(currency, node, call.name);
    const code = Key.ISOCode || ISOCode;
    if (code === '') return [];
    return [...new Set([code, Id])]
      .filter(Boolean)
      .map((own) => ({ code: own, name: Description || Name, usable: true, data: { code } }));
  });
}

const origins: Readonly<Record<DocumentName, string>> = {
  bill: 'PM_Trxent',
  credit: 'PM_Trxent',
  receipt: 'Rcvg Trx Entry',
};

/** Not there is not busy: batches are made on the fly. */
async function isBusy(client: SoapClient, kind: DocumentName, id: string): Promise<boolean> {
  const call = {
    operation: 'GetBatchByKey',
    first: { key: { Source: origins[kind], Id: id } },
    name: 'batch',
    effect: 'read',
  } as const;
  try {
    const { Status } = readNode(batch, (await client.call(call)).content, 'batch');
    return Status !== '' && Status !== 'Available';
  } catch (error) {
    if (isFailure(error, 'refused')) return false;
    throw error;
  }
}

async function assignItem(client: SoapClient, item: string, vendor: string): Promise<void> {
  const key = { ItemKey: { Id: item }, VendorKey: { Id: vendor } };
  const asked = {
    operation: 'GetItemVendorByKey',
    first: { key },
    name: 'item of a vendor',
    effect: 'read',
  } as const;
  const there = await client.call(asked).then(
    () => true,
    (error) => {
      if (isFailure(error, 'refused')) return false;
      throw error;
    },
  );
  if (there) return;
  const first = { itemVendor: { Key: key } };
  await client.call({ operation: 'CreateItemVendor', first, name: 'new item of a vendor', effect: 'write' });
}

/** Reads that match nothing: what is refused here will be refused in the flow. */
function permissions(client: SoapClient, flow: string): Permission[] {
  const ask = (operation: string, criteria: XmlTree): Permission => ({
    what: operation,
    ask: () => client.call({ operation, first: { criteria }, name: operation, effect: 'read' }),
  });
  const policy = (operation: string): Permission => ({
    what: operation,
    ask: () =>
      client.call({
        operation: 'GetPolicyByOperation',
        first: { operation },
        name: `policy of ${operation}`,
        effect: 'read',
      }),
  });
  const none = { EqualValue: 'ML-CONNECTOR' };
  if (flow === 'suppliers') return [ask('GetVendorList', { Id: none })];
  if (flow === 'products') return [ask('GetItemList', { Id: none })];
  if (flow === 'purchases') {
    return [
      ask('GetVendorList', { Id: none }),
      ask('GetGLAccountList', { GLAccountId: none }),
      ask('GetCurrencyList', {}),
      ask('GetPayablesInvoiceList', { DocumentId: none }),
      ask('GetPayablesCreditMemoList', { DocumentId: none }),
      policy('CreatePayablesInvoice'),
      policy('CreatePayablesCreditMemo'),
    ];
  }
  return [ask('GetPurchaseReceiptList', { Id: none }), policy('CreatePurchaseReceipt')];
}
