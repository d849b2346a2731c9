import type { Purchase } from '../domain/purchase.ts';
import { type GoodsReceipt, titleOfReceipt } from '../domain/receipt.ts';
import { changedReceipt, routeReceipts } from '../flows/receipts.ts';
import type { StoredDocument } from '../store/documents.ts';
import { type Pass, source, target } from './context.ts';
import type { DocumentFlow } from './document-flow.ts';
import type { DocumentTarget, Draft, Source } from './ports.ts';
import { outsideFlow, partners, required, withAccounts } from './purchase-flow.ts';

/** The goods of purchases to the ERP: each authorised receipt by itself. */
export function receiptFlow(pass: Pass): DocumentFlow {
  return {
    placeholder: 'purchase',
    source: required(source(pass).sources.purchases, 'purchases') as Source<unknown>,
    route: (record) => routeReceipts(record as Purchase),
    port: () => required(target(pass).targets.receipts, 'receipts') as DocumentTarget<unknown, Draft>,
    outside: (_, document) => outsideFlow(pass, document),
    neighbours: async (_, document) => neighbours(pass, document),
    changes: async (_, document) => changesSince(document),
    differences: (before, after) => changedReceipt(before as GoodsReceipt, after as GoodsReceipt),
    title: (content, document) =>
      content ? titleOfReceipt(content as GoodsReceipt) : `purchase ${document.number}`,
  };
}

async function neighbours(pass: Pass, document: StoredDocument) {
  const receipt = document.content as GoodsReceipt;
  const { supplier, lines } = receipt;
  const found = await partners(pass, supplier.id, lines, document, titleOfReceipt(receipt));
  if ('problems' in found) return found;
  return { ...found, content: { ...receipt, lines: await withAccounts(pass, lines) } };
}

async function changesSince({ sent, sentPrint, sourcePrint, content }: StoredDocument) {
  if (!sent || sentPrint === sourcePrint) return [];
  const found = changedReceipt(sent as GoodsReceipt, content as GoodsReceipt);
  return found.length > 0 ? found : [{ field: 'lines', from: 'as written', to: 'changed' }];
}
