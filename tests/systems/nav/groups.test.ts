import { describe, expect, test } from '@jest/globals';
import type { Bill } from '../../../src/domain/bill.ts';
import { decimal, sumOf } from '../../../src/domain/decimal.ts';
import type { SalesDocument } from '../../../src/domain/sale.ts';
import type { TaxTarget } from '../../../src/mapping/mapping.ts';
import { apportion, groupAmounts } from '../../../src/systems/nav/group-amounts.ts';
import { beganGroup, compareGroup } from '../../../src/systems/nav/group-compare.ts';
import { groupId, placeIn } from '../../../src/systems/nav/group-remote.ts';
import {
  documentNoOf,
  type GroupDraft,
  isTaxPlace,
  placeOf,
  slotOf,
  slotSize,
} from '../../../src/systems/nav/group-shape.ts';

const money = (amount: string) => ({ amount: decimal(amount), currency: 'GBP' });
const line = (total: string, tax: string, rule = 'VAT'): Bill['lines'][number] => ({
  kind: 'item',
  description: 'x',
  quantity: decimal(1),
  price: money(total),
  discountPercent: decimal(0),
  tax: money(tax),
  taxRule: rule,
  total: money(total),
});
const totals = (net: string, tax: string, gross: string) => ({
  net: money(net),
  tax: money(tax),
  gross: money(gross),
});
const amountsOf = (
  lines: readonly (readonly [string, string, TaxTarget | 'none'])[],
  sums: ReturnType<typeof totals>,
  inclusive = false,
) =>
  groupAmounts(
    lines.map(([total, tax, target]) => ({ line: line(total, tax), tax: target })),
    sums,
    inclusive,
  );

describe('amounts', () => {
  test('cents go to the lines that rounding changed most, and the sum is exact', () => {
    const exact = ['1.1149', '1.1149', '1.1102'].map(decimal);
    const rounded = apportion(exact, decimal('3.34'));
    expect(rounded).toEqual(['1.12', '1.11', '1.11']);
    expect(
      apportion(
        exact.map((one) => decimal(`-${one}`)),
        decimal('-3.34'),
      ),
    ).toEqual(['-1.12', '-1.11', '-1.11']);
    expect(apportion([], decimal('0'))).toEqual([]);
  });

  test('a VAT group sends the line with its tax', () => {
    const vat = { vatBus: 'DOMESTIC', vatProd: 'VAT20' };
    const { lines, taxes } = amountsOf(
      [
        ['10', '2', vat],
        ['5', '0', 'none'],
      ],
      totals('15', '2', '17'),
    );
    expect([lines, taxes]).toEqual([['12', '5'], []]);
  });

  test('a tax account sends net lines, and one line for each account', () => {
    const to = (account: string) => ({ account });
    const { lines, taxes } = amountsOf(
      [
        ['10.005', '2.001', to('5610')],
        ['5', '1', to('5610')],
        ['4', '0.2', to('5631')],
      ],
      totals('19.01', '3.20', '22.21'),
    );
    expect(sumOf(lines)).toBe('19.01');
    expect(taxes.map(({ account, amount }) => [account, amount])).toEqual([
      ['5610', '3'],
      ['5631', '0.2'],
    ]);
  });

  test('tax-inclusive lines are taken apart only where the tax has an account', () => {
    const sums = totals('10', '2', '12');
    expect(amountsOf([['12', '2', { vatBus: 'A', vatProd: 'B' }]], sums, true).lines).toEqual(['12']);
    const apart = amountsOf([['12', '2', { account: '5610' }]], sums, true);
    expect([apart.lines, apart.taxes.map(({ amount }) => amount)]).toEqual([['10'], ['2']]);
  });
});

describe('numbers', () => {
  const bill = { kind: 'bill', purchaseId: 'p', orderNumber: 'PO-00012', task: 'a' } as Bill;
  const sale = { kind: 'invoice', saleId: 's', number: 'INV-00012' } as SalesDocument;

  test('two bills of one order have two numbers, each the same every time', () => {
    const [a, b] = [documentNoOf(bill, 20), documentNoOf({ ...bill, task: 'b' }, 20)];
    expect(a).toMatch(/^PO-00012-[A-Z2-7]{4}$/);
    expect(documentNoOf(bill, 20)).toBe(a);
    expect(b).not.toBe(a);
    expect(documentNoOf({ ...bill, orderNumber: 'A-VERY-LONG-ORDER-NUMBER' }, 20)).toHaveLength(20);
  });

  test('an invoice has its own, cut where the field is shorter', () => {
    expect(documentNoOf(sale, 20)).toBe('INV-00012');
    expect(documentNoOf({ ...sale, number: 'X'.repeat(30) }, 20)).toMatch(/^X{13}~[A-Z2-7]{6}$/);
  });

  test('a slot is a number of the document alone, and leaves room above for lines of people', () => {
    const slots = Array.from({ length: 500 }, (_, n) => slotOf('Invoice', `PO-${n}`));
    expect(new Set(slots).size).toBeGreaterThan(495);
    expect(Math.max(...slots) * slotSize).toBeLessThan(2 ** 31 - 1_000_000);
    expect(slotOf('Invoice', 'po-1')).toBe(slotOf('Invoice', 'PO-1'));
    expect(slotOf('Credit Memo', 'PO-1')).not.toBe(slotOf('Invoice', 'PO-1'));
  });

  test('places of lines and of taxes never meet', () => {
    const places = Array.from({ length: 900 }, (_, index) => placeOf(index, 900, false));
    expect(Math.max(...places)).toBeLessThan(5000);
    expect(places.some(isTaxPlace)).toBe(false);
    expect(isTaxPlace(placeOf(0, 3, true))).toBe(true);
  });

  test('an id tells where a group stands, whatever is in its number', () => {
    const place = { where: 'ledger', local: 'GBP', documentNo: 'A|B' } as const;
    expect(placeIn({ id: groupId(place) })).toEqual(place);
  });
});

describe('comparing', () => {
  const base = 20_000;
  const body = [
    {
      Line_No: base + 10,
      Document_Type: 'Invoice',
      Document_No: 'D',
      Account_Type: 'Vendor',
      Account_No: 'V1',
      Amount: -12,
    },
    {
      Line_No: base + 20,
      Document_Type: 'Invoice',
      Document_No: 'D',
      Account_Type: 'G/L Account',
      Account_No: '8210',
      Gen_Posting_Type: ' ',
      Amount: 12,
      Description: 'Freight',
    },
  ];
  const draft = { kind: 'bill', body: { lines: body }, local: 'GBP' } as unknown as GroupDraft;
  const remote = (lines: readonly object[]) => ({ content: { lines } }) as Parameters<typeof compareGroup>[1];
  const there = body.map((one) => ({ ...one, Journal_Batch_Name: 'X' }));

  test('escaped options, other slots and other descriptions are the same', () => {
    const moved = there.map((one) => ({
      ...one,
      Line_No: one.Line_No + 3 * slotSize,
      Document_Type: 'Invoice',
      Account_Type: one.Account_Type.replace('/', '_x002F_').replace(' ', '_x0020_'),
      Gen_Posting_Type: '_x0020_',
      Description: 'Inbound freight',
    }));
    expect(compareGroup(draft, remote(moved))).toEqual([]);
  });

  test('half a group is ours, and lacks lines', () => {
    const half = remote(there.slice(0, 1));
    expect(compareGroup(draft, half).map(({ field }) => field)).toEqual(['number of lines']);
    expect(beganGroup(draft, half)).toBe(true);
  });

  test('a line that somebody changed or added is told, and makes it nobody of ours', () => {
    const changed = remote([there[0] ?? {}, { ...there[1], Amount: 11 }]);
    expect(compareGroup(draft, changed).map(({ field }) => field)).toEqual(['line 2 Amount']);
    expect(beganGroup(draft, changed)).toBe(false);
    const added = remote([...there, { ...there[1], Line_No: base + 25 }]);
    expect(compareGroup(draft, added).map(({ field }) => field)).toEqual(['number of lines']);
    expect(beganGroup(draft, added)).toBe(false);
  });

  test('what somebody typed with the same content is the same', () => {
    const typed = there.map((one, index) => ({ ...one, Line_No: 10_000 * (index + 1) }));
    expect(compareGroup(draft, remote(typed))).toEqual([]);
    expect(beganGroup(draft, remote(typed))).toBe(false);
  });
});
