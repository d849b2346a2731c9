import { minus, toNumber } from '../domain/decimal.ts';
import { printMoney } from '../domain/money.ts';
import type { StoredDocument } from '../store/documents.ts';
import { audit, legOf, type Pass } from './context.ts';
import type { DocumentFlow } from './document-flow.ts';
import { judgeFailure } from './failures.ts';
import type { Draft, Settlement } from './ports.ts';

/** Reads the final numbers, and totals in base currency, of what was posted: one question for all of them. */
export async function settleNumbers(pass: Pass, flow: DocumentFlow): Promise<void> {
  const open = await pass.store.documents.unsettled(legOf(pass));
  for (const kind of pass.kinds) {
    const documents = open.filter((document) => document.kind === kind && document.target);
    const settle = flow.port(kind).settle;
    if (documents.length === 0) continue;
    try {
      const settlements = settle ? await settle(documents.flatMap(toPosted)) : [];
      await store(pass, documents, settlements);
    } catch (error) {
      await judgeFailure(pass, error);
    }
  }
}

const toPosted = (document: StoredDocument) =>
  document.target && document.draft ? [{ draft: document.draft as Draft, ref: document.target }] : [];

async function store(
  pass: Pass,
  documents: readonly StoredDocument[],
  settlements: readonly Settlement[],
): Promise<void> {
  const byTarget = new Map(settlements.map((settlement) => [settlement.ref.id, settlement]));
  await pass.store.transact(async (tx) => {
    for (const document of documents) {
      const settlement = byTarget.get(document.target?.id ?? '');
      const target = settlement ? { target: settlement.ref } : {};
      await tx.documents.change(document.id, { unsettled: false, ...target });
      if (settlement) await audit(tx, pass, document, 'number', tellSettlement(document, settlement));
    }
  });
}

function tellSettlement(document: StoredDocument, settlement: Settlement): Record<string, unknown> {
  const { baseNet } = document.draft as Draft;
  const told = { target: settlement.ref.number };
  if (!baseNet || !settlement.baseNet) return told;
  return {
    ...told,
    cin7NetInBaseCurrency: printMoney(baseNet),
    erpNetInBaseCurrency: printMoney(settlement.baseNet),
    difference:
      toNumber(minus(settlement.baseNet.amount, baseNet.amount)) === 0
        ? 'none'
        : minus(settlement.baseNet.amount, baseNet.amount),
  };
}
