import { fold } from '../../domain/text.ts';
import type { Draft, DraftErp, DraftPair, Say } from './draft.ts';
import { documentFlows, runs } from './flows.ts';

/** What pairs must not do to each other. */
export function checkPairs(draft: Draft, say: Say): void {
  const pairs = draft.pairs ?? [];
  for (const [later, pair] of pairs.entries()) {
    for (const [earlier, other] of pairs.slice(0, later).entries()) {
      if (pair === undefined || other === undefined) continue;
      if (pair.name !== undefined && other.name !== undefined && fold(pair.name) === fold(other.name)) {
        say(['pairs', later, 'name'], `pairs[${earlier}] has this name`);
      }
      checkTwo({ pair, index: later }, { pair: other, index: earlier }, say);
    }
  }
}

interface Numbered {
  readonly pair: DraftPair;
  readonly index: number;
}

function checkTwo(later: Numbered, earlier: Numbered, say: Say): void {
  const company = companyOf(later.pair.erp);
  const sameCompany = company !== undefined && company === companyOf(earlier.pair.erp);
  const account = later.pair.cin7?.credentials;
  if (account !== undefined && account === earlier.pair.cin7?.credentials) {
    if (sameCompany) {
      say(
        ['pairs', later.index, 'erp'],
        `pairs[${earlier.index}] connects the same Cin7 account and company`,
        {
          atKey: true,
        },
      );
    } else checkLocations(later, earlier, say);
  } else if (sameCompany) checkBatches(later, earlier, say);
}

/** Two pairs on one Cin7 account: no document may belong to both. */
function checkLocations(later: Numbered, earlier: Numbered, say: Say): void {
  for (const flow of documentFlows) {
    if (!runs(later.pair, flow) || !runs(earlier.pair, flow)) continue;
    const path = ['flows', flow, 'only', 'locations'];
    const mine = later.pair.flows?.[flow]?.only?.locations;
    const theirs = earlier.pair.flows?.[flow]?.only?.locations;
    for (const { index, locations } of [
      { index: earlier.index, locations: theirs },
      { index: later.index, locations: mine },
    ]) {
      if (locations !== undefined) continue;
      const two = `pairs[${earlier.index}] and pairs[${later.index}] share a Cin7 account`;
      say(['pairs', index, ...path], `missing; ${two}, so each must name its locations`);
    }
    for (const [position, location] of (mine ?? []).entries()) {
      if (!theirs?.some((other) => fold(other) === fold(location))) continue;
      say(
        ['pairs', later.index, ...path, position],
        `pairs[${earlier.index}] has this location of the same Cin7 account`,
      );
    }
  }
}

/** Two pairs on one NAV company: a batch is posted and emptied as a whole. */
function checkBatches(later: Numbered, earlier: Numbered, say: Say): void {
  if (later.pair.erp?.type !== 'nav' || earlier.pair.erp?.type !== 'nav') return;
  for (const name of ['purchases', 'sales', 'inventory'] as const) {
    if (!runs(later.pair, name) || !runs(earlier.pair, name)) continue;
    const mine = later.pair.erp.journals?.[name];
    const theirs = earlier.pair.erp.journals?.[name];
    if (fold(mine?.template) !== fold(theirs?.template) || fold(mine?.batch) !== fold(theirs?.batch))
      continue;
    say(
      ['pairs', later.index, 'erp', 'journals', name, 'batch'],
      `pairs[${earlier.index}] writes to the same journal batch of this company; each needs its own`,
    );
  }
}

/** Tells companies apart as far as the file can; an address that stands in the vault is known by the entry's name. */
function companyOf(erp: DraftErp | undefined): string | undefined {
  const parts = erp && partsOf(erp);
  if (parts === undefined || parts.some((part) => part === undefined)) return undefined;
  return parts.map((part) => fold(part)).join('\n');
}

function partsOf(erp: DraftErp): (string | undefined)[] | undefined {
  const known = (address: string | undefined) =>
    address === '' ? erp.credentials && `vault entry ${erp.credentials}` : address;
  switch (erp.type) {
    case 'business-central':
      return ['online', known(erp.tenantId), erp.environment, erp.company];
    case 'finance-operations':
      return [erp.type, known(erp.environmentUrl), erp.legalEntity];
    case 'nav':
      if (erp.deployment === 'on-premises')
        return [erp.type, known(erp.serverUrl), erp.tenant ?? '', erp.company];
      return erp.deployment === 'online'
        ? ['online', known(erp.tenantId), erp.environment, erp.company]
        : undefined;
    case 'gp':
      return [erp.type, known(erp.serviceUrl), erp.tenant, erp.company];
    case 'acumatica':
      return [erp.type, known(erp.instanceUrl), erp.tenant ?? `of ${erp.credentials}`];
    default:
      return undefined;
  }
}
