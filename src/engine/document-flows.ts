import type { Pass } from './context.ts';
import type { DocumentFlow } from './document-flow.ts';
import { incomingFlow } from './incoming-flow.ts';
import { purchaseFlow } from './purchase-flow.ts';

/** The document flow that a pass runs. */
export function documentFlow(pass: Pass): DocumentFlow {
  if (pass.flow === 'purchases') return pass.leg === 'cin7-to-erp' ? purchaseFlow(pass) : incomingFlow(pass);
  throw new Error(`the flow ${pass.flow} is not built`);
}
