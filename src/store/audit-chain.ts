import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Selectable } from 'kysely';
import { canonicalJson } from '../domain/text.ts';
import type { AuditTable } from './schema.ts';

/** The previous hash of the very first row. */
export const origin = 'ml-connector audit trail';

export type Sign = (text: string) => string;

/** HMAC-SHA-256 under the audit key of the vault: whoever can write the file cannot forge it. */
export function signer(key: Buffer | undefined): Sign {
  if (key === undefined) throw new Error('the audit key is not at hand: it is kept in the vault');
  return (text) => createHmac('sha256', key).update(text).digest('hex');
}

export type ChainRow = Selectable<AuditTable>;
export type Anchor = {
  readonly seq: number;
  readonly hash: string;
  readonly at: string;
  readonly rows: number;
};

export const rowText = (row: Omit<ChainRow, 'hash'>): string =>
  canonicalJson([row.seq, row.at, row.pass, row.pair, row.document_id, row.event, row.data, row.previous]);

export const anchorText = (anchor: Anchor): string =>
  canonicalJson(['anchor', anchor.seq, anchor.hash, anchor.at, anchor.rows]);

export interface AuditFinding {
  readonly seq: number;
  readonly what: 'edited' | 'removed' | 'inserted' | 'tail cut' | 'anchor';
  readonly message: string;
}

/**
 * Walks the chain from its beginning, or from the anchor that pruning left, and tells everything that does not fit.
 * `expectedHead` is what an earlier pass printed: if it is not in the trail, its end was cut off.
 */
export async function verifyChain(
  sign: Sign,
  anchor: (Anchor & { readonly signature: string }) | undefined,
  rows: AsyncIterable<ChainRow>,
  expectedHead?: string,
): Promise<AuditFinding[]> {
  const findings: AuditFinding[] = [];
  if (anchor && !same(sign(anchorText(anchor)), anchor.signature)) {
    const message = `the anchor that pruning left behind row ${anchor.seq} is forged`;
    findings.push({ seq: anchor.seq, what: 'anchor', message });
  }
  let last = anchor ? { seq: anchor.seq, hash: anchor.hash } : { seq: 0, hash: sign(origin) };
  let headSeen = expectedHead === undefined || expectedHead === `${last.seq}:${anchor?.hash ?? ''}`;
  for await (const row of rows) {
    const finding = judgeRow(sign, last, row);
    if (finding) findings.push(finding);
    last = { seq: row.seq, hash: row.hash };
    headSeen ||= expectedHead === `${row.seq}:${row.hash}`;
  }
  if (!headSeen) {
    const message = `the head ${expectedHead} is not in the trail, which ends at row ${last.seq}: its end was cut off`;
    findings.push({ seq: last.seq + 1, what: 'tail cut', message });
  }
  return findings;
}

function judgeRow(sign: Sign, last: { seq: number; hash: string }, row: ChainRow): AuditFinding | undefined {
  const at = `row ${row.seq} (${row.at}, ${row.event})`;
  if (!same(sign(rowText(row)), row.hash)) {
    return { seq: row.seq, what: 'edited', message: `${at} was edited, or was not written by ml-connector` };
  }
  if (row.seq > last.seq + 1) {
    const missing =
      row.seq === last.seq + 2 ? `row ${last.seq + 1} is` : `rows ${last.seq + 1} to ${row.seq - 1} are`;
    return { seq: last.seq + 1, what: 'removed', message: `${missing} missing before ${at}` };
  }
  if (row.previous !== last.hash) {
    return { seq: row.seq, what: 'inserted', message: `${at} does not follow the row before it` };
  }
  return undefined;
}

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
