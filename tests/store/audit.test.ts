import { afterEach, beforeEach, expect, test } from '@jest/globals';
import Database from 'better-sqlite3';
import type { Instant } from '../../src/domain/time.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { auditKey, stateFolder, testClock } from './support.ts';

let folder: ReturnType<typeof stateFolder>;
let clock: ReturnType<typeof testClock>;
let store: Store;
beforeEach(() => {
  folder = stateFolder();
  clock = testClock();
  store = openStore({ path: folder.file, clock, auditKey });
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

async function write(count: number): Promise<void> {
  for (let n = 1; n <= count; n++) {
    clock.advance(60_000);
    await store.transact((tx) => tx.audit.append({ documentId: `d${n % 3}`, event: 'written', data: { n } }));
  }
}

/** As somebody with the file and a SQLite shell would. */
function tamper(...statements: string[]): void {
  const raw = new Database(folder.file);
  for (const trigger of [
    'audit_no_update',
    'audit_no_delete',
    'audit_anchor_no_update',
    'audit_anchor_no_delete',
  ]) {
    raw.exec(`drop trigger ${trigger}`);
  }
  for (const statement of statements) raw.exec(statement);
  raw.close();
}

test('a whole chain verifies, and every entry can be read back in order', async () => {
  await write(7);
  expect(await store.audit.verify(await store.audit.head())).toEqual([]);
  const numbers: unknown[] = [];
  for await (const entry of store.audit.entries({ documentId: 'd1' })) numbers.push(entry.data['n']);
  expect(numbers).toEqual([1, 4, 7]);
});

test('the table refuses to be changed or shortened', async () => {
  await write(2);
  const raw = new Database(folder.file);
  expect(() => raw.exec("update audit set data = '{}' where seq = 1")).toThrow('append-only');
  expect(() => raw.exec('delete from audit where seq = 2')).toThrow('append-only');
  raw.close();
});

test.each([
  ['an edited row', 'update audit set data = \'{"n":99}\' where seq = 3', [{ seq: 3, what: 'edited' }]],
  ['a removed row', 'delete from audit where seq = 3', [{ seq: 3, what: 'removed' }]],
  [
    'an inserted row',
    "insert into audit (seq, at, event, data, previous, hash) values (6, '2026-09-01T09:00:00.000Z', 'written', '{}', 'x', 'y')",
    [{ seq: 6, what: 'edited' }],
  ],
  [
    'a changed time',
    "update audit set at = '2020-01-01T00:00:00.000Z' where seq = 1",
    [{ seq: 1, what: 'edited' }],
  ],
])('%s is found and named', async (_, statement, expected) => {
  await write(5);
  tamper(statement);
  expect(await store.audit.verify()).toMatchObject(expected);
});

test('a cut tail is found with the head that an earlier pass printed', async () => {
  await write(5);
  const head = await store.audit.head();
  tamper('delete from audit where seq > 3');
  expect(await store.audit.verify()).toEqual([]);
  expect(await store.audit.verify(head)).toMatchObject([{ seq: 4, what: 'tail cut' }]);
});

test('whoever can write the file but lacks the key cannot forge a row', async () => {
  await write(2);
  const other = openStore({ path: folder.file, clock, auditKey: Buffer.alloc(32, 8) });
  await other.transact((tx) => tx.audit.append({ event: 'written', data: {} }));
  await other.close();
  expect(await store.audit.verify()).toMatchObject([{ seq: 3, what: 'edited' }]);
});

test('pruning leaves one signed anchor, and the rest still verifies, also after a second pruning', async () => {
  await write(10);
  const pruned = await store.transact((tx) => tx.audit.prune('2026-09-01T08:05:00.000Z' as Instant));
  expect(pruned).toBe(4);
  expect(await store.audit.verify()).toEqual([]);
  await write(2);
  await store.transact((tx) => tx.audit.prune('2026-09-01T08:08:00.000Z' as Instant));
  expect(await store.audit.verify(await store.audit.head())).toEqual([]);
  tamper("update audit_anchors set hash = 'x'");
  expect((await store.audit.verify()).map((finding) => finding.what)).toContain('anchor');
});

test('everything pruned: the chain goes on behind the anchor', async () => {
  await write(3);
  await store.transact((tx) => tx.audit.prune('2027-01-01T00:00:00.000Z' as Instant));
  const head = await store.audit.head();
  await write(1);
  expect(await store.audit.verify(head)).toEqual([]);
});
