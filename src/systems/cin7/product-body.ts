import type { ReferenceRow } from '../../mapping/references.ts';
import type { DefaultFields } from '../shared/defaults.ts';
import { checkName, type Place } from './checks.ts';
import type { Body } from './master-steps.ts';

export const defaultsKey = 'cin7.defaults.products';

/** Required on create (API Blueprint, "Product"); `PriceTier1` because either price tiers or `PriceTiers` must be there. */
export const required = ['SKU', 'Name', 'Category', 'Type', 'CostingMethod', 'UOM', 'Status'];

const fields = (names: readonly string[], type: DefaultFields[string]): DefaultFields =>
  Object.fromEntries(names.map((name) => [name, type]));
const numbered = (name: string) => Array.from({ length: 10 }, (_, index) => `${name}${index + 1}`);

/** What `cin7.defaults.products` may set (API Blueprint, "Product"). */
export const defaultFields: DefaultFields = {
  ...fields(
    [
      'Category',
      'Brand',
      'Type',
      'CostingMethod',
      'UOM',
      'DropShipMode',
      'DefaultLocation',
      'Tags',
      'StockLocator',
      'PickZones',
      'DiscountRule',
      'AttributeSet',
      ...numbered('AdditionalAttribute'),
      'ShortDescription',
      'Description',
      'InternalNote',
      'HSCode',
      'CountryOfOrigin',
      'CountryOfOriginCode',
      'WeightUnits',
      'DimensionsUnits',
      'COGSAccount',
      'RevenueAccount',
      'ExpenseAccount',
      'InventoryAccount',
      'PurchaseTaxRule',
      'SaleTaxRule',
    ],
    'text',
  ),
  ...fields(
    [
      'Length',
      'Width',
      'Height',
      'Weight',
      'MinimumBeforeReorder',
      'ReorderQuantity',
      ...numbered('PriceTier'),
    ],
    'number',
  ),
  Sellable: 'boolean',
};

/** Accounts by the class that the field takes (API Blueprint, "Product"). */
const accountClasses: Readonly<Record<string, string>> = {
  COGSAccount: 'EXPENSE',
  RevenueAccount: 'REVENUE',
  ExpenseAccount: 'EXPENSE',
  InventoryAccount: 'ASSET',
};

/** Everything that a product names must be there already: this API creates no unit, category or account on the way. */
export function checkReferences(place: Place, body: Body): void {
  const value = (field: string) => String(body[field] ?? '');
  const set = (field: string) => `set ${defaultsKey}.${field} to one that exists in Cin7`;
  checkName(place, {
    list: 'units',
    field: 'UOM',
    value: value('UOM'),
    code: 'unit-unmapped',
    fix: `map it under mapping.units to a unit of Cin7, or add the unit there`,
  });
  checkName(place, {
    list: 'categories',
    field: 'Category',
    value: value('Category'),
    code: 'field-invalid',
    fix: set('Category'),
  });
  checkName(place, {
    list: 'locations',
    field: 'DefaultLocation',
    value: value('DefaultLocation'),
    code: 'field-invalid',
    fix: set('DefaultLocation'),
  });
  for (const [field, wanted] of Object.entries(accountClasses)) {
    const unfit = (row: ReferenceRow) =>
      row.data?.['class'] === wanted ? undefined : `its class is not ${wanted}`;
    checkName(place, {
      list: 'accounts',
      field,
      value: value(field),
      code: 'account-unusable',
      fix: set(field),
      unfit,
    });
  }
  for (const [field, flag] of [
    ['PurchaseTaxRule', 'purchase'],
    ['SaleTaxRule', 'sale'],
  ] as const) {
    const unfit = (row: ReferenceRow) =>
      row.data?.[flag] === 'false' ? `it is not for a ${flag}` : undefined;
    checkName(place, {
      list: 'taxes',
      field,
      value: value(field),
      code: 'tax-unusable',
      fix: set(field),
      unfit,
    });
  }
}
