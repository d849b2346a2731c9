import { expect } from '@jest/globals';
import { millis } from '../../src/domain/time.ts';
import type { SourceRow } from '../../src/engine/ports.ts';
import type { Cases } from './cases.ts';
import type { SourceCase, SourceName, Subject } from './subject.ts';

async function walk(of: SourceCase, since?: string) {
  const pages: { rows: number; total: number | undefined; servedAt: string }[] = [];
  const rows: SourceRow<unknown>[] = [];
  for await (const page of of.source.changes(since as never)) {
    pages.push({ rows: page.rows.length, total: page.total, servedAt: page.servedAt });
    rows.push(...page.rows);
  }
  return { pages, rows, ids: new Set(rows.map(({ id }) => id)) };
}

const only = (rows: readonly SourceRow<unknown>[], id: string) => rows.find((row) => row.id === id);

export function sourceCases(name: SourceName, cases: Cases): void {
  const of = (subject: Subject): SourceCase => {
    const found = subject.sources[name];
    if (!found) throw new Error(`the subject has no source of ${name}`);
    return found;
  };

  cases.case(
    `${name}: two and a half pages hold every record once, and say how many there are`,
    async (subject) => {
      const source = of(subject);
      const before = (await walk(source)).ids.size;
      const count = Math.ceil(source.pageSize * 2.5) - before;
      source.fill(count);
      const { pages, rows, ids } = await walk(source);
      expect(pages.length).toBeGreaterThanOrEqual(3);
      expect(ids.size).toBe(before + count);
      expect(rows).toHaveLength(before + count);
      if (source.source.paging === 'offset') expect(pages[0]?.total).toBe(before + count);
      for (const page of pages) if (page.total !== undefined) expect(page.total).toBe(before + count);
    },
  );

  cases.case(
    `${name}: a walk since a moment brings what changed then and later, and not what is older`,
    async (subject) => {
      const source = of(subject);
      const old = source.add();
      subject.sandbox.clock.advance(3_600_000);
      const since = subject.sandbox.clock.now();
      subject.sandbox.clock.advance(1_000);
      const fresh = source.add();
      const { ids } = await walk(source, since);
      expect(ids.has(fresh)).toBe(true);
      expect(ids.has(old)).toBe(false);
      source.change(old);
      expect((await walk(source, since)).ids.has(old)).toBe(true);
    },
  );

  cases.case(`${name}: the mark is the server's clock, not ours`, async (subject) => {
    const source = of(subject);
    source.add();
    subject.sandbox[subject.service].skewMs = -600_000;
    const { pages } = await walk(source);
    const behind = millis(subject.sandbox.clock.now()) - Date.parse(pages[0]?.servedAt ?? '');
    expect(behind).toBeGreaterThan(590_000);
    expect(behind).toBeLessThan(620_000);
  });

  cases.case(`${name}: what was deactivated since is brought too, and can be read`, async (subject) => {
    const source = of(subject);
    if (!source.deactivate) return;
    const id = source.add();
    subject.sandbox.clock.advance(3_600_000);
    const since = subject.sandbox.clock.now();
    source.deactivate(id);
    const row = only((await walk(source, since)).rows, id);
    expect(row?.record).toMatchObject({ status: 'inactive' });
    expect((await source.source.read(id))?.record).toMatchObject({ status: 'inactive' });
    expect((await walk(source)).ids.has(id)).toBe(true);
  });

  cases.case(
    `${name}: a row and the record read by id have one version until the content changes, also within one stamp`,
    async (subject) => {
      const source = of(subject);
      const id = source.add();
      subject.sandbox.clock.freeze();
      const row = only((await walk(source)).rows, id);
      const read = await source.source.read(id);
      expect(read?.id).toBe(id);
      expect(read?.version).toBe(row?.version);
      expect(read?.number).toBe(row?.number);
      source.change(id);
      const after = only((await walk(source)).rows, id);
      expect(after?.version).not.toBe(row?.version);
      expect((await source.source.read(id))?.version).toBe(after?.version);
    },
  );

  cases.case(`${name}: what does not exist is nothing, not a failure`, async (subject) => {
    expect(await of(subject).source.read(of(subject).unknownId)).toBeUndefined();
  });

  cases.case(`${name}: ids and records are plain JSON that survives storing`, async (subject) => {
    const source = of(subject);
    const id = source.add();
    const read = await source.source.read(id);
    expect(id).toBe(id.toLowerCase());
    expect(JSON.parse(JSON.stringify(read))).toEqual(JSON.parse(JSON.stringify({ ...read })));
    expect(read?.record).toBeDefined();
  });
}
