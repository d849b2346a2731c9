import { unknown } from './complaints.ts';
import type { Input } from './input.ts';
import type { ListRow } from './rows.ts';
import { checkAccount, checkSubaccount, needed, type Scope, type Taker, takerOf } from './scope.ts';
import { itemOf, type Site, textIn } from './state.ts';

/** What lines of bills and orders check alike. */

const unusable = ['Inactive', 'No Purchases', 'Marked for Deletion'];

export interface LineItem {
  readonly code: string;
  readonly row: ListRow | undefined;
  readonly stock: boolean;
}

export function lineItem(scope: Scope, taker: Taker, path: string, before: string): LineItem {
  const code = taker.text('InventoryID', before, 30).toUpperCase();
  if (code === '') return { code, row: undefined, stock: false };
  const item = itemOf(scope.site, code);
  if (item === undefined) scope.complaints.add(`${path}/InventoryID`, unknown('InventoryID', code, 30));
  else if (unusable.includes(textIn(item.row, 'ItemStatus')))
    scope.complaints.add(
      `${path}/InventoryID`,
      `The inventory item is ${textIn(item.row, 'ItemStatus')}: '${code}'.`,
    );
  return { code, row: item?.row, stock: item?.stock ?? false };
}

/** Subaccounts are passed over where the feature is off. */
export function bookedOn(
  scope: Scope,
  taker: Taker,
  path: string,
  before: { readonly account: string; readonly subaccount: string },
): { readonly account: string; readonly subaccount: string } {
  const account = taker.text('Account', before.account, 10).toUpperCase();
  needed(scope, `${path}/Account`, account);
  if (account !== '') checkAccount(scope, `${path}/Account`, account);
  if (!scope.world.switches.subaccounts) return { account, subaccount: '' };
  const subaccount = taker.text('Subaccount', before.subaccount, 30).toUpperCase();
  needed(scope, `${path}/Subaccount`, subaccount);
  if (subaccount !== '') checkSubaccount(scope, `${path}/Subaccount`, subaccount);
  return { account, subaccount };
}

/** A unit must be the item's own, or one that converts to it; without an item any that there is. */
export function unitOf(scope: Scope, taker: Taker, path: string, item: LineItem, before: string): string {
  const unit = taker.text('UOM', before, 6).toUpperCase();
  if (unit === '') return unit;
  const known =
    item.row === undefined ? scope.site.units.get(unit) !== undefined : unitsOf(item.row).includes(unit);
  if (!known) scope.complaints.add(`${path}/UOM`, unknown('UOM', unit, 6));
  return unit;
}

const unitsOf = (row: ListRow): string[] =>
  [
    ...['BaseUOM', 'PurchaseUOM', 'SalesUOM', 'BaseUnit', 'PurchaseUnit', 'SalesUnit'].map((name) =>
      textIn(row, name),
    ),
    ...(row.details['UOMConversions'] ?? []).map((conversion) => String(conversion['FromUOM'] ?? '')),
  ].filter(Boolean);

export function taxCategoryOf(scope: Scope, taker: Taker, path: string, before: string): string {
  const code = taker.text('TaxCategory', before, 15).toUpperCase();
  const row = code === '' ? undefined : scope.site.lists.TaxCategory.get(code);
  if (code !== '' && row?.values['Active'] !== true)
    scope.complaints.add(`${path}/TaxCategory`, unknown('TaxCategory', code, 15));
  return code;
}

export const purchaseUnitOf = (row: ListRow | undefined): string =>
  textIn(row, 'PurchaseUOM') || textIn(row, 'PurchaseUnit');

/** `X` stands for no project. */
export function projectOf(scope: Scope, taker: Taker, path: string, before: string): string {
  const code = taker.text('Project', before, 30).toUpperCase();
  if (code !== 'X') scope.complaints.add(path, unknown('Project', code));
  return code;
}

export const lineTaker = (scope: Scope, input: Input, path: string): Taker => takerOf(scope, input, path);

export const defaultSubaccount = (site: Site): string =>
  site.lists.Subaccount.get('000-000') === undefined ? '' : '000-000';
