import {
  absolute,
  type Decimal,
  isZero,
  minus,
  negate,
  over,
  roundTo,
  sumOf,
  times,
  zero,
} from '../../domain/decimal.ts';
import { shortcutValues } from './dimensions.ts';
import { refusals } from './errors.ts';
import { blankRow, type Kept } from './fields.ts';
import { checkBalance, checkLine, checkParties, documentsOf, type JournalDocument } from './gen-checks.ts';
import { lineKey, linesOf, nextNumber } from './gen-lines.ts';
import { customerEntryFields, glEntryFields, vatEntryFields, vendorEntryFields } from './ledger-fields.ts';
import {
  type Company,
  type GenBatch,
  type GenLine,
  kept,
  keyText,
  nextOf,
  type Posted,
  type Scope,
} from './state.ts';

/** Where what rounding into local currency leaves is booked. */
const roundingAccount = '9150';

/** Posts all lines of a batch, whoever wrote them, or none; `from` is the first entry number, else the next one. */
export function postGenBatch(scope: Scope, batch: GenBatch, from?: number): void {
  const { world, company } = scope;
  const lines = linesOf(scope, batch).filter(
    (line) => line.Account_No !== '' || line.Bal_Account_No !== '' || !isZero(line.Amount),
  );
  if (lines.length === 0) refusals.dialog('There is nothing to post.');
  if (world.switches.approvals && batch.approval !== 'approved')
    refusals.dialog(
      `You cannot use Gen. Journal Batch ${batch.Journal_Template_Name},${batch.Name} for this action. The restriction was imposed by the General Journal Batch Approval Workflow workflow.`,
    );
  if (scope.by === 'api' && lines.some((line) => line.madeBy !== 'api'))
    world.trespasses.push(
      `batch ${batch.Journal_Template_Name},${batch.Name} was posted with lines of somebody else`,
    );
  const force = company.templates.get(batch.Journal_Template_Name)?.forceDocBalance !== false;
  const documents = documentsOf(lines, force);
  for (const document of documents) {
    checkSeries(batch, document);
    checkBalance(document, force);
    checkParties(document);
  }
  const entryNo = numbers(company, from);
  for (const document of documents) postDocument(scope, batch, document, entryNo);
  for (const line of linesOf(scope, batch)) company.genLines.remove(lineKey(line));
  if (batch.approval !== 'none') company.genBatches.put({ ...batch, approval: 'none' });
  renameBatch(scope, batch);
}

function numbers(company: Company, from: number | undefined): () => number {
  let next = from;
  return () => (next === undefined ? nextOf(company, 'entries') : next++);
}

function checkSeries(batch: GenBatch, document: JournalDocument): void {
  if (batch.No_Series !== '' && document.number !== nextNumber(batch))
    refusals.dialog(
      `You have one or more documents that must be posted before you post document no. ${document.number} according to your company's No. Series setup.`,
    );
}

function postDocument(scope: Scope, batch: GenBatch, document: JournalDocument, entryNo: () => number): void {
  const { company } = scope;
  const transaction = nextOf(company, 'transactions');
  const number =
    batch.Posting_No_Series === ''
      ? undefined
      : `${batch.Posting_No_Series}-${String(nextOf(company, `series ${batch.Posting_No_Series}`)).padStart(5, '0')}`;
  const planned: Decimal[] = [];
  for (const line of document.lines) {
    checkLine(scope, line);
    const posting: Posting = { scope, line, number: number ?? line.Document_No, transaction, entryNo };
    for (const side of sidesOf(line)) planned.push(...postSide(posting, side));
  }
  const left = sumOf(planned);
  const last = document.lines.at(-1);
  if (isZero(left) || last === undefined) return;
  const posting: Posting = { scope, line: last, number: number ?? last.Document_No, transaction, entryNo };
  putGlEntry(posting, roundingAccount, negate(left), 'Residual caused by rounding', entryNo());
}

interface Posting {
  readonly scope: Scope;
  readonly line: GenLine;
  readonly number: string;
  readonly transaction: number;
  entryNo(): number;
}

interface Side {
  readonly type: string;
  readonly no: string;
  readonly amount: Decimal;
  readonly local: Decimal;
  readonly vat: Decimal;
  readonly postingType: string;
  readonly vatBus: string;
  readonly vatProd: string;
}

/** The account, and the balancing account with the opposite amount. */
function sidesOf(line: GenLine): Side[] {
  const main: Side = {
    type: line.Account_Type,
    no: line.Account_No,
    amount: line.Amount,
    local: line.Amount_LCY,
    vat: line.VAT_Amount,
    postingType: line.Gen_Posting_Type,
    vatBus: line.VAT_Bus_Posting_Group,
    vatProd: line.VAT_Prod_Posting_Group,
  };
  const other: Side = {
    type: line.Bal_Account_Type,
    no: line.Bal_Account_No,
    amount: negate(line.Amount),
    local: negate(line.Amount_LCY),
    vat: line.Bal_VAT_Amount,
    postingType: line.Bal_Gen_Posting_Type,
    vatBus: line.Bal_VAT_Bus_Posting_Group,
    vatProd: line.Bal_VAT_Prod_Posting_Group,
  };
  return [main, other].filter((side) => side.no !== '');
}

/** Returns the amounts in local currency that it booked. */
function postSide(posting: Posting, side: Side): Decimal[] {
  if (side.type === 'G/L Account') return postAccount(posting, side);
  const { company } = posting.scope;
  const entry = posting.entryNo();
  const account =
    side.type === 'Vendor' ? putVendorEntry(posting, side, entry) : putCustomerEntry(posting, side, entry);
  const group = (side.type === 'Vendor' ? company.vendorGroups : company.customerGroups).get(account);
  putGlEntry(posting, group?.account ?? '', side.local, posting.line.Description, entry, side);
  return [side.local];
}

function postAccount(posting: Posting, side: Side): Decimal[] {
  const { line, scope } = posting;
  const { company } = scope;
  const vat = line.Currency_Code === '' ? side.vat : localShare(side);
  putGlEntry(posting, side.no, minus(side.local, vat), line.Description, posting.entryNo(), side, vat);
  if (side.postingType === ' ') return [side.local];
  const setup = company.vatSetups.get(keyText(side.vatBus, side.vatProd));
  const account = (side.postingType === 'Sale' ? setup?.salesAccount : setup?.purchaseAccount) ?? '';
  company.vatEntries.put({
    ...blankRow(vatEntryFields),
    ...kept(scope.world, line.madeBy),
    edited: line.edited,
    Entry_No: nextOf(company, 'vat entries'),
    Document_No: posting.number,
    Posting_Date: line.Posting_Date,
    Type: side.postingType,
    VAT_Bus_Posting_Group: side.vatBus,
    VAT_Prod_Posting_Group: side.vatProd,
    Base: minus(side.local, vat),
    Amount: vat,
  });
  if (!isZero(vat)) putGlEntry(posting, account, vat, line.Description, posting.entryNo(), side);
  return [side.local];
}

/** VAT in local currency, in the proportion in which it stands in the line. */
function localShare(side: Side): Decimal {
  if (isZero(side.amount)) return zero;
  return roundTo(over(times(side.vat, side.local), side.amount), 2);
}

/** What every entry has from its line. */
function common({ scope, line, number, transaction }: Posting, entry: number) {
  const [one = '', two = ''] = shortcutValues(scope.company, line.dimensions);
  const origin: Kept & Posted = {
    ...kept(scope.world, line.madeBy),
    edited: line.edited,
    dimensions: line.dimensions,
    lineMadeAs: line.madeAs,
  };
  return {
    ...origin,
    Entry_No: entry,
    Transaction_No: transaction,
    Posting_Date: line.Posting_Date,
    Document_Type: line.Document_Type,
    Document_No: number,
    External_Document_No: line.External_Document_No,
    Description: line.Description,
    Global_Dimension_1_Code: one,
    Global_Dimension_2_Code: two,
    Bal_Account_Type: line.Bal_Account_Type,
    Bal_Account_No: line.Bal_Account_No,
    User_ID: scope.user,
    Source_Code: 'GENJNL',
    Reason_Code: line.Reason_Code,
  };
}

const debit = (amount: Decimal): Decimal => (amount.startsWith('-') ? zero : amount);
const credit = (amount: Decimal): Decimal => (amount.startsWith('-') ? absolute(amount) : zero);

function putGlEntry(
  posting: Posting,
  account: string,
  amount: Decimal,
  text: string,
  entry: number,
  side?: Side,
  vat: Decimal = zero,
): void {
  const { company } = posting.scope;
  const { line } = posting;
  const party = side !== undefined && side.type !== 'G/L Account';
  const grouped = side !== undefined && !party && account === side.no;
  const named = line.Bill_to_Pay_to_No === '' ? undefined : line;
  company.glEntries.put({
    ...blankRow(glEntryFields),
    ...common(posting, entry),
    Description: text,
    G_L_Account_No: account,
    G_L_Account_Name: company.accounts.get(account)?.Name ?? '',
    Amount: amount,
    Debit_Amount: debit(amount),
    Credit_Amount: credit(amount),
    VAT_Amount: vat,
    Source_Type: party ? side.type : ' ',
    Source_No: party ? side.no : (named?.Bill_to_Pay_to_No ?? ''),
    ...(grouped
      ? {
          Gen_Posting_Type: side.postingType,
          Gen_Bus_Posting_Group: line.Gen_Bus_Posting_Group,
          Gen_Prod_Posting_Group: line.Gen_Prod_Posting_Group,
          VAT_Bus_Posting_Group: side.vatBus,
          VAT_Prod_Posting_Group: side.vatProd,
        }
      : {}),
  });
}

const partyPart = ({ line }: Posting, side: Side) => ({
  Document_Date: line.Document_Date,
  Currency_Code: line.Currency_Code,
  Original_Amount: side.amount,
  Original_Amt_LCY: side.local,
  Amount: side.amount,
  Amount_LCY: side.local,
  Debit_Amount: debit(side.amount),
  Credit_Amount: credit(side.amount),
  Remaining_Amount: side.amount,
  Remaining_Amt_LCY: side.local,
  Due_Date: line.Due_Date,
  Open: !isZero(side.amount),
  On_Hold: line.On_Hold,
});

function putVendorEntry(posting: Posting, side: Side, entry: number): string {
  const { company } = posting.scope;
  const vendor = company.vendors.get(side.no);
  const group = vendor?.Vendor_Posting_Group ?? '';
  company.vendorEntries.put({
    ...blankRow(vendorEntryFields),
    ...common(posting, entry),
    ...partyPart(posting, side),
    Vendor_No: side.no,
    Vendor_Name: vendor?.Name ?? '',
    Vendor_Posting_Group: group,
    Payment_Reference: posting.line.Payment_Reference,
  });
  return group;
}

function putCustomerEntry(posting: Posting, side: Side, entry: number): string {
  const { company } = posting.scope;
  const customer = company.customers.get(side.no);
  const group = customer?.Customer_Posting_Group ?? '';
  company.customerEntries.put({
    ...blankRow(customerEntryFields),
    ...common(posting, entry),
    ...partyPart(posting, side),
    Customer_No: side.no,
    Customer_Name: customer?.Name ?? '',
    Customer_Posting_Group: group,
  });
  return group;
}

/** `CIN7` becomes `CIN8` when it is posted, in NAV and older Business Central (section 4.3). */
function renameBatch({ world, company }: Scope, batch: GenBatch): void {
  const template = company.templates.get(batch.Journal_Template_Name);
  if (!/\d$/.test(batch.Name) || !(world.switches.renamesBatches || template?.incrementBatchName)) return;
  const Name = nextName(batch.Name);
  company.genBatches.remove(keyText(batch.Journal_Template_Name, batch.Name));
  if (company.genBatches.get(keyText(batch.Journal_Template_Name, Name)) === undefined)
    company.genBatches.put({ ...batch, Name, approval: 'none' });
}

export const nextName = (name: string): string =>
  name.replace(/\d+$/, (digits) => String(Number(digits) + 1).padStart(digits.length, '0'));
