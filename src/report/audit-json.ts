import type { AuditEntry } from '../store/audit.ts';

/** One object a line, for programs. */
export async function* auditJsonLines(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}

/** One object, made entry by entry. */
export async function* auditJson(entries: AsyncIterable<AuditEntry>, head: string): AsyncGenerator<string> {
  yield `{\n  "head": ${JSON.stringify(head)},\n  "entries": [`;
  let first = true;
  for await (const entry of entries) {
    yield `${first ? '' : ','}\n    ${JSON.stringify(entry)}`;
    first = false;
  }
  yield `${first ? '' : '\n  '}]\n}\n`;
}
