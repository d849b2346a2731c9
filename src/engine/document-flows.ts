import type { Pass } from './context.ts';
import type { DocumentFlow } from './document-flow.ts';
import { incomingFlow } from './incoming-flow.ts';
import { inventoryFlow } from './inventory-flow.ts';
import { purchaseFlow } from './purchase-flow.ts';
import { receiptFlow } from './receipt-flow.ts';
import { saleFlow } from './sale-flow.ts';

/** The document flow that a pass runs. */
export function documentFlow(pass: Pass): DocumentFlow {
  if (pass.flow === 'purchases') return pass.leg === 'cin7-to-erp' ? purchaseFlow(pass) : incomingFlow(pass);
  if (pass.flow === 'sales') return saleFlow(pass);
  if (pass.flow === 'receipts') return receiptFlow(pass);
  if (pass.flow === 'inventory') return inventoryFlow(pass);
  throw new Error(`the flow ${pass.flow} is not built`);
}
