import { Failure } from '../../../domain/failure.ts';
import { fold } from '../../../domain/text.ts';
import type { Instant } from '../../../domain/time.ts';
import { title } from '../capabilities.ts';
import type { SoapClient } from './client.ts';
import { elements, type XmlAnswer } from './read-xml.ts';
import { readNode, summary } from './wire.ts';
import type { XmlTree } from './write-xml.ts';

export interface SoapList {
  readonly operation: string;
  /** The element of a row. */
  readonly element: string;
  readonly name: string;
  /** The criterion that names ids; the list is split by it. */
  readonly idCriterion: string;
  /** Further criteria that stand before and behind the ids in the schema. */
  readonly before?: XmlTree | undefined;
  readonly behind?: XmlTree | undefined;
  /** Only ids from one to another, both included. */
  readonly within?: Window | undefined;
}

interface Window {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * All rows of a list, each once, in the portions that came. The service cuts a list at so many rows and does not say so
 * (cc508732): one that has as many as that is asked for again in parts. Rows that come in order of their ids are walked
 * on from the last; else the ids are halved.
 */
export async function* listRows(
  client: SoapClient,
  list: SoapList,
  full: number,
): AsyncIterable<{ readonly rows: readonly XmlAnswer[]; readonly servedAt: Instant }> {
  const seen = new Set<string>();
  const windows: Window[] = [list.within ?? {}];
  for (let window = windows.shift(); window; window = windows.shift()) {
    const { content, response } = await client.call({
      operation: list.operation,
      first: { criteria: { ...list.before, ...idsBetween(list, window), ...list.behind } },
      name: list.name,
      effect: 'read',
    });
    const rows = elements(content, list.element);
    const ids = rows.map((row) => readNode(summary.pick({ Key: true }), row, list.name).Key.Id);
    const fresh = rows.filter((_, index) => !seen.has(fold(ids[index])));
    for (const id of ids) seen.add(fold(id));
    yield { rows: fresh, servedAt: response.servedAt };
    if (rows.length >= full) windows.unshift(...split(window, ids, list));
  }
}

const idsBetween = ({ idCriterion }: SoapList, { from, to }: Window): XmlTree =>
  from === undefined && to === undefined ? {} : { [idCriterion]: { From: from, To: to } };

function split(window: Window, ids: readonly string[], list: SoapList): Window[] {
  const last = ids.at(-1);
  if (last !== undefined && isAscending(ids) && fold(last) !== fold(window.from))
    return [{ from: last, to: window.to }];
  const inner = [...new Set(ids.map((id) => fold(id)))]
    .filter((id) => id !== fold(window.from) && id !== fold(window.to))
    .sort();
  const pivot = inner[Math.floor(inner.length / 2)];
  if (pivot === undefined) {
    throw new Failure({
      kind: 'refused',
      system: title,
      code: 'list-cut',
      message: `${title} cuts the ${list.name} at ${ids.length} rows and it cannot be split any further; raise the limit of the service, and erp.listCap with it.`,
    });
  }
  return [
    { from: window.from, to: pivot },
    { from: pivot, to: window.to },
  ];
}

const isAscending = (ids: readonly string[]): boolean =>
  ids.every((id, index) => index === 0 || fold(ids[index - 1]) <= fold(id));

/** All rows at once, for lists that are not long. */
export async function allRows(client: SoapClient, list: SoapList, full: number): Promise<XmlAnswer[]> {
  const rows: XmlAnswer[] = [];
  for await (const portion of listRows(client, list, full)) rows.push(...portion.rows);
  return rows;
}
