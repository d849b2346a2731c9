import { guidOf } from '../ids.ts';
import type { Facts } from './criteria.ts';
import { refuse } from './faults.ts';
import { payablesInput, receiptInput } from './inputs.ts';
import * as model from './model.ts';
import { byKey, create, list, type Operation } from './operation.ts';
import { createPayables } from './payables.ts';
import { createReceipt } from './receipts.ts';
import type { PayablesRow, PayablesType } from './rows.ts';
import type { Values } from './shapes.ts';
import { idOf, type World } from './state.ts';
import * as view from './views.ts';
import { element, field, namespaces } from './xml.ts';

const payablesOf = (type: PayablesType) => (world: World) =>
  world.company.payables.all().filter((row) => row.type === type);

const payablesFacts = (row: PayablesRow, world: World): Facts => ({
  $key: row.voucher,
  DocumentId: row.voucher,
  Date: row.date,
  VendorId: row.vendor,
  BatchId: row.batch,
  ModifiedDate: view.stamp(world, row.modifiedAt),
  TransactionState: row.state,
  Type: row.type,
});

const payablesByKey = (type: PayablesType): Operation =>
  byKey(
    model.payablesKey,
    `Payables${type}`,
    (world, id) => world.company.payables.get(`${type}|${id}`),
    view.payablesView,
  );

export const policyId = (operation: string): string => guidOf(`gp policy ${operation}`);

export const operations: Readonly<Record<string, Operation>> = {
  GetCompanyList: {
    ...list(
      model.companyCriteria,
      ({ company, otherCompanies }) => [{ id: company.id, name: company.name }, ...otherCompanies],
      (row) => ({ $key: row.name, Id: row.id, Name: row.name }),
      (_world, row) =>
        element(
          'Company',
          `<Key><Id xmlns="${namespaces.dynamics}">${row.id}</Id></Key>`,
          field('Name', row.name),
        ),
    ),
    anyCompany: true,
  },
  GetVendorList: list(
    model.vendorCriteria,
    (world) => world.company.vendors.all(),
    (row, world) => ({
      $key: row.id,
      IsOnHold: row.onHold,
      IsActive: row.active,
      IsOneTime: row.oneTime,
      Id: row.id,
      Name: row.name,
      ClassId: row.classId,
      State: row.state,
      PhoneNumber: row.phone,
      CreatedDate: view.stamp(world, row.createdAt),
      ModifiedDate: view.stamp(world, row.modifiedAt),
    }),
    view.vendorSummary,
  ),
  GetVendorByKey: byKey(
    model.vendorKey,
    'Vendor',
    (world, id) => world.company.vendors.get(id),
    view.vendorView,
  ),
  GetItemList: list(
    model.itemCriteria,
    (world) => world.company.items.all(),
    (row, world) => ({
      $key: row.number,
      Id: row.number,
      Description: row.description,
      ClassId: row.classId,
      Type: row.type,
      IsDiscontinued: row.type === 'Discontinued',
      CreatedDate: view.stamp(world, row.createdAt),
      ModifiedDate: view.stamp(world, row.modifiedAt),
    }),
    view.itemSummary,
  ),
  GetItemByKey: byKey(
    model.itemKey,
    'Item',
    (world, id) => world.company.items.get(id),
    (world, row) =>
      `<GetItemByKeyResult xmlns:xsi="${namespaces.xsi}" xsi:type="${row.type}">${view.itemView(world, row)}</GetItemByKeyResult>`,
  ),
  GetGLAccountList: list(
    model.accountCriteria,
    (world) => world.company.accounts.all(),
    (row) => ({
      $key: row.number,
      GLAccountId: row.number,
      Description: row.description,
      IsActive: row.active,
      AccountType: row.type,
    }),
    (_world, row) =>
      element(
        'GLAccountSummary',
        view.key('Key', row.number),
        field('Description', row.description),
        field('IsActive', row.active),
        field('AccountType', row.type),
      ),
  ),
  GetCurrencyList: list(
    model.currencyCriteria,
    (world) => world.company.currencies.all(),
    (row) => ({ $key: row.iso, ISOCode: row.iso, Id: row.id, Description: row.description }),
    (_world, row) =>
      element(
        'Currency',
        element('Key', field('ISOCode', row.iso)),
        field('Id', row.id),
        field('Description', row.description),
      ),
  ),
  GetBatchList: list(
    model.batchCriteria,
    (world) => world.company.batches.all(),
    (row) => ({ $key: row.id, Id: row.id, Source: row.origin }),
    (_world, row) =>
      element(
        'BatchSummary',
        element('Key', field('Source', row.origin), field('Id', row.id)),
        field('Status', row.status),
      ),
  ),
  GetBatchByKey: {
    first: { key: model.batchKey },
    writes: false,
    run(world, given) {
      const { Id, Source } = (given['key'] ?? {}) as Values;
      const id = idOf(Id);
      const row = world.company.batches.find(
        (batch) => batch.id === id && (!Source || batch.origin === Source),
      );
      if (row === undefined) return refuse.notFound('Batch', id);
      return element('Key', field('Source', row.origin), field('Id', row.id)) + field('Status', row.status);
    },
  },
  GetPayablesInvoiceList: list(model.payablesCriteria, payablesOf('Invoice'), payablesFacts, (world, row) =>
    view.payablesSummary(world, 'PayablesInvoiceSummary', row),
  ),
  GetPayablesCreditMemoList: list(
    model.payablesCriteria,
    payablesOf('CreditMemo'),
    payablesFacts,
    (world, row) => view.payablesSummary(world, 'PayablesCreditMemoSummary', row),
  ),
  GetPayablesDocumentList: list(
    model.payablesCriteria,
    (world) => world.company.payables.all(),
    payablesFacts,
    (world, row) => view.payablesSummary(world, 'PayablesDocumentSummary', row),
  ),
  GetPayablesInvoiceByKey: payablesByKey('Invoice'),
  GetPayablesCreditMemoByKey: payablesByKey('CreditMemo'),
  CreatePayablesInvoice: create('payablesInvoice', model.payablesInvoice, (world, values) => {
    createPayables(world, payablesInput('Invoice', values));
  }),
  CreatePayablesCreditMemo: create('payablesCreditMemo', model.payablesCreditMemo, (world, values) => {
    createPayables(world, payablesInput('CreditMemo', values));
  }),
  GetPurchaseReceiptList: list(
    model.receiptCriteria,
    (world) => world.company.receipts.all(),
    (row, world) => ({
      $key: row.number,
      Id: row.number,
      Date: row.date,
      VendorId: row.vendor,
      BatchId: row.batch,
      ModifiedDate: view.stamp(world, row.modifiedAt),
      TransactionState: row.state,
    }),
    view.receiptSummary,
  ),
  GetPurchaseReceiptByKey: byKey(
    model.receiptKey,
    'PurchaseReceipt',
    (world, id) => world.company.receipts.get(id),
    view.receiptView,
  ),
  CreatePurchaseReceipt: create('purchaseReceipt', model.purchaseReceipt, (world, values) => {
    createReceipt(world, receiptInput(values));
  }),
  GetItemVendorByKey: {
    first: { key: model.itemVendorKey },
    writes: false,
    run(world, given) {
      const { item, vendor } = pairOf((given['key'] ?? {}) as Values);
      if (!world.company.itemVendors.get(`${item}|${vendor}`))
        return refuse.notFound('ItemVendor', `${item}, ${vendor}`);
      return element('Key', view.key('ItemKey', item), view.key('VendorKey', vendor));
    },
  },
  CreateItemVendor: create('itemVendor', model.itemVendor, (world, values) => {
    const { company } = world;
    const { item, vendor } = pairOf((values['Key'] ?? {}) as Values);
    if (!company.items.get(item)) refuse.notFound('Item', item);
    if (!company.vendors.get(vendor)) refuse.notFound('Vendor', vendor);
    if (company.itemVendors.get(`${item}|${vendor}`))
      refuse.validation({ id: '4111', message: 'ItemVendor: it exists already.' });
    company.itemVendors.put({ item, vendor });
  }),
  GetPolicyByOperation: {
    first: { operation: 'string' },
    writes: false,
    run(_world, given) {
      const name = String(given['operation'] ?? '');
      if (!operations[name]?.writes) return refuse.notFound('Policy', name);
      return (
        element('Key', field('Id', policyId(name))) +
        field('Name', name) +
        field('RootBusinessObjectName', name.slice(6))
      );
    },
  },
  GetLoggedValidationResultByKey: {
    first: { logId: 'guid' },
    writes: false,
    run(world, given) {
      const id = String(given['logId'] ?? '');
      const errors = world.log.get(id) ?? refuse.notFound('Validation result', id);
      return element(
        'Errors',
        ...errors.map((error) =>
          element('ValidationError', field('Id', error.id), field('Message', error.message)),
        ),
      );
    },
  },
};

const pairOf = (key: Values): { item: string; vendor: string } => ({
  item: idOf((key['ItemKey'] as Values | undefined)?.['Id']),
  vendor: idOf((key['VendorKey'] as Values | undefined)?.['Id']),
});
