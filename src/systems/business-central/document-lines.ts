import type { Bill } from '../../domain/bill.ts';
import { type Decimal, isNegative, isZero, negate, toNumber, zero } from '../../domain/decimal.ts';
import type { Product } from '../../domain/product.ts';
import type { PurchaseLine } from '../../domain/purchase.ts';
import { cut, tidy } from '../../domain/text.ts';
import type { Lookups } from '../../engine/ports.ts';
import { mapAccount } from '../../mapping/accounts.ts';
import { mapDimensions } from '../../mapping/dimensions.ts';
import type { Findings } from '../../mapping/findings.ts';
import { mapLocation } from '../../mapping/locations.ts';
import type { LocationTarget } from '../../mapping/mapping.ts';
import { mapTax, useTax } from '../../mapping/taxes.ts';
import { bookable, describeLine, itemAmounts, lineTitle } from '../shared/bills.ts';
import { lengths } from './capabilities.ts';
import type { DocumentShape, LineBody } from './document-shape.ts';

/** What the lines of one document have in common. */
interface Context {
  readonly shape: DocumentShape;
  readonly bill: Bill;
  readonly lookups: Lookups;
  readonly record: string;
  readonly location: LocationTarget | 'ignore' | undefined;
  readonly findings: Findings;
}

/** The lines of a bill or credit note: by account, or stock lines by item where the flow says so. */
export function mapLines(
  shape: DocumentShape,
  bill: Bill,
  lookups: Lookups,
  record: string,
  findings: Findings,
): LineBody[] {
  const at = { record, field: 'location' };
  const location = mapLocation(at, bill.location, lookups.mapping, lookups.reference('locations'), findings);
  const context: Context = { shape, bill, lookups, record, location, findings };
  return bookable(bill, record, findings).map(({ line, index }) => mapLine(context, line, index));
}

/**
 * Every list is looked at whatever is missing, so that all problems come at once; the line is used only if there are
 * none. In item mode the mapped account is still checked: the item's posting set-up decides where it is booked.
 */
function mapLine(context: Context, line: PurchaseLine, index: number): LineBody {
  const { bill, lookups, record, findings, location } = context;
  const { mapping } = lookups;
  const at = (what: string) => ({ record, field: `${lineTitle(line, index)} ${what}` });
  const account = mapAccount(at('account'), line.account, mapping, lookups.reference('accounts'), findings);
  const tax = mapTax(at('tax'), line.taxRule, line.tax, mapping, findings);
  const code = tax === undefined || tax === 'none' ? undefined : tax.code;
  const taxCode =
    code === undefined ? undefined : useTax(at('tax'), code, lookups.reference('taxes'), findings);
  const dimensions = mapDimensions(
    at('dimensions'),
    account,
    location,
    { dimensions: lookups.reference('dimensions'), dimensionValues: lookups.reference('dimensionValues') },
    findings,
  );
  const sets = Object.entries(dimensions).map(([dimension, valueCode]) => ({ code: dimension, valueCode }));
  const dimensionSetLines = sets.length === 0 ? {} : { dimensionSetLines: sets };
  const amount = context.shape.amount(bill, line);
  const tail = taxCode === undefined ? {} : { taxCode };
  const item = itemOf(context, line, index);
  return item && lookups.options.lines === 'item'
    ? { ...itemLine(context, line, item, amount, tail), ...dimensionSetLines }
    : { ...accountLine(line, account?.account ?? '', amount, tail), ...dimensionSetLines };
}

type Tail = { readonly taxCode?: string };

/**
 * Quantity 1 at the line's own total. The sign goes to the quantity, as people enter it there: a negative cost is not
 * refused on an account, but the price and discount logic of table Purchase Line is made for costs from 0 up.
 */
function accountLine(line: PurchaseLine, account: string, amount: Decimal, tail: Tail): LineBody {
  const backwards = isNegative(amount);
  return {
    lineType: 'Account',
    lineObjectNumber: account,
    description: describeLine(line, lengths.bill.description),
    ...tail,
    quantity: backwards ? -1 : 1,
    unitCost: toNumber(backwards ? negate(amount) : amount),
  };
}

interface Item {
  readonly code: string;
  readonly unit: string;
  /** Kept in stock, so that it lies somewhere. */
  readonly stocked: boolean;
}

/** In Cin7's own unit, which is the item's base unit: without it the item's purchase unit would be taken. */
function itemLine(context: Context, line: PurchaseLine, item: Item, amount: Decimal, tail: Tail): LineBody {
  const { lookups, location, bill } = context;
  const code = location === 'ignore' || !item.stocked ? undefined : location?.code;
  const locationId = code === undefined ? undefined : lookups.reference('locations').get(code)?.data?.['id'];
  const places = Number(
    lookups.reference('currencies').get(lookups.mapping.currency(bill.currency))?.data?.['decimals'] ?? 2,
  );
  // Without its tax the amount is not what the price makes: the price is then reckoned from it.
  const printed = amount === line.total.amount ? line.price.amount : zero;
  const { quantity, price, discount } = itemAmounts(
    { quantity: line.quantity, price: printed, amount },
    places,
  );
  return {
    lineType: 'Item',
    lineObjectNumber: item.code,
    description: cut(tidy(line.description), lengths.bill.description),
    ...(locationId ? { locationId } : {}),
    ...(item.unit ? { unitOfMeasureCode: item.unit } : {}),
    ...tail,
    quantity: toNumber(quantity),
    unitCost: toNumber(price),
    ...(isZero(discount) ? {} : { discountAmount: toNumber(discount) }),
  };
}

/** The item that a SKU stands for. Unknown ones keep an item line from being written; of an account line they are only told. */
function itemOf({ lookups, record, findings }: Context, line: PurchaseLine, index: number): Item | undefined {
  if (line.kind !== 'item' || !line.sku) return undefined;
  const linked = lookups.master('products', line.productId ?? '');
  const product = linked?.record as Product | undefined;
  const byItem = lookups.options.lines === 'item';
  if (linked && product && (product.status === 'active' || !byItem)) {
    const unit = product.unit ? lookups.mapping.unit(product.unit) : '';
    return { code: linked.ref.number ?? product.code, unit, stocked: product.type === 'stock' };
  }
  const at = { record, field: `${lineTitle(line, index)} item` };
  if (!byItem) {
    findings.add({
      ...at,
      code: 'product-unknown',
      seen: line.sku,
      fix: 'nothing: the line is booked on its account',
    });
    return undefined;
  }
  findings.add({
    ...at,
    code: linked ? 'master-inactive' : 'master-unknown',
    seen: linked ? `${linked.ref.number ?? line.sku}: blocked` : lookups.mapping.sku(line.sku),
    fix: `add or unblock the item, or name another under mapping.products: { ${JSON.stringify(line.sku)}: <item number> }`,
  });
  return undefined;
}
