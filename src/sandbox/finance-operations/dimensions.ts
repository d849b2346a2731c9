import { parsePlainDate } from '../../domain/time.ts';
import { infolog } from './errors.ts';
import type { FoType } from './model.ts';
import { isYes, type Row, textOf } from './rows.ts';
import { companyOf, rowOf, tableOf, type World } from './state.ts';

/**
 * Dimensions as one text: apis/dynamics-fo.md, section 11. What is refused is in the sheet, the words are ours.
 */

type FormatType = 'DataEntityDefaultDimensionFormat' | 'DataEntityLedgerDimensionFormat';

/** The dimensions of the active format of this type, in its order. */
function activeFormat(world: World, type: FormatType): readonly string[] | undefined {
  const row = tableOf(world, 'DimensionIntegrationFormats').find(
    (other) => other.fields['DimensionFormatType'] === type && isYes(other, 'IsActive'),
  );
  return row && segmentsOf(textOf(row, 'FinancialDimensionFormat'), delimiterOf(world));
}

const delimiterOf = (world: World): string =>
  textOf(tableOf(world, 'DimensionParameters').all()[0] as Row, 'DimensionSegmentDelimiter') || '-';

/** Cut at the delimiter, but not where a backslash stands in front of it. */
function segmentsOf(text: string, delimiter: string): string[] {
  const segments = [''];
  for (let i = 0; i < text.length; i++) {
    const escaped = text[i] === '\\' && text[i + 1] === delimiter;
    if (escaped) i++;
    if (text[i] === delimiter && !escaped) segments.push('');
    else segments.push(`${segments.pop()}${text[i]}`);
  }
  return segments;
}

/** A default dimension: one segment for each dimension of the format; blank clears. */
export function checkDefaultDimension(
  world: World,
  type: FoType,
  field: string,
  text: string | undefined,
): void {
  if (text === undefined || text === '') return;
  const format =
    activeFormat(world, 'DataEntityDefaultDimensionFormat') ??
    infolog.field(world, type, field, 'No default dimension format is active for data entities.');
  const segments = segmentsOf(text, delimiterOf(world));
  if (segments.length !== format.length)
    infolog.field(
      world,
      type,
      field,
      `The dimension value '${text}' has ${segments.length} segments, but the active format has ${format.length}.`,
    );
  for (const [i, dimension] of format.entries()) checkValue(world, type, field, dimension, segments[i] ?? '');
}

function checkValue(world: World, type: FoType, field: string, dimension: string, value: string): void {
  if (value === '') return;
  const row =
    rowOf(world, 'FinancialDimensionValues', '', dimension, value) ??
    infolog.field(world, type, field, `The value '${value}' is not valid for dimension '${dimension}'.`);
  if (isYes(row, 'IsSuspended') || isYes(row, 'IsTotal'))
    infolog.field(world, type, field, `The value '${value}' of dimension '${dimension}' cannot be used.`);
}

/**
 * A main account, alone or with all segments of the active ledger format. The sheet says that such texts start with the
 * account; a line's account is a default account, which has no segments of its own, so both are taken.
 */
export function checkLedgerAccount(
  world: World,
  type: FoType,
  company: string,
  field: string,
  text: string | undefined,
): void {
  if (text === undefined || text === '') return;
  const [account = '', ...rest] = segmentsOf(text, delimiterOf(world));
  const [, ...format] = activeFormat(world, 'DataEntityLedgerDimensionFormat') ?? [];
  if (rest.length > 0 && rest.length !== format.length)
    infolog.field(
      world,
      type,
      field,
      `The ledger account '${text}' has ${rest.length + 1} segments, but the active format has ${format.length + 1}.`,
    );
  usableAccount(world, type, company, field, account);
  for (const [i, value] of rest.entries()) checkValue(world, type, field, format[i] ?? '', value);
}

function usableAccount(world: World, type: FoType, company: string, field: string, number: string): void {
  const refuse = (why: string) => infolog.field(world, type, field, `Main account '${number}' ${why}.`);
  const { chart } = companyOf(world, company);
  const account = rowOf(world, 'MainAccounts', '', chart, number) ?? refuse('does not exist');
  if (isYes(account, 'IsSuspended')) refuse('is suspended');
  if (isYes(account, 'DoNotAllowManualEntry')) refuse('does not allow manual entry');
  if (textOf(account, 'MainAccountType') === 'Total') refuse('is a total account');
  const today = world.now().slice(0, 10);
  const [from, to] = [
    parsePlainDate(textOf(account, 'ActiveFrom')),
    parsePlainDate(textOf(account, 'ActiveTo')),
  ];
  if ((from !== undefined && today < from) || (to !== undefined && today > to)) refuse('is not active');
}
