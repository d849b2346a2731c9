import type { NavConfig } from '../../config/schema.ts';
import { isFailure } from '../../domain/failure.ts';
import { fold } from '../../domain/text.ts';
import type { HttpResponse } from '../../http/ports.ts';
import { etagOf } from '../odata/etag.ts';
import { number, text } from '../odata/literal.ts';
import { all, compare, equal, type Filter, filterAny } from '../odata/query.ts';
import { refuseIfAny } from './batch.ts';
import { batchSize } from './capabilities.ts';
import type { Key, NavClient, PageWrite } from './client.ts';
import { isGone } from './errors.ts';
import { numberOf, type Row, textOf } from './rows.ts';

/** A batch of a general or item journal that is this connector's alone (apis: pages 39, 253, 254 and 40). */
export interface Journal {
  readonly template: string;
  readonly batch: string;
  /** Lines of our batch in the order of their numbers. Pages show all templates and batches, so both are filtered. */
  lines(name: string, field?: string, values?: readonly string[]): Promise<Row[]>;
  /** Lines of our batch with numbers from `first` to `last`. */
  between(first: number, last: number): Promise<Row[]>;
  /**
   * All lines or none of them, in one request. Nothing when the server cannot do that: then line by line. A server that
   * ignores `Isolation` may leave the first ones: what is refused is to be looked up.
   */
  insertAll(lines: readonly Row[], name: string): Promise<Row[] | undefined>;
  insert(line: Row, name: string): Promise<Row>;
  change(line: Row, fields: Row, name: string): Promise<Row>;
  /** Deletes lines, the last first, so that what is left of a group is how it began. */
  remove(lines: readonly Row[], name: string): Promise<void>;
}

type JournalName = keyof NavConfig['journals'];

export function createJournal(client: NavClient, which: JournalName): Journal {
  const { template, batch } = client.erp.journals[which];
  const page = which === 'inventory' ? 'itemJournal' : 'generalJournal';
  let batches = true;

  const keyOf = (line: Row): Key => ({
    Journal_Template_Name: text(textOf(line, 'Journal_Template_Name')),
    Journal_Batch_Name: text(textOf(line, 'Journal_Batch_Name')),
    Line_No: number(numberOf(line, 'Line_No')),
  });
  const isOurs = (line: Row) =>
    fold(textOf(line, 'Journal_Template_Name')) === fold(template) &&
    fold(textOf(line, 'Journal_Batch_Name')) === fold(batch);
  const answer = (response: HttpResponse) => (response.json ?? {}) as Row;

  /** Whether the server can carry several writes out as one: from 17.1 on, which is when API v2.0 came. */
  const transactional = async (count: number) =>
    batches && count <= batchSize && (await client.server()).api === 'v2.0';

  async function together(writes: readonly PageWrite[], name: string): Promise<Row[] | undefined> {
    if (!(await transactional(writes.length))) return undefined;
    const answers = await client.sendAll(page, writes, name);
    if (answers === undefined) {
      batches = false;
      return undefined;
    }
    refuseIfAny(answers, name);
    return answers.map(({ json }) => (json ?? {}) as Row);
  }

  return {
    template,
    batch,
    async lines(name, field, values) {
      const own = all(
        equal('Journal_Template_Name', text(template)),
        equal('Journal_Batch_Name', text(batch)),
      ) as Filter;
      const filters =
        field === undefined || values === undefined
          ? [own]
          : filterAny(field, values.map(text)).map((any) => all(own, any) as Filter);
      const wanted = values && new Set(values.map(fold));
      const found: Row[] = [];
      for (const filter of filters) found.push(...(await client.all(page, name, { filter })));
      return found
        .filter((line) => isOurs(line) && (!wanted || wanted.has(fold(textOf(line, field)))))
        .sort((a, b) => numberOf(a, 'Line_No') - numberOf(b, 'Line_No'));
    },
    async between(first, last) {
      const filter = all(
        equal('Journal_Template_Name', text(template)),
        equal('Journal_Batch_Name', text(batch)),
        compare('Line_No', 'ge', number(first)),
        compare('Line_No', 'le', number(last)),
      );
      const found = await client.all(page, 'numbers of lines', { filter });
      return found.filter(
        (line) => isOurs(line) && numberOf(line, 'Line_No') >= first && numberOf(line, 'Line_No') <= last,
      );
    },
    insertAll: (lines, name) =>
      together(
        lines.map((json) => ({ method: 'POST', json })),
        name,
      ),
    insert: async (json, name) => answer(await client.send(page, { method: 'POST', json }, name)),
    change: async (line, json, name) =>
      answer(
        await client.send(
          page,
          { method: 'PATCH', key: keyOf(line), json, version: etagOf(line) ?? '*' },
          name,
        ),
      ),
    async remove(lines, name) {
      const writes = [...lines]
        .reverse()
        .map((line) => ({ method: 'DELETE' as const, key: keyOf(line), version: etagOf(line) }));
      if (writes.length > 1 && (await together(writes, name).catch(orGone)) !== undefined) return;
      for (const write of writes) {
        await client.send(page, write, name).catch((error) => {
          if (!isGone(error)) throw error;
        });
      }
    },
  };
}

/** One of the lines is gone already: they are deleted one by one. */
function orGone(error: unknown): undefined {
  if (isFailure(error, 'refused') && isGone(error)) return undefined;
  throw error;
}
