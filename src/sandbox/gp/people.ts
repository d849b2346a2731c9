import { decimal, zero } from '../../domain/decimal.ts';

import { createPayables, type PayablesInput } from './payables.ts';
import { createReceipt, type ReceiptInput } from './receipts.ts';
import type {
  AccountRow,
  BatchRow,
  CurrencyRow,
  ItemRow,
  PayablesRow,
  PayablesType,
  ReceiptRow,
  Stamped,
  VendorRow,
} from './rows.ts';
import type { WindowsUser } from './sign-in.ts';
import { idOf, restamped, stamped, type World } from './state.ts';

type Fields<Row> = Partial<Omit<Row, keyof Stamped>>;

/** What people at Dynamics GP and its Windows administrator do. Every change moves the stamp. */
export interface GpPeople {
  addVendor(fields: Fields<VendorRow> & { id: string }): VendorRow;
  editVendor(id: string, fields: Fields<VendorRow>): VendorRow;
  deactivateVendor(id: string, active?: boolean): VendorRow;
  deleteVendor(id: string): void;
  addItem(fields: Fields<ItemRow> & { number: string }): ItemRow;
  editItem(number: string, fields: Fields<ItemRow>): ItemRow;
  deleteItem(number: string): void;
  assignItem(item: string, vendor: string): void;
  addAccount(fields: Partial<AccountRow> & { number: string }): AccountRow;
  editAccount(number: string, fields: Partial<AccountRow>): AccountRow;
  editCurrency(iso: string, fields: Partial<CurrencyRow>): CurrencyRow;
  addPaymentTerms(id: string, description?: string): void;
  removePaymentTerms(id: string): void;
  addTaxDetail(id: string, description?: string): void;
  addSite(id: string, description?: string): void;
  /** Every period that ends up to this date is closed, the later ones are open. */
  closePeriods(until: string): void;
  /** An approval, a posting in progress, a window that is open on the batch. */
  setBatch(id: string, status: BatchRow['status'], origin?: BatchRow['origin']): void;
  /** A document entered by hand. Without distributions the default accounts are booked. */
  addPayables(fields: Partial<PayablesInput> & { vendor: string; documentNumber: string }): PayablesRow;
  postPayables(voucher: string): PayablesRow;
  /** Paid and moved to history. */
  payPayables(voucher: string): PayablesRow;
  voidPayables(voucher: string): PayablesRow;
  /** Somebody changes an unposted document. */
  editPayables(voucher: string, fields: Fields<PayablesRow>): PayablesRow;
  deletePayables(voucher: string): void;
  addReceipt(fields: Partial<ReceiptInput> & { vendor: string; documentNumber: string }): ReceiptRow;
  postReceipt(number: string): ReceiptRow;
  editReceipt(number: string, fields: Fields<ReceiptRow>): ReceiptRow;
  deleteReceipt(number: string): void;
  addUser(domain: string, username: string, password: string): WindowsUser;
  setPassword(username: string, password: string): void;
  lockAccount(username: string, locked?: boolean): void;
}

export function gpPeople(world: World, users: WindowsUser[]): GpPeople {
  const { company } = world;
  const vendorOf = (id: string) => company.vendors.get(idOf(id)) ?? missing('vendor', id);
  const itemOf = (number: string) => company.items.get(idOf(number)) ?? missing('item', number);
  const payablesOf = (voucher: string) =>
    company.payables.find((row) => row.voucher === idOf(voucher)) ?? missing('payables document', voucher);
  const receiptOf = (number: string) => company.receipts.get(idOf(number)) ?? missing('receipt', number);
  const userOf = (name: string) =>
    users.find((user) => user.username.toLowerCase() === name.toLowerCase()) ?? missing('user', name);
  const change = (row: PayablesRow, fields: Partial<PayablesRow>) =>
    company.payables.put(restamped(world, { ...row, ...fields }));

  return {
    addVendor: (fields) =>
      company.vendors.put({
        ...blankVendor,
        name: fields.id,
        ...fields,
        id: idOf(fields.id),
        ...stamped(world, 'person'),
      }),
    editVendor: (id, fields) => company.vendors.put(restamped(world, { ...vendorOf(id), ...fields })),
    deactivateVendor: (id, active = false) =>
      company.vendors.put(restamped(world, { ...vendorOf(id), active })),
    deleteVendor: (id) => company.vendors.remove(vendorOf(id).id),
    addItem: (fields) =>
      company.items.put({
        ...blankItem,
        description: fields.number,
        ...fields,
        number: idOf(fields.number),
        ...stamped(world, 'person'),
      }),
    editItem: (number, fields) => company.items.put(restamped(world, { ...itemOf(number), ...fields })),
    deleteItem: (number) => company.items.remove(itemOf(number).number),
    assignItem: (item, vendor) =>
      void company.itemVendors.put({ item: itemOf(item).number, vendor: vendorOf(vendor).id }),
    addAccount: (fields) =>
      company.accounts.put({
        description: fields.number,
        type: 'PostingAccount',
        active: true,
        allowEntry: true,
        ...fields,
      }),
    editAccount: (number, fields) =>
      company.accounts.put({ ...(company.accounts.get(number) ?? missing('account', number)), ...fields }),
    editCurrency: (iso, fields) =>
      company.currencies.put({ ...(company.currencies.get(iso) ?? missing('currency', iso)), ...fields }),
    addPaymentTerms: (id, description = id) => void company.paymentTerms.put({ id: idOf(id), description }),
    removePaymentTerms: (id) => company.paymentTerms.remove(idOf(id)),
    addTaxDetail: (id, description = id) => void company.taxDetails.put({ id: idOf(id), description }),
    addSite: (id, description = id) => void company.sites.put({ id: idOf(id), description }),
    closePeriods(until) {
      for (const period of company.periods.all())
        company.periods.put({ ...period, closed: period.to <= until });
    },
    setBatch: (id, status, origin = 'PM_Trxent') =>
      void company.batches.put({ id: idOf(id), origin, status }),
    addPayables: (fields) => createPayables(world, { ...blankPayables, ...fields }, 'person'),
    postPayables: (voucher) => change(payablesOf(voucher), { state: 'Open', postedBy: 'sa' }),
    payPayables: (voucher) => change(payablesOf(voucher), { state: 'History', postedBy: 'sa' }),
    voidPayables: (voucher) => change(payablesOf(voucher), { state: 'History', voided: true }),
    editPayables(voucher, fields) {
      const row = payablesOf(voucher);
      if (row.state !== 'Work') throw new Error(`payables document ${voucher} is posted`);
      return change(row, { ...fields, editedByPerson: true });
    },
    deletePayables(voucher) {
      const row = payablesOf(voucher);
      if (row.state !== 'Work') throw new Error(`payables document ${voucher} is posted`);
      company.payables.remove(`${row.type}|${row.voucher}`);
    },
    addReceipt: (fields) => createReceipt(world, { ...blankReceipt, ...fields }, 'person'),
    postReceipt: (number) => company.receipts.put(restamped(world, { ...receiptOf(number), state: 'Open' })),
    editReceipt: (number, fields) =>
      company.receipts.put(restamped(world, { ...receiptOf(number), ...fields, editedByPerson: true })),
    deleteReceipt: (number) => company.receipts.remove(receiptOf(number).number),
    addUser(domain, username, password) {
      const user: WindowsUser = { domain, username, password, locked: false, wrongPasswords: 0 };
      users.push(user);
      return user;
    },
    setPassword(username, password) {
      userOf(username).password = password;
    },
    lockAccount(username, locked = true) {
      const user = userOf(username);
      user.locked = locked;
      user.wrongPasswords = 0;
    },
  };
}

function missing(what: string, name: string): never {
  throw new Error(`Dynamics GP has no ${what} ${name}`);
}

const blankVendor: Omit<VendorRow, keyof Stamped | 'id' | 'name'> = {
  shortName: '',
  checkName: '',
  classId: '',
  onHold: false,
  active: true,
  oneTime: false,
  currency: '',
  terms: 'NET 30',
  taxRegistrationNumber: '',
  payablesAccount: '',
  addressId: 'PRIMARY',
  contact: '',
  line1: '',
  line2: '',
  line3: '',
  city: '',
  state: '',
  postalCode: '',
  country: '',
  phone: '',
};

const blankItem: Omit<ItemRow, keyof Stamped | 'number' | 'description'> = {
  shortDescription: '',
  type: 'SalesItem',
  classId: '',
  unitSchedule: 'EACH',
  baseUnit: 'Each',
  standardCost: zero,
  currentCost: zero,
  quantityDecimals: 0,
  inactive: false,
  tracking: 'None',
};

const blankPayables: Omit<PayablesInput, 'vendor' | 'documentNumber'> = {
  type: 'Invoice' satisfies PayablesType,
  voucher: '',
  date: undefined,
  postingDate: undefined,
  batch: 'MANUAL',
  description: '',
  poNumber: '',
  terms: '',
  taxSchedule: '',
  currency: '',
  rate: undefined,
  rateDate: undefined,
  purchases: decimal('100'),
  tradeDiscount: zero,
  freight: zero,
  misc: zero,
  tax: undefined,
  total: undefined,
  distributions: [],
  taxes: [],
};

const blankReceipt: Omit<ReceiptInput, 'vendor' | 'documentNumber'> = {
  number: '',
  date: undefined,
  postingDate: undefined,
  batch: 'MANUAL',
  reference: '',
  currency: '',
  rate: undefined,
  lines: [
    {
      item: 'HAND',
      description: 'By hand',
      quantity: decimal('1'),
      unit: 'Each',
      unitCost: decimal('10'),
      extended: undefined,
      site: '',
      nonInventory: true,
      account: '',
      poNumber: '',
    },
  ],
  distributions: [],
};
