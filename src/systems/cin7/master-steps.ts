import type { Party } from '../../domain/party.ts';
import type { Product } from '../../domain/product.ts';
import type { MasterDraft, Outcome, Step, Versioned } from '../../engine/ports.ts';
import type { HttpResponse } from '../../http/ports.ts';
import { changedMeanwhile } from '../shared/stale.ts';
import { title } from './capabilities.ts';
import type { Cin7Client } from './client.ts';
import { readAnswer } from './wire.ts';

/** A record, or its changes, in Cin7's own field names. */
export type Body = Readonly<Record<string, unknown>>;

/** What suppliers and products do differently when they are written. */
export interface MasterWrites<R extends Party | Product, Row> {
  readonly what: 'supplier' | 'customer' | 'product';
  readonly path: string;
  /** The key of the list that answers come in. */
  readonly list: string;
  parse(json: unknown, response: HttpResponse, name: string): Row;
  read(id: string): Promise<{ readonly row: Row; readonly response: HttpResponse } | undefined>;
  version(row: Row): string;
  versioned(row: Row, response: HttpResponse): Promise<Versioned<R>>;
  /** Everything that a change has to send: what is there now, with the changes laid over. */
  overlay(row: Row, body: Body): Body;
  /** Whether the record already is as the change wants it. */
  holds(row: Row, body: Body): boolean;
}

/**
 * POST for a new record, PUT by `ID` for a change. There is no If-Match, so a change reads the record afresh and goes on
 * only if that is the version that the change was made for.
 */
export function masterSteps<R extends Party | Product, Row>(
  client: Cin7Client,
  writes: MasterWrites<R, Row>,
  draft: MasterDraft,
): Step[] {
  const { what, path, list } = writes;
  const body = draft.body as Body;

  async function send(method: 'POST' | 'PUT', name: string, sent: Body): Promise<Outcome> {
    const response = await client.send(method, path, name, sent);
    return outcome(writes.parse(readAnswer(response, list, name), response, name), response);
  }

  async function outcome(row: Row, response: HttpResponse): Promise<Outcome> {
    const record = await writes.versioned(row, response);
    return { ref: { id: record.id, number: record.number, version: record.version }, record };
  }

  if (!draft.current) {
    return [{ role: 'create', name: 'create', run: () => send('POST', `new ${what}`, body) }];
  }
  const { id, version } = draft.current;
  return [
    {
      role: 'fill',
      name: 'update',
      async probe() {
        const found = await writes.read(id);
        return found && writes.holds(found.row, body) ? outcome(found.row, found.response) : undefined;
      },
      async run() {
        const found = await writes.read(id);
        if (!found || writes.version(found.row) !== version) throw changedMeanwhile(title, what);
        return send('PUT', `${what} update`, writes.overlay(found.row, body));
      },
    },
  ];
}
