import { type Decimal, negate, toNumber } from '../../domain/decimal.ts';
import { cut, tidy } from '../../domain/text.ts';
import type { Lookups } from '../../engine/ports.ts';
import { mapAccount, useAccount } from '../../mapping/accounts.ts';
import { type Dimensions, mapDimensions } from '../../mapping/dimensions.ts';
import type { Findings } from '../../mapping/findings.ts';
import { mapLocation } from '../../mapping/locations.ts';
import type { AccountTarget, LocationTarget, TaxTarget } from '../../mapping/mapping.ts';
import { mapTax } from '../../mapping/taxes.ts';
import { bookable, describeLine, lineTitle } from '../shared/bills.ts';
import { groupAmounts, isVatGroup, type TaxedLine } from './group-amounts.ts';
import { checkRules, demandedOf, dimensionFields, ruleTable } from './group-dimensions.ts';
import { type Content, type GroupShape, isRoomFor, isSale, type LineBody, placeOf } from './group-shape.ts';
import type { Terrain } from './setup.ts';

/** What all lines of a group have in common. */
export interface GroupContext {
  readonly shape: GroupShape;
  readonly content: Content;
  readonly lookups: Lookups;
  readonly terrain: Terrain;
  readonly record: string;
  readonly findings: Findings;
  /** Where stock lines of bills are booked instead, so that stock is valued once (LEDGER 5). */
  readonly stockClearing: string | undefined;
}

/** What every line begins with, and what comes behind its account, in the order of validation. */
export interface LineFrame {
  readonly head: LineBody;
  readonly currency: string;
}

/** The lines behind the party's: one for each of Cin7's, and one for each account of taxes. */
export function mapLines(context: GroupContext, frame: LineFrame, slotStart: number): LineBody[] {
  const { content, lookups, record, findings, terrain } = context;
  const location = locationOf(context);
  const kept = bookable(content, record, findings);
  if (!isRoomFor(kept.length, kept.length))
    findings.add({
      code: 'field-invalid',
      record,
      field: 'lines',
      seen: String(kept.length),
      fix: 'split it in Cin7',
    });
  const mapped = kept.map(({ line, index }) => {
    const at = (what: string) => ({ record, field: `${lineTitle(line, index)} ${what}` });
    const account = accountOf(context, at('account'), line);
    const tax = mapTax(at('tax'), line.taxRule, line.tax, lookups.mapping, findings, ['vatBus', 'vatProd']);
    const lists = {
      dimensions: lookups.reference('dimensions'),
      dimensionValues: lookups.reference('dimensionValues'),
    };
    const dimensions = mapDimensions(at('dimensions'), account, location, lists, findings);
    if (account) checkRules(context, at('dimensions'), ruleTable.account, account.account, dimensions);
    return { line, tax, account, fields: dimensionFields(context, at('dimensions'), dimensions) };
  });
  const taxed: TaxedLine[] = mapped.map(({ line, tax }) => ({ line, tax: checkedTax(context, tax) }));
  const amounts = groupAmounts(taxed, content.totals, content.taxInclusive);
  const signed = (amount: Decimal) => toNumber(context.shape.partyCredit ? amount : negate(amount));
  const items = mapped.map(({ line, account, fields }, index) => ({
    ...frame.head,
    Line_No: slotStart + placeOf(index + 1, content.lines.length + 1, false),
    Account_Type: 'G/L Account',
    Account_No: account?.account ?? '',
    ...posting(context, taxed[index]?.tax),
    Currency_Code: frame.currency,
    Amount: signed(amounts.lines[index] ?? ('0' as Decimal)),
    Description: describeLine(line, terrain.descriptionLength),
    ...fields,
  }));
  const taxes = amounts.taxes.map(({ account, rules, amount }, index) => ({
    ...frame.head,
    Line_No: slotStart + placeOf(index, amounts.taxes.length, true),
    Account_Type: 'G/L Account',
    Account_No: account,
    ...posting(context, 'none'),
    Currency_Code: frame.currency,
    Amount: signed(amount),
    Description: cut(tidy(`Tax: ${rules.join(', ')}`), terrain.descriptionLength),
    ...demanded(context, { record, field: `tax account ${account}` }, ruleTable.account, account, location),
  }));
  return [...items, ...taxes];
}

/** Journals have no location; only its dimensions count here. */
export function locationOf({
  content,
  lookups,
  record,
  findings,
}: GroupContext): LocationTarget | 'ignore' | undefined {
  return mapLocation({ record, field: 'location' }, content.location, lookups.mapping, undefined, findings);
}

/** Dimensions of the location on a line of no account of the mapping's: only those that it must have. */
export function demanded(
  context: GroupContext,
  at: { readonly record: string; readonly field: string },
  table: number,
  no: string,
  location: LocationTarget | 'ignore' | undefined,
): LineBody {
  const offered: Dimensions =
    location === undefined || location === 'ignore' ? {} : (location.dimensions ?? {});
  return dimensionFields(context, at, demandedOf(context, at, table, no, offered));
}

function accountOf(
  { content, lookups, findings, stockClearing }: GroupContext,
  at: { readonly record: string; readonly field: string },
  line: Content['lines'][number],
): AccountTarget | undefined {
  const accounts = lookups.reference('accounts');
  const account = mapAccount(at, line.account, lookups.mapping, accounts, findings);
  const stock = line.kind === 'item' && line.service !== true;
  if (stockClearing === undefined || !stock || isSale(content)) return account;
  const clearing = useAccount(at, stockClearing, accounts, findings, 'correct erp.stockClearing');
  return account && clearing ? { ...account, account: clearing } : undefined;
}

/** The account of a tax must be one that lines can be booked on; VAT groups are shown by no list. */
function checkedTax(
  { lookups, record, findings }: GroupContext,
  tax: TaxTarget | 'none' | undefined,
): TaxTarget | 'none' | undefined {
  if (tax === undefined || tax === 'none' || tax.account === undefined) return tax;
  const at = { record, field: 'tax account' };
  const account = useAccount(
    at,
    tax.account,
    lookups.reference('accounts'),
    findings,
    'correct mapping.taxes',
  );
  return account === undefined ? undefined : { account };
}

/**
 * What makes VAT of a line. A line that is net already, or has no tax, must have all of it blank: the account's own
 * groups would take VAT out of its amount a second time.
 */
function posting({ shape, terrain }: GroupContext, tax: TaxTarget | 'none' | undefined): LineBody {
  const vat = isVatGroup(tax);
  const fields: LineBody = {
    Gen_Posting_Type: vat ? shape.posting : ' ',
    Gen_Bus_Posting_Group: '',
    Gen_Prod_Posting_Group: '',
    VAT_Bus_Posting_Group: vat ? (tax.vatBus ?? '') : '',
    VAT_Prod_Posting_Group: vat ? (tax.vatProd ?? '') : '',
  };
  return Object.fromEntries(Object.entries(fields).filter(([field]) => terrain.has(field)));
}
