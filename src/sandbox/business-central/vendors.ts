import { zero } from '../../domain/decimal.ts';
import { blankGuid } from '../ids.ts';
import { type CheckedBody, type Entry, textOf } from '../odata/body.ts';
import { refusals } from './errors.ts';
import * as model from './model.ts';
import type { Resource, Scope } from './resource.ts';
import type { Stamped, Vendor } from './rows.ts';
import { type Company, nextOf, restamped, setupOf, stamped, type World } from './state.ts';
import { balancesOf, showVendor } from './views.ts';

/** Vendors: apis/business-central.md, section 3, and AL page 30010. */
export const vendors = (defaultDimensions: Resource): Resource => ({
  set: 'vendors',
  type: () => model.vendor,
  rows({ company }) {
    const balances = balancesOf(company);
    return company.vendors.all().map((row) => showVendor(company, row, balances.get(row.number) ?? zero));
  },
  create: (scope, body) => createVendor(scope, body, 'api').id,
  update: (scope, key, body) => {
    updateVendor(scope, key, body);
  },
  remove({ company }, key) {
    const vendor = company.vendors.get(key) ?? refusals.noRecord();
    if (
      company.documents.find(
        (row) => row.vendorNumber === vendor.number || row.payToVendorNumber === vendor.number,
      )
    )
      refusals.dialog(
        `You cannot delete Vendor ${vendor.number} because there is at least one document for it.`,
      );
    company.vendors.remove(key);
  },
  parts: { defaultDimensions },
});

const blank: Omit<Vendor, keyof Stamped> = {
  number: '',
  displayName: '',
  addressLine1: '',
  addressLine2: '',
  city: '',
  state: '',
  country: '',
  postalCode: '',
  phoneNumber: '',
  email: '',
  website: '',
  taxRegistrationNumber: '',
  currencyCode: '',
  irs1099Code: '',
  paymentTermsCode: '',
  paymentMethodCode: '',
  taxLiable: false,
  blocked: '_x0020_',
  postingGroups: false,
  payToVendorNumber: '',
  pricesIncludeTax: false,
};

export function createVendor(scope: Scope, body: CheckedBody, madeBy: Stamped['madeBy']): Vendor {
  const { world, company } = scope;
  const start: Vendor = { ...blank, ...stamped(world, madeBy), postingGroups: world.switches.vendorTemplate };
  const filled = body.entries.reduce((row, entry) => applied(company, row, entry), start);
  // Without a name nobody could find it: stricter than the page, which lets it pass.
  if (filled.displayName.trim() === '') refusals.required('displayName');
  return company.vendors.put({ ...filled, number: newNumber(world, company, filled.number) });
}

export function updateVendor(scope: Scope, key: string, body: CheckedBody): Vendor {
  const { world, company } = scope;
  const before = company.vendors.get(key) ?? refusals.noRecord();
  const after = body.entries.reduce((row, entry) => applied(company, row, entry), before);
  if (after.displayName.trim() === '') refusals.required('displayName');
  if (after.number !== before.number) renumber(scope, before, after.number);
  return company.vendors.put(restamped(world, after));
}

function newNumber(world: World, company: Company, given: string): string {
  if (given === '') {
    for (;;) {
      const number = `V${String(nextOf(company, 'vendors', 10, 10)).padStart(5, '0')}`;
      if (!company.vendors.find((row) => row.number === number)) return number;
    }
  }
  if (!world.switches.manualVendorNumbers)
    refusals.dialog(
      'You may not enter numbers manually. If you want to enter numbers manually, please activate Manual Nos. in No. Series VEND.',
    );
  if (company.vendors.find((row) => row.number === given)) refusals.sameKey('Vendor', `No.='${given}'`);
  return given;
}

/** PATCH of the number renames the vendor: its documents follow. */
function renumber({ world, company }: Scope, vendor: Vendor, number: string): void {
  if (number === '') refusals.required('number');
  if (company.vendors.find((row) => row.number === number)) refusals.sameKey('Vendor', `No.='${number}'`);
  for (const document of company.documents.all()) {
    if (document.vendorNumber !== vendor.number && document.payToVendorNumber !== vendor.number) continue;
    company.documents.put(
      restamped(world, {
        ...document,
        vendorNumber: document.vendorNumber === vendor.number ? number : document.vendorNumber,
        payToVendorNumber: document.payToVendorNumber === vendor.number ? number : document.payToVendorNumber,
      }),
    );
  }
}

function applied(company: Company, row: Vendor, entry: Entry): Vendor {
  const value = textOf(entry);
  switch (entry.field) {
    case 'country':
      if (value !== '' && !company.countriesRegions.find((country) => country.code === value))
        refusals.relation('Country/Region Code', 'Vendor', value, 'Country/Region');
      return { ...row, country: value };
    case 'phoneNumber':
      if (/[a-z]/i.test(value))
        refusals.field(`Phone No. must not contain letters in Vendor No.='${row.number}'.`);
      return { ...row, phoneNumber: value };
    case 'email':
      if (value !== '' && !/^[^\s@;,]+@[^\s@;,]+\.[^\s@;,]+$/.test(value))
        refusals.dialog(`The email address "${value}" is not valid.`);
      return { ...row, email: value };
    case 'currencyCode':
      return { ...row, currencyCode: currencyByCode(company, value) };
    case 'currencyId':
      return { ...row, currencyCode: currencyById(company, value) };
    case 'paymentTermsId':
      return {
        ...row,
        paymentTermsCode: codeById(company.paymentTerms.get(value), value, 'paymentTermsId', 'Payment Terms'),
      };
    case 'paymentMethodId':
      return {
        ...row,
        paymentMethodCode: codeById(
          company.paymentMethods.get(value),
          value,
          'paymentMethodId',
          'Payment Method',
        ),
      };
    default:
      return { ...row, [entry.field]: entry.value };
  }
}

/** The local currency is stored as blank. */
export function currencyByCode(company: Company, code: string): string {
  if (code === '' || code === setupOf(company).localCurrencyCode) return '';
  if (!company.currencies.find((row) => row.code === code))
    refusals.dialog('The "currencyCode" does not match to a Currency.');
  return code;
}

export const currencyById = (company: Company, id: string): string =>
  codeById(company.currencies.get(id), id, 'currencyId', 'Currency');

export function codeById(
  row: { readonly code: string } | undefined,
  id: string,
  field: string,
  table: string,
): string {
  if (id === blankGuid) return '';
  return row?.code ?? refusals.dialog(`The "${field}" does not match to a ${table}.`);
}
