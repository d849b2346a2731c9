import { unknown } from './complaints.ts';
import { savedContact, shownContacts } from './contacts.ts';
import { keptCustom } from './custom.ts';
import { refusals } from './errors.ts';
import type { Input } from './input.ts';
import { contactNames, vendorModel } from './model-vendor.ts';
import { remembered } from './remembered.ts';
import type { Resource } from './resource.ts';
import type { ContactRow, Value, Values, VendorRow } from './rows.ts';
import { branchExists, needed, type Scope, takerOf } from './scope.ts';
import type { Shown } from './shown.ts';
import { nextOf, restamped, type Site, sameCode, stamped, textIn, vendorOf } from './state.ts';

/** Vendor (AP303000): sheet, section 8. */

export const vendorStatuses = ['Active', 'On Hold', 'Hold Payments', 'One-Time', 'Inactive'];

const lengths: Readonly<Record<string, number>> = {
  VendorName: 255,
  LegalName: 255,
  AccountRef: 50,
  TaxRegistrationID: 50,
  LocationName: 60,
  Terms: 10,
  CurrencyID: 5,
};

export function showVendor(row: VendorRow): Shown {
  return {
    id: row.id,
    note: row.note,
    values: {
      ...row.values,
      VendorID: row.vendorId,
      CreatedDateTime: row.createdAt,
      LastModifiedDateTime: row.modifiedAt,
    },
    linked: shownContacts(row),
    details: { Contacts: [], Attributes: [], PaymentInstructions: [] },
    custom: row.custom,
  };
}

export function saveVendor(scope: Scope, before: VendorRow | undefined, input: Input): VendorRow {
  const { site, world, by } = scope;
  for (const name of ['Contacts', 'Attributes', 'PaymentInstructions'])
    if ((input.details[name] ?? []).length > 0) world.ignored.push(`Vendor: ${name}`);
  const row: VendorRow = {
    ...(before ?? stamped(world, by)),
    vendorId: before?.vendorId ?? newVendorId(scope, input),
    values: valuesOf(scope, before, input),
    contacts: Object.fromEntries(
      contactNames.map((name): [string, ContactRow] => [
        name,
        savedContact({ scope, input: input.linked[name], path: name }, before?.contacts[name]),
      ]),
    ),
    note: input.note ?? before?.note ?? '',
    custom: keptCustom(scope, 'Vendor', before?.custom ?? {}, input),
  };
  return site.vendors.put(before === undefined ? row : changed(scope, before, row));
}

function valuesOf(scope: Scope, before: VendorRow | undefined, input: Input): Values {
  const vendorClass = classOf(scope, before, input);
  const values: Record<string, Value> = { ...(before?.values ?? startingValues(scope.site, vendorClass)) };
  const taker = takerOf(scope, input);
  const lists = codeLists(scope);
  for (const [name, field] of Object.entries(vendorModel.fields)) {
    if (!taker.has(name) || name === 'VendorID' || field.computed) continue;
    const exists = lists[name];
    if (field.type !== 'string') values[name] = input.values[name];
    else if (exists !== undefined) values[name] = taker.code(name, '', exists, lengths[name]);
    else values[name] = taker.text(name, '', lengths[name]);
  }
  values['VendorClass'] = vendorClass;
  values['LegalName'] ??= values['VendorName'];
  needed(scope, 'VendorName', String(values['VendorName'] ?? ''));
  if (!vendorStatuses.includes(String(values['Status'])))
    scope.complaints.add('Status', `The value '${String(values['Status'])}' of Status is not in the list.`);
  return values;
}

/** A save that changes nothing is none: it leaves the time of the last change alone. */
export const changed = <Row extends VendorRow>({ world }: Scope, before: Row, after: Row): Row =>
  JSON.stringify(before) === JSON.stringify(after) ? before : restamped(world, after);

/** With auto-numbering what is sent is passed over. */
function newVendorId(scope: Scope, input: Input): string {
  const { site, world, complaints } = scope;
  const { vendorNumbers, vendorWidth, tooLong } = world.switches;
  if (vendorNumbers === 'auto' && scope.by === 'api') return nextVendorId(site);
  const given = String(input.values['VendorID'] ?? '')
    .trim()
    .toUpperCase();
  if (given === '' && vendorNumbers === 'auto') return nextVendorId(site);
  needed(scope, 'VendorID', given);
  if (given.length > vendorWidth && tooLong === 'refused')
    complaints.add(
      'VendorID',
      `The string '${given}' exceeds the maximum length of ${vendorWidth} characters.`,
    );
  const code = given.slice(0, vendorWidth);
  if (vendorOf(site, code) !== undefined)
    complaints.add('VendorID', `Vendor '${code}' cannot be created, because the ID is used already.`);
  return code;
}

function nextVendorId(site: Site): string {
  const code = nextOf(site, 'VENDOR', 'V', 6);
  return vendorOf(site, code) === undefined ? code : nextVendorId(site);
}

function classOf({ site, complaints }: Scope, before: VendorRow | undefined, input: Input): string {
  const sent = input.values['VendorClass'];
  const kept = before === undefined ? 'DEFAULT' : textOf(before.values, 'VendorClass');
  const code = sent === undefined ? kept : String(sent).trim().toUpperCase();
  if (site.lists.VendorClass.get(code) === undefined)
    complaints.add('VendorClass', unknown('VendorClass', code));
  return code;
}

const textOf = (values: Values, name: string): string => String(values[name] ?? '');

/** What the class gives to a new vendor. */
function startingValues(site: Site, vendorClass: string): Values {
  const row = site.lists.VendorClass.get(vendorClass);
  const given = (name: string, otherwise = '') => textIn(row, name) || otherwise;
  return {
    Status: 'Active',
    CurrencyID: given('CurrencyID', site.baseCurrency),
    Terms: given('Terms', '30D'),
    TaxZone: given('TaxZone'),
    TaxCalculationMode: 'Tax Settings',
    APAccount: given('APAccount', '20100'),
    APSubaccount: '000-000',
    PaymentMethod: given('PaymentMethod', 'BACS'),
    LocationName: 'Primary Location',
    EnableCurrencyOverride: row?.values['EnableCurrencyOverride'] === true,
    EnableRateOverride: false,
    PrintOrders: row?.values['PrintOrders'] !== false,
    SendOrdersbyEmail: row?.values['SendOrdersbyEmail'] !== false,
    F1099Vendor: false,
  };
}

function codeLists(scope: Scope): Readonly<Record<string, (code: string) => boolean>> {
  const { site } = scope;
  return {
    Terms: (code) => site.terms.get(code)?.active === true,
    TaxZone: (code) => site.lists.TaxZone.get(code) !== undefined,
    CurrencyID: (code) => site.lists.Currency.get(code)?.values['Active'] === true,
    PaymentMethod: (code) => site.lists.PaymentMethod.get(code) !== undefined,
    APAccount: (code) => site.lists.Account.get(code) !== undefined,
    APSubaccount: (code) => site.lists.Subaccount.get(code) !== undefined,
    Warehouse: (code) => site.lists.Warehouse.get(code) !== undefined,
    ParentAccount: (code) => vendorOf(site, code) !== undefined,
    ReceivingBranch: (code) => branchExists(scope, code),
  };
}

const usedBy = (site: Site, { vendorId }: VendorRow): boolean =>
  [...site.bills.all(), ...site.orders.all()].some((document) => sameCode(document.vendor, vendorId));

const shown = remembered(showVendor);

export const vendorResource: Resource = {
  name: 'Vendor',
  model: () => vendorModel,
  all: (site) => site.vendors.all().map(shown),
  save: (scope, id, input) => saveVendor(scope, scope.site.vendors.get(id ?? ''), input).id,
  remove({ site }, id) {
    const row = site.vendors.get(id) ?? refusals.noEntity();
    if (usedBy(site, row)) refusals.rule(`Vendor '${row.vendorId}' cannot be deleted, because it is in use.`);
    site.vendors.remove(row.id);
  },
};
