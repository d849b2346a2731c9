import type { FinanceOperationsConfig } from '../../config/schema.ts';
import { absolute, type Decimal, isNegative, negate, one, zero } from '../../domain/decimal.ts';
import type { Product } from '../../domain/product.ts';
import type { PurchaseLine } from '../../domain/purchase.ts';
import { cut, tidy } from '../../domain/text.ts';
import type { Lookups } from '../../engine/ports.ts';
import { mapAccount } from '../../mapping/accounts.ts';
import { mapDimensions } from '../../mapping/dimensions.ts';
import type { Findings } from '../../mapping/findings.ts';
import { lookUp } from '../../mapping/look-up.ts';
import type { AccountTarget } from '../../mapping/mapping.ts';
import { mapTax, useTax } from '../../mapping/taxes.ts';
import { bookable, describeLine, lineTitle } from '../shared/bills.ts';
import type { MatchLine } from '../shared/order-matching.ts';
import { type LineAmounts, lineAmounts } from './amounts.ts';
import { isOwn } from './company-checks.ts';
import { printDimensions } from './dimensions.ts';
import { type Place, placeOf } from './places.ts';
import { shown } from './references.ts';

export type LineConfig = Pick<FinanceOperationsConfig, 'dimensions' | 'procurement'>;

/** A line as both kinds of document have it; each gives the parts its own names. */
export interface MappedLine extends LineAmounts {
  readonly amount: Decimal;
  /** A stock line: the item, and Cin7's unit in the ERP's word. */
  readonly item?: { readonly number: string; readonly unit: string } | undefined;
  /** A line of anything else: a procurement category, and the account it is booked on. */
  readonly category?:
    | { readonly name: string; readonly hierarchy?: string | undefined; readonly account: string }
    | undefined;
  readonly description: string;
  /** '' where no tax is due: without it the vendor's own would apply. */
  readonly tax: { readonly group: string; readonly itemGroup: string };
  readonly dimensions?: string | undefined;
  readonly place: Place;
  readonly match: MatchLine;
}

export interface LineSource {
  readonly lines: readonly PurchaseLine[];
  readonly location?: string | undefined;
}

interface Context {
  readonly lookups: Lookups;
  readonly config: LineConfig;
  readonly record: string;
  readonly place: Place;
  readonly length: number;
  readonly findings: Findings;
}

/** The lines that are worth sending: stock lines by item (`lines: item`), all others by category and main account. */
export function mapLines(
  source: LineSource,
  lookups: Lookups,
  config: LineConfig,
  told: { readonly record: string; readonly length: number; readonly findings: Findings },
): MappedLine[] {
  const place = placeOf({ record: told.record, field: 'location' }, source.location, lookups, told.findings);
  const context: Context = { lookups, config, place, ...told };
  return bookable(source, told.record, told.findings).map(({ line, index }) => mapLine(context, line, index));
}

/** Every list is looked at whatever is missing, so that all problems come at once. */
function mapLine(context: Context, line: PurchaseLine, index: number): MappedLine {
  const { lookups, config, record, place, findings } = context;
  const at = (what: string) => ({ record, field: `${lineTitle(line, index)} ${what}` });
  const account = mapAccount(
    at('account'),
    line.account,
    lookups.mapping,
    lookups.reference('accounts'),
    findings,
  );
  const lists = {
    dimensions: lookups.reference('dimensions'),
    dimensionValues: lookups.reference('dimensionValues'),
  };
  const dimensions = mapDimensions(
    at('dimensions'),
    account,
    { dimensions: place.dimensions },
    lists,
    findings,
  );
  const common = {
    amount: line.total.amount,
    tax: taxOf(context, line, index),
    dimensions: printDimensions(dimensions, config.dimensions),
    place,
  };
  const item = lookups.options.lines === 'item' ? itemOf(context, line, index) : undefined;
  return item === undefined || item === 'none'
    ? { ...common, ...categoryLine(context, line, index, account) }
    : { ...common, ...itemLine(context, line, item) };
}

function taxOf({ lookups, record, findings }: Context, line: PurchaseLine, index: number): MappedLine['tax'] {
  const at = { record, field: `${lineTitle(line, index)} tax` };
  const target = mapTax(at, line.taxRule, line.tax, lookups.mapping, findings, ['group', 'itemGroup']);
  if (target === undefined || target === 'none') return { group: '', itemGroup: '' };
  const { group = '', itemGroup = '' } = target;
  const items = shown(lookups.reference('taxItemGroups'));
  return {
    group: group && (useTax(at, group, lookups.reference('taxes'), findings) ?? ''),
    itemGroup:
      itemGroup && items ? (useTax(at, itemGroup, items, findings, 'taxItemGroups') ?? '') : itemGroup,
  };
}

/** Cin7's quantity and price in Cin7's own unit: without it the item's purchase unit would be taken. */
function itemLine({ length }: Context, line: PurchaseLine, item: { number: string; unit: string }) {
  const facts = { quantity: line.quantity, price: line.price.amount, discountPercent: line.discountPercent };
  const match = { price: facts.price, discount: facts.discountPercent, quantity: line.quantity };
  return {
    ...lineAmounts({ ...facts, amount: line.total.amount }),
    item,
    description: cut(tidy(line.description), length),
    match: { key: line.sku ?? '', ...match, whole: false },
  };
}

/** Quantity 1 at the line's own total; a negative one as quantity -1, since prices are not negative there. */
function categoryLine(
  context: Context,
  line: PurchaseLine,
  index: number,
  account: AccountTarget | undefined,
) {
  const { amount } = line.total;
  const quantity = isNegative(amount) ? negate(one) : one;
  const description = describeLine(line, context.length);
  return {
    quantity,
    price: absolute(amount),
    percent: zero,
    per: one,
    category: {
      name: categoryOf(context, line, index, account),
      hierarchy: context.config.procurement.hierarchy,
      account: account?.account ?? '',
    },
    description,
    match: { key: description, price: absolute(amount), discount: zero, quantity, whole: true },
  };
}

function categoryOf(
  { lookups, config, record, findings }: Context,
  line: PurchaseLine,
  index: number,
  account: AccountTarget | undefined,
): string {
  const at = { record, field: `${lineTitle(line, index)} category` };
  const code = account?.category ?? config.procurement.default;
  const fix = `name a procurement category under mapping.accounts (category), or set erp.procurement.default`;
  if (code === undefined) {
    findings.add({ code: 'value-missing', ...at, fix });
    return '';
  }
  const known = shown(lookups.reference('categories'));
  if (!known) return code;
  const wanted = { at, code, list: 'categories', index: known, problem: 'field-invalid', fix } as const;
  return lookUp(wanted, findings)?.code ?? code;
}

/** The item that a stock line stands for. `none`: a service or a charge, which needs none; nothing: a problem, told. */
function itemOf(
  { lookups, record, findings }: Context,
  line: PurchaseLine,
  index: number,
): { number: string; unit: string } | 'none' | undefined {
  if (line.kind !== 'item' || !line.sku || line.service) return 'none';
  const linked = lookups.master('products', line.productId ?? '');
  const product = linked?.record as Product | undefined;
  if (product?.type === 'service') return 'none';
  const at = { record, field: `${lineTitle(line, index)} item` };
  const pin = `mapping.products: { ${JSON.stringify(line.sku)}: <item number> }`;
  const tell = (code: 'master-unknown' | 'master-inactive', seen: string, fix: string) => {
    findings.add({ ...at, code, seen, fix });
    return undefined;
  };
  if (!linked || !product)
    return tell(
      'master-unknown',
      lookups.mapping.sku(line.sku),
      `add the item there, or name another under ${pin}`,
    );
  const number = linked.ref.number ?? product.code;
  if (!isOwn(linked.ref.id, lookups))
    return tell(
      'master-unknown',
      `${number}: released to other legal entities only`,
      `release it to the pair's legal entity, or name another under ${pin}`,
    );
  if (product.status !== 'active')
    return tell(
      'master-inactive',
      `${number}: a product master, which needs a variant`,
      `name another item under ${pin}`,
    );
  return { number, unit: product.unit ? lookups.mapping.unit(product.unit) : '' };
}
