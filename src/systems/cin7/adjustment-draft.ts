import type { DefaultsRule } from '../../config/schema.ts';
import { type Decimal, decimal, sumOf, zero } from '../../domain/decimal.ts';
import {
  entryReference,
  type MovementLine,
  type StockMovement,
  titleOfMovement,
} from '../../domain/movement.ts';
import type { Product } from '../../domain/product.ts';
import { addDays, type PlainDate, parsePlainDate } from '../../domain/time.ts';
import type { Draft, Lookups, Mapped } from '../../engine/ports.ts';
import { Findings } from '../../mapping/findings.ts';
import { type DefaultFields, typedDefaults } from '../shared/defaults.ts';
import { postingDateOf } from '../shared/posting-date.ts';
import { checkName } from './checks.ts';

/** What `cin7.defaults.stockAdjustments` may set (API Blueprint, "Stock Adjustment"). */
const fields: DefaultFields = { Account: 'text' };

/** A line as it will move stock: Cin7 takes the new absolute quantity, which is reckoned when it is sent. */
export interface ChangeLine {
  readonly ProductID: string;
  readonly SKU: string;
  readonly Location: string;
  /** A decimal number; negative: goes out. */
  readonly Change: string;
  /** In base currency; the average cost there where it is left out. */
  readonly UnitCost?: string | undefined;
  readonly Comments: string;
}

export interface AdjustmentDraft extends Draft {
  readonly body: {
    readonly EffectiveDate: string;
    readonly Reference: string;
    readonly Account?: string;
    readonly Lines: readonly ChangeLine[];
  };
}

/** The reference is what identifies it here; a movement has no amount in a currency, so that of no currency stands for it. */
export const noCurrency = 'XXX';

export const sumOfChanges = (lines: readonly ChangeLine[]): Decimal =>
  sumOf(lines.map((line) => decimal(line.Change)));

/** An entry of the ERP's item ledger as an adjustment here, or everything that keeps it from being that. */
export function mapAdjustment(
  movement: StockMovement,
  defaults: readonly DefaultsRule[] | undefined,
  lookups: Lookups,
): Mapped<AdjustmentDraft> {
  const record = titleOfMovement(movement);
  const findings = new Findings();
  const lockDate = lookups.reference('setup').get('me')?.data?.['lockDate'];
  const locked = parsePlainDate(lockDate);
  const open = locked ? { from: addDays(locked, 1) } : {};
  const date = movement.date && postingDateOf(movement.date, lookups.options, lookups.today, open, record);
  if (!date)
    findings.add({ code: 'date-missing', record, field: 'date', fix: 'the entry has no posting date' });
  const lines = movement.lines.map((line, index) => changeOf(movement, line, index, lookups, findings));
  const facts = { currency: undefined, country: undefined };
  const at = { record, key: 'cin7.defaults.stockAdjustments', fields };
  const own = typedDefaults(defaults, facts, at, findings);
  if (findings.problems.length > 0 || !date)
    return { ok: false, problems: findings.problems, missing: [...findings.missing] };
  const reference = entryReference(movement.number);
  const sum = { amount: sumOfChanges(lines), currency: noCurrency };
  const draft: AdjustmentDraft = {
    kind: 'movement',
    naturalKey: reference.toUpperCase(),
    title: record,
    body: { ...own, EffectiveDate: dateTime(date.date), Reference: reference, Lines: lines },
    totals: { net: sum, tax: { amount: zero, currency: noCurrency }, gross: sum },
    ...(date.hold ? { hold: date.hold } : {}),
  };
  return { ok: true, draft, warnings: findings.warnings };
}

function changeOf(
  movement: StockMovement,
  line: MovementLine,
  index: number,
  lookups: Lookups,
  findings: Findings,
): ChangeLine {
  const record = titleOfMovement(movement);
  const at = { record, field: `line ${index + 1} (${line.sku})` };
  const linked = lookups.master('products', line.sku);
  const product = linked?.record as Product | undefined;
  if (product && (product.type !== 'stock' || product.status === 'inactive'))
    findings.add({
      ...at,
      code: 'master-inactive',
      seen: `${product.code}: ${product.type === 'stock' ? 'deprecated' : 'a service'}`,
      fix: 'make it an active stock product in Cin7, or map another SKU under mapping.products',
    });
  if (line.batch || line.variant)
    findings.add({
      ...at,
      code: 'field-invalid',
      seen: line.batch ? `lot or serial number ${line.batch}` : `variant ${line.variant}`,
      allowed: ['items without tracking and variants'],
      fix: `enter the movement in Cin7 by hand, with the reference ${entryReference(movement.number)}`,
    });
  if (line.location === undefined)
    findings.add({
      ...at,
      code: 'location-unmapped',
      seen: line.description,
      fix: 'map a location of Cin7 to that of the entry in mapping.locations, or keep the flow to some with only.locations',
    });
  else
    checkName(
      { record, findings, reference: lookups.reference },
      {
        list: 'locations',
        field: at.field,
        value: line.location,
        code: 'location-unmapped',
        fix: 'name an active location of Cin7 in mapping.locations',
      },
    );
  return {
    ProductID: linked?.ref.id ?? '',
    SKU: product?.code ?? line.sku,
    Location: line.location ?? '',
    Change: line.quantity,
    ...(line.unitCost ? { UnitCost: line.unitCost.amount } : {}),
    Comments: movement.reference ?? '',
  };
}

const dateTime = (date: PlainDate): string => `${date}T00:00:00`;
