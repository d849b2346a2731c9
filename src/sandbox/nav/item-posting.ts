import {
  type Decimal,
  decimal,
  isZero,
  minus,
  negate,
  over,
  plus,
  roundTo,
  sumOf,
  times,
  zero,
} from '../../domain/decimal.ts';
import { checkDimensions, shortcutValues, tableIds } from './dimensions.ts';
import { refusals } from './errors.ts';
import { blankRow } from './fields.ts';
import { checkDate, placeOf } from './gen-checks.ts';
import { itemLineKey, itemLinesOf } from './item-lines.ts';
import { glEntryFields, itemEntryFields } from './ledger-fields.ts';
import {
  type Company,
  type Item,
  type ItemBatch,
  type ItemEntry,
  type ItemLine,
  kept,
  keyText,
  nextOf,
  type Scope,
} from './state.ts';

/** Posts all lines of an item journal batch or none. There is no check for duplicates (section 6). */
export function postItemBatch(scope: Scope, batch: ItemBatch, from?: number): void {
  const { world, company } = scope;
  const lines = itemLinesOf(scope, batch).filter((line) => line.Item_No !== '' || !isZero(line.Quantity));
  if (lines.length === 0) refusals.dialog('There is nothing to post.');
  if (scope.by === 'api' && lines.some((line) => line.madeBy !== 'api'))
    world.trespasses.push(
      `item batch ${batch.Journal_Template_Name},${batch.Name} was posted with lines of somebody else`,
    );
  let next = from;
  for (const line of lines) {
    const item = checkItemLine(scope, line);
    postLine(scope, line, item, next === undefined ? nextOf(company, 'item entries') : next++);
  }
  for (const line of itemLinesOf(scope, batch)) company.itemLines.remove(itemLineKey(line));
}

function checkItemLine(scope: Scope, line: ItemLine): Item {
  const { world, company } = scope;
  const where = `Item Journal Line: ${placeOf(line)}`;
  const filled = (caption: string, value: string) => {
    if (value === '') refusals.field(`${caption} must have a value in ${where}. It cannot be zero or empty.`);
  };
  filled('Item No.', line.Item_No);
  filled('Document No.', line.Document_No);
  filled('Posting Date', line.Posting_Date);
  checkDate(scope, line.Posting_Date, where);
  if (isZero(line.Quantity)) filled('Quantity', '');
  const item = company.items.get(line.Item_No) ?? refusals.noRecord();
  if (item.Blocked)
    refusals.field(`Blocked must be equal to 'No' in Item: No.=${item.No}. Current value is 'Yes'.`);
  if (item.Base_Unit_of_Measure === '')
    refusals.field(
      `Base Unit of Measure must have a value in Item: No.=${item.No}. It cannot be zero or empty.`,
    );
  if (item.Inventory_Posting_Group === '')
    refusals.field(
      `Inventory Posting Group must have a value in Item: No.=${item.No}. It cannot be zero or empty.`,
    );
  filled('Gen. Prod. Posting Group', line.Gen_Prod_Posting_Group);
  checkLocation(scope, line, filled);
  if (item.Item_Tracking_Code !== '' && line.Lot_No === '' && line.Serial_No === '')
    refusals.dialog(`You must assign a lot number for item ${item.No}.`);
  if (world.switches.preventNegativeInventory && isOut(line)) {
    const left = minus(inventoryOf(company, item.No, line.Location_Code), line.Quantity);
    if (left.startsWith('-'))
      refusals.dialog(`You have insufficient quantity of Item ${item.No} on inventory.`);
  }
  checkDimensions(company, line, 'Item Journal Line', [{ table: tableIds.item, no: item.No }]);
  return item;
}

function checkLocation(
  { world, company }: Scope,
  line: ItemLine,
  filled: (caption: string, value: string) => void,
): void {
  if (world.switches.locationMandatory) filled('Location Code', line.Location_Code);
  const location = company.locations.get(line.Location_Code);
  if (location?.inTransit)
    refusals.field(
      `Use As In-Transit must be equal to 'No' in Location: Code=${location.Code}. Current value is 'Yes'.`,
    );
  if (location?.binMandatory) filled('Bin Code', line.Bin_Code);
}

const isOut = ({ Entry_Type }: ItemLine): boolean =>
  Entry_Type === 'Negative Adjmt.' || Entry_Type === 'Sale';

export const inventoryOf = (company: Company, item: string, location?: string): Decimal =>
  sumOf(
    company.itemEntries
      .all()
      .filter((row) => row.Item_No === item && (location === undefined || row.Location_Code === location))
      .map((row) => row.Quantity),
  );

function postLine(scope: Scope, line: ItemLine, item: Item, entry: number): void {
  const { company } = scope;
  const quantity = isOut(line) ? negate(line.Quantity) : line.Quantity;
  const cost = isOut(line) ? negate(costOut(company, item, line)) : line.Amount;
  putItemEntry(scope, line, quantity, cost, entry);
  if (!isOut(line)) company.items.put({ ...item, Last_Direct_Cost: line.Unit_Cost });
  postCost(scope, line, item, cost);
}

/** At the average of what is on stock, else at the card's cost. */
function costOut(company: Company, item: Item, line: ItemLine): Decimal {
  const entries = company.itemEntries.all().filter((row) => row.Item_No === item.No);
  const quantity = sumOf(entries.map((row) => row.Quantity));
  const unit =
    isZero(quantity) || quantity.startsWith('-')
      ? item.Unit_Cost
      : over(sumOf(entries.map((row) => row.Cost_Amount_Actual)), quantity);
  return roundTo(times(line.Quantity, unit), 2);
}

export function putItemEntry(
  scope: Scope,
  line: ItemLine,
  quantity: Decimal,
  cost: Decimal,
  entry: number,
): ItemEntry {
  const { world, company } = scope;
  const [one = '', two = ''] = shortcutValues(company, line.dimensions);
  const inward = !quantity.startsWith('-');
  return company.itemEntries.put({
    ...blankRow(itemEntryFields),
    ...kept(world, line.madeBy),
    edited: line.edited,
    dimensions: line.dimensions,
    lineMadeAs: line.madeAs,
    Entry_No: entry,
    Posting_Date: line.Posting_Date,
    Entry_Type: line.Entry_Type,
    Document_No: line.Document_No,
    External_Document_No: line.External_Document_No,
    Item_No: line.Item_No,
    Variant_Code: line.Variant_Code,
    Description: line.Description,
    Global_Dimension_1_Code: one,
    Global_Dimension_2_Code: two,
    Serial_No: line.Serial_No,
    Lot_No: line.Lot_No,
    Location_Code: line.Location_Code,
    Quantity: quantity,
    Invoiced_Quantity: quantity,
    Remaining_Quantity: inward ? quantity : zero,
    Qty_per_Unit_of_Measure: decimal(1),
    Unit_of_Measure_Code: line.Unit_of_Measure_Code,
    Cost_Amount_Actual: cost,
    Completely_Invoiced: true,
    Open: inward,
  });
}

/** Automatic cost posting: inventory against the adjustment account of the posting set-up. */
function postCost(scope: Scope, line: ItemLine, item: Item, cost: Decimal): void {
  const { world, company } = scope;
  const setup = company.postingSetups.get(keyText(line.Gen_Bus_Posting_Group, line.Gen_Prod_Posting_Group));
  if (setup === undefined)
    refusals.dialog(
      `The General Posting Setup does not exist. Identification fields and values: Gen. Bus. Posting Group='${line.Gen_Bus_Posting_Group}',Gen. Prod. Posting Group='${line.Gen_Prod_Posting_Group}'`,
    );
  if (isZero(cost)) return;
  const inventory = company.inventoryGroups.get(item.Inventory_Posting_Group)?.account ?? '';
  const transaction = nextOf(company, 'transactions');
  for (const [account, amount] of [
    [inventory, cost],
    [setup?.adjustmentAccount ?? '', negate(cost)],
  ] as const)
    company.glEntries.put({
      ...blankRow(glEntryFields),
      ...kept(world, line.madeBy),
      edited: line.edited,
      dimensions: line.dimensions,
      lineMadeAs: line.madeAs,
      Entry_No: nextOf(company, 'entries'),
      Transaction_No: transaction,
      Posting_Date: line.Posting_Date,
      Document_No: line.Document_No,
      External_Document_No: line.External_Document_No,
      G_L_Account_No: account,
      G_L_Account_Name: company.accounts.get(account)?.Name ?? '',
      Description: line.Description,
      Amount: amount,
      Debit_Amount: amount.startsWith('-') ? zero : amount,
      Credit_Amount: amount.startsWith('-') ? negate(amount) : zero,
      User_ID: scope.user,
      Source_Code: 'ITEMJNL',
    });
}

/** Inventory value of an item, for assertions. */
export const valueOfStock = (company: Company, item: string): Decimal =>
  company.itemEntries
    .all()
    .filter((row) => row.Item_No === item)
    .reduce((sum, row) => plus(sum, row.Cost_Amount_Actual), zero);
