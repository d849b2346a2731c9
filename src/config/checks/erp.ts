import type { DraftPair, Path, Say } from './draft.ts';
import { runs } from './flows.ts';

/** What the flows of a pair need of its two sides. */
export function checkSides(pair: DraftPair, at: Path, say: Say): void {
  const { erp } = pair;
  if (erp?.type === 'nav') checkNav(pair, at, say);
  if (erp?.type === 'gp' && runs(pair, 'receipts') && erp.accounts?.accruedPurchases === undefined) {
    say([...at, 'erp', 'accounts', 'accruedPurchases'], 'missing; receipts credit this account');
  }
  const direction = pair.flows?.purchases?.direction;
  const intoCin7 = erp?.type === 'acumatica' && (direction === 'both' || direction === 'erp-to-cin7');
  if (
    intoCin7 &&
    runs(pair, 'purchases') &&
    pair.cin7 !== undefined &&
    pair.cin7.orderReference === undefined
  ) {
    say(
      [...at, 'cin7', 'orderReference'],
      'missing; purchases from the ERP keep its order number there, such as AdditionalAttribute1',
    );
  }
}

function checkNav(pair: DraftPair, at: Path, say: Say): void {
  const { erp } = pair;
  if (erp?.type !== 'nav') return;
  const path = [...at, 'erp'];
  if (runs(pair, 'purchases') && runs(pair, 'inventory') && erp.stockClearing === undefined) {
    say(
      [...path, 'stockClearing'],
      'missing; with both purchases and inventory, stock would be valued twice without it',
    );
  }
  if (erp.deployment === 'on-premises' && erp.auth === 'oauth' && erp.scope === undefined) {
    say([...path, 'scope'], 'missing; oauth needs the scope of the server, {AppIdUri}/.default');
  }
  const { purchases, sales } = erp.journals ?? {};
  const same = purchases?.template === sales?.template && purchases?.batch === sales?.batch;
  if (same && purchases?.batch !== undefined && runs(pair, 'purchases') && runs(pair, 'sales')) {
    say(
      [...path, 'journals', 'sales'],
      'purchases are written to the same journal batch; each needs its own',
    );
  }
}
