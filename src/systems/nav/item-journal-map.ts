import type { NavConfig } from '../../config/schema.ts';
import { absolute, type Decimal, isNegative, roundTo, sumOf, toNumber } from '../../domain/decimal.ts';
import { type MovementType, mostLines, movementLineKey, type StockMovement } from '../../domain/movement.ts';
import { cut } from '../../domain/text.ts';
import { parsePlainDate } from '../../domain/time.ts';
import type { Lookups, Mapped } from '../../engine/ports.ts';
import { Findings } from '../../mapping/findings.ts';
import { mapLocation } from '../../mapping/locations.ts';
import { lookUp } from '../../mapping/look-up.ts';
import { type PlacedLine, placedLines } from '../../mapping/stock.ts';
import { mappingFix, unknownCode } from '../../mapping/yaml-fix.ts';
import { postingDateOf } from '../shared/posting-date.ts';
import { checkRules, dimensionFields } from './group-dimensions.ts';
import { type LineBody, placeOf, slotOf, slotSize } from './group-shape.ts';
import { type ItemDraft, itemDocumentNo, itemTitle, noCurrency, noTax } from './item-journal-shape.ts';
import type { Journal } from './journal.ts';
import { tables } from './references.ts';
import { itemTerrainOf, type Terrain } from './setup.ts';

interface Context {
  readonly movement: StockMovement;
  readonly lookups: Lookups;
  readonly terrain: Terrain;
  readonly findings: Findings;
  readonly groups: NavConfig['postingGroups'];
  readonly record: string;
}

/** A movement as lines of the item journal (page 40), or everything that keeps it from being that. */
export function mapMovement(
  journal: Pick<Journal, 'template' | 'batch'>,
  groups: NavConfig['postingGroups'],
  movement: StockMovement,
  lookups: Lookups,
): Mapped<ItemDraft> {
  const record = itemTitle(movement);
  const findings = new Findings();
  const terrain = itemTerrainOf(lookups);
  const context: Context = { movement, lookups, terrain, findings, groups, record };
  checkSource(context);
  const open = { from: parsePlainDate(terrain.from), to: parsePlainDate(terrain.to) };
  const date = movement.date && postingDateOf(movement.date, lookups.options, lookups.today, open, record);
  if (!date) findings.add({ code: 'date-missing', record, field: 'date', fix: 'enter the date in Cin7' });
  const documentNo = itemDocumentNo(movement, terrain.documentLength);
  const placed = placedLines(movement, lookups.mapping);
  const start = slotOf('item journal', documentNo) * slotSize;
  const lines = placed.map((line, index) => ({
    Journal_Template_Name: journal.template,
    Journal_Batch_Name: journal.batch,
    Line_No: start + placeOf(index, placed.length, false),
    Posting_Date: date?.date ?? '',
    ...bodyOf(context, line, index, documentNo),
  }));
  if (findings.problems.length > 0 || !date)
    return { ok: false, problems: findings.problems, missing: [...findings.missing] };
  const sum = { amount: sumOf(placed.map(({ quantity }) => quantity)), currency: noCurrency };
  const draft: ItemDraft = {
    kind: 'movement',
    naturalKey: movementLineKey(movement.task, 1).replace(/1$/, ''),
    title: record,
    body: { lines },
    totals: { net: sum, tax: noTax, gross: sum },
    ...(date.hold ? { hold: date.hold } : {}),
  };
  return { ok: true, draft, warnings: findings.warnings };
}

/** What is to be told of the Cin7 lines themselves. */
function checkSource({ movement, lookups, findings, record }: Context): void {
  for (const [index, line] of movement.lines.entries()) {
    const at = { record, field: `line ${index + 1} (${line.sku})` };
    if (line.location === undefined)
      findings.add({ ...at, code: 'location-unmapped', fix: 'the line has no location in Cin7' });
    else mapLocation(at, line.location, lookups.mapping, undefined, findings);
    if (line.batch !== undefined)
      findings.add({
        ...at,
        code: 'field-invalid',
        seen: `lot or serial number ${line.batch}`,
        allowed: ['lines without lots and serial numbers'],
        fix: 'enter the movement in Dynamics NAV by hand',
      });
  }
  if (movement.lines.length * 2 > mostLines(movement.task))
    findings.add({
      code: 'field-invalid',
      record,
      field: 'lines',
      seen: String(movement.lines.length),
      allowed: [`up to ${mostLines(movement.task) / 2}`],
      fix: 'split the task in Cin7',
    });
}

/** In the order in which the server shall validate the fields: the item sets cost and description, the quantity the amount. */
function bodyOf(context: Context, placed: PlacedLine, index: number, documentNo: string): LineBody {
  const { movement, lookups, findings, terrain, record, groups } = context;
  const { line, quantity, location } = placed;
  const at = { record, field: `line ${index + 1} (${line.sku})` };
  const item = lookUp(
    {
      at,
      code: placed.item,
      list: 'items',
      index: lookups.reference('items'),
      problem: 'master-unknown',
      fix: `create the item in Dynamics NAV, or add ${mappingFix('products', line.sku, unknownCode)}`,
    },
    findings,
  );
  const out = isNegative(quantity);
  const dimensions = placed.place.dimensions ?? {};
  checkRules(context, at, tables.item, item?.code ?? placed.item, dimensions);
  const group = groups[groupOf[movement.type]];
  return {
    Entry_Type: out ? 'Negative Adjmt.' : 'Positive Adjmt.',
    Document_No: documentNo,
    Item_No: item?.code ?? placed.item,
    Description: cut(`Cin7 ${movement.type} ${movement.number}`, terrain.descriptionLength),
    Location_Code: location,
    Quantity: toNumber(absolute(quantity)),
    ...(out || !line.unitCost ? {} : { Unit_Amount: toNumber(unitCost(line.unitCost.amount)) }),
    ...(group === undefined ? {} : { Gen_Bus_Posting_Group: group }),
    ...dimensionFields(context, at, dimensions),
    External_Document_No: movementLineKey(movement.task, index + 1),
  };
}

/** Unit amounts have five decimals there by default (General Ledger Setup, Unit-Amount Rounding Precision). */
const unitCost = (amount: Decimal): Decimal => roundTo(amount, 5);

const groupOf: Readonly<Record<MovementType, keyof NavConfig['postingGroups']>> = {
  receipt: 'receipts',
  'return to supplier': 'receipts',
  shipment: 'shipments',
  restock: 'shipments',
  adjustment: 'adjustments',
  'stock take': 'adjustments',
  'write-off': 'adjustments',
  'transfer out': 'adjustments',
  'transfer in': 'adjustments',
  assembly: 'adjustments',
  disassembly: 'adjustments',
  entry: 'adjustments',
};
