import type { JsonObject } from '../exchange.ts';
import { isObject } from '../json-body.ts';
import type { Table } from '../tables.ts';
import { countryName } from './countries.ts';
import { problem, refuse, unreadable } from './errors.ts';
import { attributeFields, type FieldSpec, readFields, sameText, text, textFrom } from './fields.ts';
import { changedSince, isTrue, listAnswer, type Query, sorted } from './paging.ts';
import {
  activeAccount,
  activeLocation,
  activeTerm,
  knownAttributeSet,
  knownPriceTier,
  purchaseTaxRule,
  saleTaxRule,
  systemAccount,
} from './references.ts';
import type { MadeBy, NestedRow, PartyRow } from './rows.ts';
import { printGuid, printStamp } from './stamps.ts';
import type { World } from './state.ts';

/** Suppliers and customers (apis/cin7-core.md, sections 2.1, 2.2). */
export interface PartyKind {
  readonly what: 'Supplier' | 'Customer';
  readonly key: 'SupplierList' | 'CustomerList';
  table(world: World): Table<PartyRow>;
  readonly fields: readonly FieldSpec[];
  readonly contact: readonly FieldSpec[];
}

const common: readonly FieldSpec[] = [
  text('Name', 256, { required: 'always' }),
  text('Status', 50, { required: 'create', values: ['Active', 'Deprecated'] }),
  text('Currency', 3, { required: 'always', reference: (_world, code) => currency(code) }),
  text('PaymentTerm', 256, { required: 'always', reference: activeTerm }),
  { name: 'Discount', kind: 'int', range: [0, 100] },
  text('TaxNumber', 256),
  text('AttributeSet', 50, { reference: knownAttributeSet }),
  ...attributeFields,
];

const address: readonly FieldSpec[] = [
  text('Line1', 256, { required: 'always' }),
  text('Line2', 256),
  text('City', 256),
  text('State', 256),
  text('Postcode', 20),
  text('Country', 256, {
    required: 'always',
    reference: (_world, name) =>
      countryName(name) ?? problem(`Country '${name}' was not found in Countries reference book`, 404),
  }),
  text('Type', 50, { required: 'always', values: ['Billing', 'Business', 'Shipping'] }),
  { name: 'DefaultForType', kind: 'bool' },
];

const contact: readonly FieldSpec[] = [
  text('Name', 256, { required: 'always' }),
  ...['Phone', 'MobilePhone', 'Fax'].map((name) => text(name, 50)),
  ...['Email', 'Website', 'Comment'].map((name) => text(name, 256)),
  { name: 'Default', kind: 'bool' },
  { name: 'IncludeInEmail', kind: 'bool' },
];

export const suppliers: PartyKind = {
  what: 'Supplier',
  key: 'SupplierList',
  table: (world) => world.suppliers,
  fields: [
    ...common,
    text('Comments', 256),
    text('AccountPayable', 50, { required: 'always', reference: systemAccount('Accounts payable') }),
    text('TaxRule', 50, { required: 'always', reference: purchaseTaxRule }),
  ],
  contact,
};

export const customers: PartyKind = {
  what: 'Customer',
  key: 'CustomerList',
  table: (world) => world.customers,
  fields: [
    ...common,
    text('Comments', 2000),
    text('AccountReceivable', 50, { required: 'always', reference: systemAccount('Accounts receivable') }),
    text('RevenueAccount', 50, { required: 'always', reference: activeAccount('REVENUE') }),
    text('TaxRule', 50, { required: 'always', reference: saleTaxRule }),
    text('DisplayName', 256),
    text('PriceTier', 50, { reference: knownPriceTier }),
    text('Carrier', 256),
    text('SalesRepresentative', 256),
    text('Location', 50, { reference: activeLocation }),
    text('Tags', 256),
    { name: 'CreditLimit', kind: 'decimal' },
    { name: 'IsOnCreditHold', kind: 'bool' },
  ],
  contact: [...contact, text('JobTitle', 256), { name: 'MarketingConsent', kind: 'int', range: [1, 3] }],
};

/** No currency list exists; any ISO code is taken. */
function currency(code: string): string | ReturnType<typeof problem> {
  return currencies.has(code.toUpperCase())
    ? code.toUpperCase()
    : problem(`Currency '${code}' was not found`, 404);
}

const currencies = new Set(Intl.supportedValuesOf('currency'));

export function getParties(world: World, kind: PartyKind, query: Query): JsonObject {
  const id = query.get('id');
  const name = query.get('name')?.toLowerCase();
  const changed = changedSince(query, 'ModifiedSince');
  const all = isTrue(query, 'IncludeDeprecated');
  const rows = kind
    .table(world)
    .all()
    .filter(
      (row) =>
        (id === undefined || row.ID === id.toLowerCase()) &&
        (name === undefined || row.Name.toLowerCase().startsWith(name)) &&
        (all || row.Status !== 'Deprecated') &&
        changed(row.stamp),
    );
  const order = sorted(rows, world.switches, (row) => ({ stamp: row.stamp, name: row.Name }));
  return listAnswer(order, kind.key, query, (row) => showParty(world, kind, row));
}

export function postParty(
  world: World,
  kind: PartyKind,
  body: JsonObject,
  madeBy: MadeBy = 'api',
): JsonObject {
  const { ID: _ignored, ...fields } = body;
  return answerOf(world, kind, createParty(world, kind, fields, madeBy));
}

export function createParty(world: World, kind: PartyKind, body: JsonObject, madeBy: MadeBy): PartyRow {
  const read = readFields(world, kind.fields, body, 'create');
  checkName(world, kind, String(read['Name']), undefined);
  const row = {
    ...blankFields(kind.fields),
    ...read,
    ID: world.newId(),
    Addresses: nested(world, address, [], body['Addresses'], 'Address'),
    Contacts: nested(world, kind.contact, [], body['Contacts'], 'Contact'),
    stamp: world.stamp(),
    madeBy,
  };
  return kind.table(world).put(row as unknown as PartyRow);
}

export function putParty(world: World, kind: PartyKind, body: JsonObject): JsonObject {
  const id = textFrom(body, 'ID');
  if (id === '') refuse('Required attribute ID is not provided.');
  const before = kind.table(world).get(id) ?? refuse(`${kind.what} with specified ID not found`, 404);
  return answerOf(world, kind, changeParty(world, kind, before, body));
}

/** Only what the body brings changes; addresses and contacts without ID are added to those that are there. */
export function changeParty(world: World, kind: PartyKind, before: PartyRow, body: JsonObject): PartyRow {
  const read = readFields(world, kind.fields, body, 'update');
  if (read['Name'] !== undefined) checkName(world, kind, String(read['Name']), before.ID);
  if (read['Currency'] !== undefined && read['Currency'] !== before.Currency)
    checkCurrency(world, kind, before);
  return kind.table(world).put({
    ...before,
    ...read,
    Addresses: nested(world, address, before.Addresses, body['Addresses'], 'Address'),
    Contacts: nested(world, kind.contact, before.Contacts, body['Contacts'], 'Contact'),
    stamp: world.stamp(),
  } as PartyRow);
}

/** Stated for customers, assumed for suppliers: names are unique, without case. */
function checkName(world: World, kind: PartyKind, name: string, self: string | undefined): void {
  const other = kind.table(world).find((row) => row.ID !== self && sameText(row.Name, name));
  if (other !== undefined) refuse(`${kind.what} with name '${name}' already exists. Name must be unique.`);
}

/** The stricter reading: fixed once there are transactions. */
function checkCurrency(world: World, kind: PartyKind, before: PartyRow): void {
  if (kind.what === 'Supplier' && world.purchases.find((row) => row.supplierId === before.ID))
    refuse('Currency cannot be changed because there are transactions.');
}

function nested(
  world: World,
  specs: readonly FieldSpec[],
  before: readonly NestedRow[],
  sent: unknown,
  what: string,
): NestedRow[] {
  if (sent === undefined || sent === null) return [...before];
  if (!Array.isArray(sent)) return unreadable(what);
  let rows = [...before];
  for (const item of sent as unknown[]) {
    if (!isObject(item)) return unreadable(what);
    const id = textFrom(item, 'ID').toLowerCase();
    const old =
      id === ''
        ? undefined
        : (rows.find((row) => row.ID === id) ?? refuse(`${what} with specified ID not found`, 404));
    const read = readFields(world, specs, item, old === undefined ? 'create' : 'update');
    const row: NestedRow = { ...(old ?? blankFields(specs)), ...read, ID: old?.ID ?? world.newId() };
    rows = old === undefined ? [...rows, row] : rows.map((other) => (other === old ? row : other));
    if (read['Default'] === true)
      rows = rows.map((other) => (other === row ? row : { ...other, Default: false }));
    if (read['DefaultForType'] === true)
      rows = rows.map((other) =>
        other === row || other['Type'] !== row['Type'] ? other : { ...other, DefaultForType: false },
      );
  }
  return rows;
}

export const blankFields = (specs: readonly FieldSpec[]): JsonObject =>
  Object.fromEntries(
    specs.map(({ name, kind }) => [name, kind === 'text' ? '' : kind === 'bool' ? false : 0]),
  );

/** Writes answer with the list's envelope. */
const answerOf = (world: World, kind: PartyKind, row: PartyRow): JsonObject => ({
  Total: 1,
  Page: 1,
  [kind.key]: [showParty(world, kind, row)],
});

/** "No value" is null for some fields and `""` for others (section 7). */
const nulls = new Set(['Comments', 'AttributeSet', 'Fax', 'Website', 'Comment', 'Line2']);

function showParty(world: World, kind: PartyKind, row: PartyRow): JsonObject {
  const { stamp, madeBy: _madeBy, Addresses, Contacts, ...fields } = row;
  const mixed = world.switches.mixedGuidCase;
  const inner = (nestedRow: NestedRow) => ({
    ...blanked(nestedRow),
    ID: printGuid(nestedRow.ID, kind.what, mixed),
  });
  return {
    ...blanked(fields),
    ID: printGuid(row.ID, kind.key, mixed),
    LastModifiedOn: printStamp(stamp, row.ID),
    Addresses: Addresses.map(inner),
    Contacts: Contacts.map(inner),
  };
}

const blanked = (fields: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value === '' && nulls.has(name) ? null : value]),
  );
