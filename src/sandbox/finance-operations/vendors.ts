import { checkDefaultDimension } from './dimensions.ts';
import { type Entity, type Given, given, type Scope } from './entity.ts';
import { infolog } from './errors.ts';
import type { Company, Row } from './rows.ts';
import { textOf } from './rows.ts';
import { companyOf, nextOf, rowOf, tableOf, type World } from './state.ts';
import { vendorType } from './vendor-model.ts';
import { insert, remove, update } from './write.ts';

/** Vendors: apis/dynamics-fo.md, section 7. */
export const vendors: Entity = {
  type: vendorType,
  create: (scope, company, fields) => createVendor(scope, company, fields),
  update: (scope, row, fields) => updateVendor(scope, row, fields),
  remove(scope, row) {
    if (hasDocuments(scope.world, row))
      infolog.rule(
        scope.world,
        vendorType,
        `Cannot delete a record in Vendors (VendTable). Vendor account: ${row.fields['VendorAccountNumber']}.\nTransactions exist`,
      );
    remove(scope, vendorType, row);
  },
};

/** `party`: shared with a vendor of another company; people can do that, the entity cannot. */
export function createVendor(scope: Scope, companyId: string, fields: Given, party?: string): Row {
  const { world } = scope;
  const company = companyOf(world, companyId);
  const name = nameOf(fields);
  if (name === '') infolog.mandatory(world, vendorType, 'VendorOrganizationName');
  const group = rowOf(world, 'VendorGroups', companyId, given(fields, 'VendorGroupId') ?? '');
  checkDimension(scope, fields);
  const address = addressOf(world, fields);
  return insert(scope, vendorType, companyId, {
    VendorSearchName: name.slice(0, 20),
    CurrencyCode: company.currency,
    LanguageId: 'en-US',
    DefaultPaymentTermsName: group ? textOf(group, 'DefaultPaymentTermName') : '',
    SalesTaxGroupCode: group ? textOf(group, 'DefaultTaxGroupCode') : '',
    ...fields,
    ...inLanguage(world, fields),
    ...address,
    VendorOrganizationName: name,
    VendorAccountNumber: accountOf(scope, company, given(fields, 'VendorAccountNumber') ?? ''),
    VendorPartyNumber: party ?? String(nextOf(world, 'parties')).padStart(9, '0'),
  });
}

function updateVendor(scope: Scope, row: Row, fields: Given): Row {
  checkDimension(scope, fields);
  const merged = { ...row.fields, ...fields };
  const renamed = fields['VendorOrganizationName'] !== undefined || fields['PersonLastName'] !== undefined;
  const name = renamed ? nameOf(merged) : textOf(row, 'VendorOrganizationName');
  if (name === '') infolog.mandatory(scope.world, vendorType, 'VendorOrganizationName');
  return update(scope, vendorType, row, {
    ...fields,
    ...inLanguage(scope.world, fields),
    ...addressOf(scope.world, merged),
    VendorOrganizationName: name,
  });
}

/** A person is shown by the parts of the name. */
function nameOf(fields: Given): string {
  if (given(fields, 'VendorPartyType') !== 'Person') return given(fields, 'VendorOrganizationName') ?? '';
  const parts = ['PersonFirstName', 'PersonMiddleName', 'PersonLastName'].map(
    (part) => given(fields, part) ?? '',
  );
  return parts.filter(Boolean).join(' ');
}

/** With an automatic sequence a given number is refused: the stricter reading of the sheet. */
function accountOf({ world, by }: Scope, company: Company, number: string): string {
  if (number !== '' && company.vendorNumbers === 'automatic' && by === 'api')
    return infolog.field(
      world,
      vendorType,
      'VendorAccountNumber',
      'Number sequence does not allow numbers to be entered manually.',
    );
  if (number !== '') return number;
  if (company.vendorNumbers === 'manual') return infolog.mandatory(world, vendorType, 'VendorAccountNumber');
  for (;;) {
    const next = `${company.id.toUpperCase()}-${String(nextOf(world, `vendors ${company.id}`)).padStart(10, '0')}`;
    if (rowOf(world, 'VendorsV2', company.id, next) === undefined) return next;
  }
}

const checkDimension = ({ world }: Scope, fields: Given): void => {
  const field = 'DefaultLedgerDimensionDisplayValue';
  checkDefaultDimension(world, vendorType, field, given(fields, field));
};

/** `en-us` comes back as `en-US`. */
export function inLanguage(world: World, fields: Given): Given {
  const sent = given(fields, 'LanguageId');
  const row = sent === undefined || sent === '' ? undefined : rowOf(world, 'Languages', '', sent);
  return row === undefined ? {} : { LanguageId: textOf(row, 'LanguageId') };
}

function addressOf(world: World, fields: Given): Given {
  const part = (name: string) => given(fields, `Address${name}`) ?? '';
  const country = part('CountryRegionId');
  const lines = [
    part('Street'),
    [part('ZipCode'), part('City')].filter(Boolean).join(' '),
    part('StateId'),
    country,
  ];
  const row = country === '' ? undefined : rowOf(world, 'CountryRegions', '', country);
  return {
    FormattedPrimaryAddress: lines.filter(Boolean).join('\n'),
    AddressCountryRegionISOCode: row ? textOf(row, 'ISOCode') : '',
  };
}

function hasDocuments(world: World, vendor: Row): boolean {
  const number = textOf(vendor, 'VendorAccountNumber').toLowerCase();
  const names = (row: Row, ...fields: string[]) =>
    row.company === vendor.company && fields.some((field) => textOf(row, field).toLowerCase() === number);
  return (
    tableOf(world, 'PurchaseOrderHeadersV2')
      .all()
      .some((row) => names(row, 'OrderVendorAccountNumber', 'InvoiceVendorAccountNumber')) ||
    tableOf(world, 'VendorInvoiceHeaders')
      .all()
      .some((row) => names(row, 'InvoiceAccount', 'VendorAccount')) ||
    world.posted.all().some(({ header }) => names(header, 'InvoiceAccount', 'VendorAccount'))
  );
}
