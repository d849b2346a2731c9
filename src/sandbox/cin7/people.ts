import type { JsonObject } from '../exchange.ts';
import { sameText } from './fields.ts';
import { changeParty, createParty, customers, type PartyKind, suppliers } from './parties.ts';
import { changeProduct, createProduct } from './products.ts';
import { supplierByName } from './purchase-build.ts';
import { type PurchasePeople, purchasePeople } from './purchase-people.ts';
import type { PartyRow, ProductRow, ReferenceRow } from './rows.ts';
import { type SalePeople, salePeople } from './sale-people.ts';
import { savePurchase } from './saving.ts';
import { readStamp } from './stamps.ts';
import type { ReferenceListName, World } from './state.ts';
import { type StockPeople, stockPeople } from './stock-people.ts';

/** What people at Cin7 do. Suppliers are named by name or id, products by SKU or id; every change moves the stamp. */
export interface Cin7People extends PurchasePeople, SalePeople, StockPeople {
  /** Fields as in the API; what is required and missing is filled in. `updated` sets the stamp. */
  addSupplier(fields: JsonObject & { Name: string }): PartyRow;
  editSupplier(supplier: string, fields: JsonObject): PartyRow;
  deprecateSupplier(supplier: string): PartyRow;
  /** The first disappears, and its purchases show the second. */
  mergeSuppliers(from: string, into: string): void;
  removeSupplier(supplier: string): void;
  addCustomer(fields: JsonObject & { Name: string }): PartyRow;
  editCustomer(customer: string, fields: JsonObject): PartyRow;
  addProduct(fields: JsonObject & { SKU: string }): ProductRow;
  editProduct(product: string, fields: JsonObject): ProductRow;
  deprecateProduct(product: string): ProductRow;
  /** Adds a row to a reference list, or changes the one of that name (of that code for accounts). */
  setReference(list: ReferenceListName, name: string, fields?: JsonObject): ReferenceRow;
  removeReference(list: ReferenceListName, name: string): void;
}

export function cin7People(world: World): Cin7People {
  const party = (kind: PartyKind, name: string): PartyRow => {
    const table = kind.table(world);
    const row = table.get(name) ?? table.find((other) => sameText(other.Name, name));
    if (row === undefined) throw new Error(`Cin7 has no ${kind.what.toLowerCase()} ${name}`);
    return row;
  };
  const productOf = (name: string): ProductRow => {
    const row = world.products.get(name) ?? world.products.find((other) => sameText(other.SKU, name));
    if (row === undefined) throw new Error(`Cin7 has no product ${name}`);
    return row;
  };
  const edit = (kind: PartyKind, name: string, fields: JsonObject) =>
    changeParty(world, kind, party(kind, name), fields);

  return {
    ...purchasePeople(world),
    ...salePeople(world),
    ...stockPeople(world),
    addSupplier: (fields) =>
      dated(createParty(world, suppliers, { ...supplierDefaults, ...fields }, 'person'), fields, (row) =>
        world.suppliers.put(row),
      ),
    editSupplier: (name, fields) => edit(suppliers, name, fields),
    deprecateSupplier: (name) => edit(suppliers, name, { Status: 'Deprecated' }),
    mergeSuppliers(from, into) {
      const gone = supplierByName(world, from);
      const survivor = supplierByName(world, into);
      for (const purchase of world.purchases.all())
        if (purchase.supplierId === gone.ID) savePurchase(world, { ...purchase, supplierId: survivor.ID });
      world.suppliers.remove(gone.ID);
      world.suppliers.put({ ...survivor, stamp: world.stamp() });
    },
    removeSupplier: (name) => world.suppliers.remove(supplierByName(world, name).ID),
    addCustomer: (fields) =>
      dated(createParty(world, customers, { ...customerDefaults, ...fields }, 'person'), fields, (row) =>
        world.customers.put(row),
      ),
    editCustomer: (name, fields) => edit(customers, name, fields),
    addProduct: (fields) =>
      dated(
        createProduct(world, { Name: fields.SKU, ...productDefaults, ...fields }, 'person'),
        fields,
        (row) => world.products.put(row),
      ),
    editProduct: (name, fields) => changeProduct(world, productOf(name), fields),
    deprecateProduct: (name) => changeProduct(world, productOf(name), { Status: 'Deprecated' }),
    setReference(list, name, fields = {}) {
      const table = world.references[list];
      const before = list === 'accounts' ? table.get(name) : table.find((row) => sameText(row.Name, name));
      const key = before?.key ?? (list === 'accounts' ? name : world.newId());
      const identity = list === 'accounts' ? { Code: key } : { ID: key };
      return table.put({
        Name: name,
        ...(before ?? freshReference[list]),
        ...identity,
        ...fields,
        key,
      } as ReferenceRow);
    },
    removeReference(list, name) {
      const table = world.references[list];
      const row = table.get(name) ?? table.find((other) => sameText(other.Name, name));
      if (row !== undefined) table.remove(row.key);
    },
  };
}

function dated<Row extends { readonly stamp: string }>(
  row: Row,
  fields: JsonObject,
  put: (row: Row) => Row,
): Row {
  const stamp = typeof fields['updated'] === 'string' ? readStamp(fields['updated']) : undefined;
  return stamp === undefined ? row : put({ ...row, stamp });
}

const supplierDefaults = {
  Status: 'Active',
  Currency: 'GBP',
  PaymentTerm: '30 days',
  AccountPayable: '800',
  TaxRule: 'Tax on Purchases',
};
const customerDefaults = {
  Status: 'Active',
  Currency: 'GBP',
  PaymentTerm: '30 days',
  AccountReceivable: '610',
  RevenueAccount: '200',
  TaxRule: 'Tax on Sales',
};
const productDefaults = {
  Category: 'Dry goods',
  Type: 'Stock',
  CostingMethod: 'FIFO',
  UOM: 'Each',
  Status: 'Active',
  PriceTier1: 0,
};

/** What makes a new row of a list usable. */
const freshReference: Readonly<Partial<Record<ReferenceListName, JsonObject>>> = {
  accounts: {
    Type: 'EXPENSE',
    Class: 'EXPENSE',
    Status: 'ACTIVE',
    SystemAccount: null,
    SystemAccountCode: null,
  },
  taxRules: {
    IsActive: true,
    TaxPercent: 0,
    IsTaxForPurchase: true,
    IsTaxForSale: false,
    Account: '820',
    Components: [],
  },
  paymentTerms: { IsActive: true, IsDefault: false, Duration: 30, Method: 'number of days' },
  locations: { IsDefault: false, IsDeprecated: false, Bins: [], ParentID: null },
};
