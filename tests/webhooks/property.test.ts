import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Fate } from '../../src/sandbox/push/pushes.ts';
import { type Bench, createBench } from '../integration/harness.ts';
import { furnish } from '../integration/scenes.ts';
import { createPushBench, type PushBench, secret } from './support.ts';

/** What people do; each kind touches fields of its own, so that the order of the sides decides nothing. */
const acts = fc.record({
  act: fc.constantFrom('draft', 'bill', 'authorise', 'touch', 'phone', 'address', 'credit'),
  fate: fc.constantFrom<Fate>('arrives', 'arrives', 'doubled', 'lost'),
  reversed: fc.boolean(),
  deliver: fc.boolean(),
  workOff: fc.boolean(),
  forged: fc.boolean(),
});
type Act = typeof acts extends fc.Arbitrary<infer A> ? A : never;

const flows = ['suppliers', 'purchases'] as const;
const lines = [{ sku: 'OIL-01', quantity: '2', price: '7.50', account: '310' }];

function happen({ sandbox }: Bench, { act }: Act, n: number): void {
  const { cin7, businessCentral } = sandbox;
  const purchases = cin7.state.purchases;
  const draft = purchases.find(({ invoices }) => invoices.some(({ status }) => status === 'DRAFT'));
  const last = purchases.at(-1);
  if (act === 'draft' || act === 'bill')
    cin7.addPurchase({
      supplier: 'Harbour Oils',
      type: 'Advanced',
      orderNumber: `PO-${n}`,
      lines,
      invoices: [{ number: `INV-${n}`, ...(act === 'draft' ? { status: 'DRAFT' as const } : {}) }],
    });
  else if (act === 'authorise' && draft) cin7.authoriseInvoice(draft.id);
  else if (act === 'touch' && last) cin7.touchPurchase(last.id);
  else if (act === 'credit' && last?.invoices[0])
    cin7.addCreditNote(last.id, { number: `CN-${n}`, invoiceNumber: last.invoices[0].number, lines });
  else if (act === 'phone') businessCentral.editVendor('V1', { phoneNumber: `020 7946 ${1000 + n}` });
  else if (act === 'address') businessCentral.editVendor('V1', { city: `Town ${n}` });
}

/** What is there in the end, without numbers and ids that depend on the order of things. */
function ending({ sandbox }: Bench): unknown {
  const { cin7, businessCentral } = sandbox;
  const shown = (documents: typeof businessCentral.state.purchaseInvoices) =>
    documents.map((one) => `${one.externalNumber} ${one.status} ${one.totalAmountIncludingTax}`).sort();
  return {
    invoices: shown(businessCentral.state.purchaseInvoices),
    memos: shown(businessCentral.state.purchaseCreditMemos),
    suppliers: cin7.state.suppliers.map(({ Name, Contacts, Addresses }) => [
      Name,
      Contacts.map((contact) => contact['Phone']),
      Addresses.map((address) => address['City']),
    ]),
    problems: sandbox.check(),
  };
}

async function withPush(push: PushBench, schedule: readonly Act[]): Promise<void> {
  const { pushes, cin7 } = push.bench.sandbox;
  for (const [n, step] of schedule.entries()) {
    pushes.fate = () => step.fate;
    pushes.reversed = step.reversed;
    happen(push.bench, step, n);
    push.bench.clock.advance(90_000);
    if (step.forged) {
      const event = {
        TaskID: cin7.state.purchases[0]?.id ?? 'none',
        PurchaseOrderNumber: `PO-${n}`,
        EventType: 'Purchase/Updated',
      };
      expect((await push.post('/demo/cin7/not-the-secret-at-all', event)).status).toBe(401);
      // Even one who knows the secret can only make us read.
      await push.post(`/demo/cin7/${secret}`, {
        ...event,
        EventType: 'Purchase/InvoiceAuthorised',
        Total: 1_000_000,
      });
    }
    if (step.deliver) await pushes.deliver();
    if (step.workOff) await push.workOff();
  }
}

it('ends as polling alone does, whatever becomes of notices', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(acts, { minLength: 3, maxLength: 9 }), async (schedule) => {
      const [push, poll] = [await createPushBench(), await createBench({ data: 'empty' })];
      try {
        for (const bench of [push.bench, poll]) {
          furnish(bench);
          await bench.sync({ flows });
        }
        await push.keep();
        await withPush(push, schedule);
        for (const [n, step] of schedule.entries()) {
          happen(poll, step, n);
          poll.clock.advance(90_000);
        }
        for (const bench of [push.bench, poll]) {
          bench.clock.advance(15 * 60_000);
          await bench.sync({ flows });
          await bench.sync({ flows });
        }
        expect(ending(push.bench)).toEqual(ending(poll));
      } finally {
        await push.close();
        await poll.close();
      }
    }),
    { numRuns: Number(process.env['PUSH_RUNS'] ?? 3) },
  );
});
