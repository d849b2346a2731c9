import type { Bill } from '../../domain/bill.ts';
import type { PurchaseOrder } from '../../domain/order.ts';
import { fold } from '../../domain/text.ts';
import type { DocumentTarget, Lookups, Mapped, Remote } from '../../engine/ports.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import type { ReferenceList } from '../../mapping/references.ts';
import { changedMeanwhile } from '../shared/stale.ts';
import { billShape } from './bills.ts';
import { title } from './capabilities.ts';
import type { AcumaticaClient } from './client.ts';
import { beganDocument, compareDocument } from './document-compare.ts';
import type { DocumentConfig } from './document-context.ts';
import { mapBill, mapOrder, naturalKey } from './document-map.ts';
import { createReader } from './document-read.ts';
import {
  type DocumentDraft,
  type DocumentRow,
  type DocumentShape,
  numberOf,
  refOf,
  toRemote,
  vendorOfRow,
} from './document-shape.ts';
import { documentSteps, roundingStep, setHold } from './document-steps.ts';
import { isGone } from './errors.ts';
import { orderShape } from './orders.ts';
import { all, contains, either, equal } from './query.ts';

interface DocumentOptions {
  readonly client: AcumaticaClient;
  readonly mapping: Mapping;
  readonly config: DocumentConfig;
}

const needs: readonly ReferenceList[] = [
  'setup',
  'accounts',
  'subaccounts',
  'taxes',
  'taxZones',
  'currencies',
];

/** Invoices as bills, credit notes as debit adjustments. */
export function billTarget(
  options: DocumentOptions,
  kind: 'bill' | 'credit',
): DocumentTarget<Bill, DocumentDraft> {
  const shape = billShape(kind);
  return {
    ...documentTarget(options, shape, (bill: Bill, lookups) => mapBill(shape, options.config, bill, lookups)),
    watches: true,
    round: (draft, amount, account) => roundingStep(contextOf(options, shape), draft, amount, account),
  };
}

/** Orders are changed in place while nothing was received or billed on them. */
export const orderTarget = (options: DocumentOptions): DocumentTarget<PurchaseOrder, DocumentDraft> => ({
  ...documentTarget(options, orderShape, (order: PurchaseOrder, lookups) =>
    mapOrder(orderShape, options.config, order, lookups),
  ),
  needs: [...needs, 'locations'],
  amends: true,
});

const contextOf = ({ client }: DocumentOptions, shape: DocumentShape) => ({
  client,
  shape,
  reader: createReader(client, shape),
});

function documentTarget<D>(
  options: DocumentOptions,
  shape: DocumentShape,
  map: (document: D, lookups: Lookups) => Mapped<DocumentDraft>,
): DocumentTarget<D, DocumentDraft> {
  const { client, mapping } = options;
  const context = contextOf(options, shape);
  const { reader } = context;
  const remote = (row: DocumentRow): Remote =>
    toRemote(shape, row, mapping, naturalKey(shape, vendorOfRow(shape, row), row.VendorRef));

  return {
    kind: shape.kind,
    needs,
    map,
    /** By the vendor's number, which the site does not keep unique, and by our mark, which survives an edited number. */
    async find(draft) {
      const number = String(draft.body['VendorRef']);
      const vendor = String(draft.body[shape.vendorField]);
      const filter = all(
        equal(shape.vendorField, vendor),
        either(equal('VendorRef', number), contains('Description', draft.marker)),
      );
      const rows = await reader.filtered(filter, `${shape.what} look-up`);
      return rows
        .filter(
          (row) =>
            fold(vendorOfRow(shape, row)) === fold(vendor) &&
            (fold(row.VendorRef) === fold(number) || row.Description.includes(draft.marker)),
        )
        .map(remote);
    },
    read: async (refs) => (await reader.many(refs)).map(remote),
    compare: (draft, there) => compareDocument(shape, draft, there),
    began: (draft, there) => beganDocument(shape, draft, there),
    steps: (draft, done) => documentSteps(context, draft, done),
    /** There is no ETag: what stands there is read, compared with the version that was seen, and deleted at once. */
    async withdraw({ id, version }) {
      const [row] = await reader.many([{ id }]);
      if (!row) return;
      const changed = version !== undefined && refOf(shape, row).version !== version;
      if (changed || shape.status(row) === 'posted') throw changedMeanwhile(title, shape.what);
      if (!row.Hold) await setHold(context, numberOf(shape, row), true);
      try {
        const keys = [shape.type, numberOf(shape, row)];
        await client.remove(shape.entity, keys, row.id, `withdrawal of a ${shape.what}`);
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    },
  };
}
