import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../../src/domain/failure.ts';
import type { BusinessCentralClient } from '../../../src/systems/business-central/client.ts';
import { creditMemoShape } from '../../../src/systems/business-central/purchase-credit-memos.ts';
import { statusOf } from '../../../src/systems/business-central/purchase-invoices.ts';
import { ledgerEntry, purchaseDocument } from '../../../src/systems/business-central/wire.ts';

const memo = (number: string, status: string) =>
  purchaseDocument.parse({ id: '11111111-0000-4000-8000-000000000001', number, status });

function clientWith(entries: readonly object[] | Failure) {
  const asked: string[] = [];
  const all = async (_schema: unknown, path: string, _name: string, query: { filter?: string }) => {
    asked.push(`${path} ${query.filter}`);
    if (entries instanceof Failure) throw entries;
    return entries.map((entry) => ledgerEntry.parse(entry));
  };
  return { client: { all } as unknown as BusinessCentralClient, asked };
}

test.each([
  ['Draft', 'draft'],
  ['_x0020_', 'draft'],
  ['In_x0020_Review', 'pending'],
  ['In Review', 'pending'],
  ['Open', 'posted'],
  ['Paid', 'posted'],
  ['Corrective', 'posted'],
  ['Canceled', 'void'],
])('an invoice that shows as %s is %s', (status, expected) => {
  expect(statusOf(memo('1', status))).toBe(expected);
});

describe('a credit memo that shows as Open', () => {
  const rows = [memo('1001', 'Open'), memo('109001', 'Open'), memo('1002', 'Draft'), memo('109002', 'Paid')];

  test('is posted if the ledger has entries under its number, else released and waiting', async () => {
    const { client, asked } = clientWith([
      { documentNumber: '109001', documentType: 'Credit_x0020_Memo' },
      { documentNumber: '1001', documentType: 'Invoice' },
    ]);
    expect(await creditMemoShape(client).statuses(rows)).toEqual(['pending', 'posted', 'draft', 'posted']);
    expect(asked).toEqual(["generalLedgerEntries documentNumber eq '1001' or documentNumber eq '109001'"]);
  });

  test('counts as waiting where the ledger may not be read, so that nothing is posted or changed by mistake', async () => {
    const { client } = clientWith(
      new Failure({ kind: 'refused', system: 'Business Central', message: 'no', status: 403 }),
    );
    expect(await creditMemoShape(client).statuses(rows)).toEqual(['pending', 'pending', 'draft', 'posted']);
  });

  test('is not told when the ledger does not answer: that is a failure', async () => {
    const { client } = clientWith(
      new Failure({ kind: 'unknown', system: 'Business Central', message: 'away' }),
    );
    await expect(creditMemoShape(client).statuses(rows)).rejects.toMatchObject({ kind: 'unknown' });
  });

  test('without any, nothing is asked', async () => {
    const { client, asked } = clientWith([]);
    expect(await creditMemoShape(client).statuses([memo('1002', 'Draft')])).toEqual(['draft']);
    expect(asked).toEqual([]);
  });
});
