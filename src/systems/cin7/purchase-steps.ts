import type { Purchase } from '../../domain/purchase.ts';
import { fingerprint } from '../../domain/text.ts';
import type { Done, FollowStep, Outcome, Remote, Step } from '../../engine/ports.ts';
import { readWire } from '../shared/wire.ts';
import { title } from './capabilities.ts';
import type { Cin7Client } from './client.ts';
import { draftedLines, keptLines, type PurchaseDraft } from './purchase-draft.ts';
import { purchase as wire } from './wire.ts';

type Read = (id: string) => Promise<Remote | undefined>;

/**
 * Header and order are two calls without a transaction: the id is kept after the first, and an empty draft that a failure
 * leaves behind is filled by the next run (API Blueprint, "Advanced Purchase", "Purchase Order").
 */
export function purchaseSteps(client: Cin7Client, draft: PurchaseDraft, done: Done, read: Read): Step[] {
  const create: Step = {
    role: 'create',
    name: 'create',
    async run() {
      const name = 'new purchase';
      const response = await client.send('POST', '/advanced-purchase', name, draft.body.header);
      const { ID, OrderNumber } = readWire(wire, response, { system: title, name, effect: 'write' });
      return { ref: { id: ID, number: OrderNumber }, header: headerPrint(draft) };
    },
  };
  const created = done['create'];
  const sameHeader = created === undefined || created['header'] === headerPrint(draft);
  return [
    create,
    ...(sameHeader ? [] : [headerStep(client, draft, read)]),
    orderStep(client, draft, read, 'DRAFT'),
    orderStep(client, draft, read, 'AUTHORISED'),
  ];
}

const headerPrint = ({ body }: PurchaseDraft): string => fingerprint(body.header);

/** Writes the same again: what is there already stays as it is. */
function headerStep(client: Cin7Client, draft: PurchaseDraft, read: Read): FollowStep {
  return {
    role: 'fill',
    name: 'header',
    probe: async () => undefined,
    async run(done) {
      const { PurchaseType: _, ...header } = draft.body.header;
      await client.send('PUT', '/advanced-purchase', 'purchase header', { ID: idOf(done), ...header });
      return refOf(await read(idOf(done)), done);
    },
  };
}

/** The same POST writes the lines of a draft (all of them, over what was there) and authorises them. */
function orderStep(
  client: Cin7Client,
  draft: PurchaseDraft,
  read: Read,
  Status: 'DRAFT' | 'AUTHORISED',
): FollowStep {
  const authorises = Status === 'AUTHORISED';
  return {
    role: authorises ? 'finish' : 'fill',
    name: authorises ? 'authorise' : 'lines',
    async probe(done) {
      const remote = await read(idOf(done));
      if (!remote) return undefined;
      const applied = authorises
        ? remote.status === 'posted'
        : keptLines(remote.content as Purchase).join() === draftedLines(draft.body).join();
      return applied ? refOf(remote, done) : undefined;
    },
    async run(done) {
      const TaskID = idOf(done);
      const name = authorises ? 'authorisation of a purchase order' : 'lines of a purchase order';
      await client.send('POST', '/purchase/order', name, { TaskID, Status, ...draft.body.order });
      return { ref: { id: TaskID, number: done['create']?.ref?.number } };
    },
  };
}

const refOf = (remote: Remote | undefined, done: Done): Outcome => ({
  ref: remote?.ref ?? { id: idOf(done), number: done['create']?.ref?.number },
});

function idOf(done: Done): string {
  const id = done['create']?.ref?.id;
  if (id === undefined) throw new Error('no create is done');
  return id;
}
