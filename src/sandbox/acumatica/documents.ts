import { guidOf } from '../ids.ts';
import { showBill } from './bill-view.ts';
import { removeBill, saveBill } from './bills.ts';
import { exceptionAnswer, refusals, refuse } from './errors.ts';
import { billModel, orderModel } from './model-documents.ts';
import { showOrder } from './order-view.ts';
import { removeOrder, saveOrder } from './orders.ts';
import { releaseBill } from './release.ts';
import type { Action, Resource } from './resource.ts';
import type { Scope } from './scope.ts';
import { nextOf, stamped } from './state.ts';

/** Bill and PurchaseOrder with their actions: sheet, section 7. */

const done = (run: Action['run']): Action => ({ long: false, run });

const notApprover: Action = done(() =>
  refuse(exceptionAnswer('Error: You are not an authorized approver for this document.')),
);

/** A new debit adjustment on hold. */
function reverse({ site, world, by }: Scope, id: string): void {
  const bill = site.bills.get(id) ?? refusals.noEntity();
  if (!bill.released) refusals.rule('The document cannot be reversed, because it is not released.');
  site.bills.put({
    ...bill,
    ...stamped(world, by),
    type: 'Debit Adj.',
    nbr: nextOf(site, 'AP ADJ', '', 6),
    hold: true,
    status: 'On Hold',
    approved: false,
    released: false,
    batchNbr: '',
    balance: bill.total,
    control: bill.total,
    postedAs: undefined,
    checkedAs: undefined,
    lines: bill.lines.map((line) => ({ ...line, id: guidOf(`${line.id} reversed`) })),
  });
}

export const billResource: Resource = {
  name: 'Bill',
  model: () => billModel,
  all: (site, world) => site.bills.all().map((row) => showBill(row, site, world)),
  save: (scope, id, input) => saveBill(scope, scope.site.bills.get(id ?? ''), input).id,
  remove: removeBill,
  actions: {
    releasebill: { long: true, run: releaseBill },
    release: { long: true, run: releaseBill },
    reversebill: { long: true, run: reverse },
    approve: notApprover,
  },
};

export const orderResource: Resource = {
  name: 'PurchaseOrder',
  model: () => orderModel,
  all: (site) => site.orders.all().map((row) => showOrder(row, site)),
  save: (scope, id, input) => saveOrder(scope, scope.site.orders.get(id ?? ''), input).id,
  remove: removeOrder,
  actions: { approve: notApprover },
};
