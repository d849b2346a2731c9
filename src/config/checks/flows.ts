import { type FlowName, flowNames } from '../../domain/document.ts';
import { documentsOf, legsFor, legsOf } from '../flow-options.ts';
import { all, either } from '../nearest.ts';
import { offers } from '../offers.ts';
import type { ErpType } from '../schema.ts';
import type { DraftPair, Path, Say } from './draft.ts';

type DraftFlow = NonNullable<NonNullable<DraftPair['flows']>[FlowName]>;

/** The flows whose records are documents: they have a first day, and belong to a location. */
export const documentFlows = [
  'purchases',
  'receipts',
  'sales',
  'inventory',
] as const satisfies readonly FlowName[];

export const runs = (pair: DraftPair, name: FlowName): boolean => {
  const flow = pair.flows?.[name];
  return flow !== undefined && flow.enabled !== false;
};

/** What a type of ERP does not offer, and what a flow cannot go without. */
export function checkFlows(pair: DraftPair, at: Path, say: Say): void {
  const type = pair.erp?.type;
  for (const name of flowNames) {
    const flow = pair.flows?.[name];
    if (flow === undefined) continue;
    const path = [...at, 'flows', name];
    if (documentFlows.some((other) => other === name) && runs(pair, name)) checkSince(flow, path, say);
    if (type !== undefined) checkOffer(type, name, flow, path, say);
  }
}

function checkSince(flow: DraftFlow, path: Path, say: Say): void {
  if (flow.since !== undefined) return;
  say(
    [...path, 'since'],
    'missing; expected a date such as 2026-01-31: older documents are skipped for ever',
  );
}

function checkOffer(type: ErpType, name: FlowName, flow: DraftFlow, path: Path, say: Say): void {
  const offer = offers[type][name];
  if (offer === undefined) {
    const offered = flowNames.filter((other) => offers[type][other] !== undefined);
    say(path, `${type} does not offer ${name}; it offers ${all(offered)}`, { atKey: true });
    return;
  }
  if (legsFor(offer, flow.direction) === undefined) {
    say([...path, 'direction'], `${type} has ${name} only ${all(legsOf(offer))}`);
  }
  if (flow.post && (type === 'gp' || type === 'finance-operations')) {
    say([...path, 'post'], `${type} documents are posted by people; only false is possible`);
  }
  if (flow.lines === 'item' && (type === 'nav' || type === 'gp')) {
    say([...path, 'lines'], `${type} books lines by account; only account is possible`);
  }
  checkDocuments(type, name, flow, path, say);
}

function checkDocuments(type: ErpType, name: FlowName, flow: DraftFlow, path: Path, say: Say): void {
  if (flow.documents === undefined) return;
  const possible = documentsOf(type, name);
  if (possible.length === 0) say([...path, 'documents'], 'only purchases have documents', { atKey: true });
  for (const [index, document] of flow.documents.entries()) {
    if (document === undefined || possible.length === 0 || possible.includes(document)) continue;
    say([...path, 'documents', index], `${type} has no ${document}; expected ${either(possible)}`);
  }
}
