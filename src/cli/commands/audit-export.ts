import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { systemClock } from '../../domain/time.ts';
import { auditCsv } from '../../report/audit-csv.ts';
import { auditHtml } from '../../report/audit-html.ts';
import { auditJson, auditJsonLines } from '../../report/audit-json.ts';
import type { Store } from '../../store/store.ts';
import { type AuditFilterOptions, auditFilter, describeFilter } from '../audit-filter.ts';
import type { Context } from '../context.ts';
import { messageOf, UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { loadSettings } from '../settings.ts';
import { readState, withStore } from '../state.ts';

interface ExportOptions extends AuditFilterOptions {
  readonly output?: string;
}

/** Writes the trail, entry by entry, so that its length does not matter. */
export async function auditExport(context: Context, options: ExportOptions): Promise<number> {
  const config = loadSettings(context);
  const format = formatOf(context.globals.format, options.output);
  const filter = auditFilter(options);
  return withStore(readState(config), async (store) => {
    const head = await store.audit.head();
    const texts = printAs(format, store.audit.entries(filter), {
      head,
      madeAt: systemClock.now(),
      filter: describeFilter(options),
    });
    if (options.output === undefined) {
      for await (const text of texts) await context.print(text);
      return exitCodes.ok;
    }
    await writeFile(options.output, texts, context);
    if (context.json) await context.printJson({ file: options.output, format, head });
    else context.tell(`wrote ${options.output} (${format}); head of the trail: ${head}`);
    return exitCodes.ok;
  });
}

type Format = 'csv' | 'jsonl' | 'html' | 'json';

/** What was asked for, else what the file's name says, else CSV. */
function formatOf(asked: string, output: string | undefined): Format {
  const formats: readonly Format[] = ['csv', 'jsonl', 'html', 'json'];
  const named = formats.find((format) => format === asked && (format !== 'json' || output === undefined));
  return named ?? formats.find((format) => output?.toLowerCase().endsWith(`.${format}`)) ?? 'csv';
}

type Entries = ReturnType<Store['audit']['entries']>;

function printAs(
  format: Format,
  entries: Entries,
  page: Parameters<typeof auditHtml>[1],
): AsyncIterable<string> {
  switch (format) {
    case 'csv':
      return auditCsv(entries);
    case 'jsonl':
      return auditJsonLines(entries);
    case 'html':
      return auditHtml(entries, page);
    case 'json':
      return auditJson(entries, page.head);
  }
}

/** Ledger data: only its owner may read the file. */
async function writeFile(path: string, texts: AsyncIterable<string>, { redactor }: Context): Promise<void> {
  async function* redacted() {
    for await (const text of texts) yield redactor.redact(text);
  }
  try {
    await pipeline(Readable.from(redacted()), createWriteStream(path, { mode: 0o600 }));
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === undefined || !/^(ENOENT|EACCES|EISDIR|ENOTDIR|EROFS)$/.test(code)) throw error;
    throw new UsageError(`cannot write ${path}: ${messageOf(error)}`);
  }
}
