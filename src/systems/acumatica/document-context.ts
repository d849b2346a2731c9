import type { AcumaticaConfig } from '../../config/schema.ts';
import type { PurchaseLine } from '../../domain/purchase.ts';
import { fold } from '../../domain/text.ts';
import type { Lookups } from '../../engine/ports.ts';
import { mapAccount } from '../../mapping/accounts.ts';
import type { Findings } from '../../mapping/findings.ts';
import { lookUp } from '../../mapping/look-up.ts';
import type { LocationTarget } from '../../mapping/mapping.ts';
import { mapTax, useTax } from '../../mapping/taxes.ts';
import { lineTitle } from '../shared/bills.ts';
import type { PlainRecord } from './wrap.ts';

/** The config that shapes documents. */
export type DocumentConfig = Pick<
  AcumaticaConfig,
  'branch' | 'subaccount' | 'taxZone' | 'orderItem' | 'linkOrders' | 'closeOrders' | 'defaults'
>;

/** What all lines of one document have in common. */
export interface LineContext {
  readonly config: DocumentConfig;
  readonly lookups: Lookups;
  readonly record: string;
  readonly location: LocationTarget | 'ignore' | undefined;
  readonly findings: Findings;
}

export const branchOf = ({
  location,
  config,
}: Pick<LineContext, 'location' | 'config'>): string | undefined =>
  (location === 'ignore' ? undefined : location?.branch) ?? config.branch;

export const atLine =
  ({ record }: LineContext, line: PurchaseLine, index: number) =>
  (what: string) => ({
    record,
    field: `${lineTitle(line, index)} ${what}`,
  });

/** The mapped account, with its subaccount or the pair's; a site without subaccounts shows no such list. */
export function accountOf(
  context: LineContext,
  line: PurchaseLine,
  index: number,
): { readonly account: string; readonly subaccount: string | undefined } | undefined {
  const { lookups, findings, config } = context;
  const at = atLine(context, line, index);
  const target = mapAccount(
    at('account'),
    line.account,
    lookups.mapping,
    lookups.reference('accounts'),
    findings,
  );
  if (!target) return undefined;
  const wanted = target.subaccount ?? config.subaccount;
  const list = lookups.reference('subaccounts');
  if (wanted === undefined || list.rows.length === 0) return { account: target.account, subaccount: wanted };
  // Segments may be written with or without what separates them.
  const same = list.rows.find(({ code }) => plain(code) === plain(wanted));
  const row = lookUp(
    {
      at: at('subaccount'),
      code: same?.code ?? wanted,
      list: 'subaccounts',
      index: list,
      problem: 'account-unusable',
      fix: 'name another subaccount in mapping.accounts, or in erp.subaccount',
    },
    findings,
  );
  return { account: target.account, subaccount: row?.code };
}

const plain = (code: string): string => fold(code).replace(/[^\p{L}\p{N}]/gu, '');

export interface MappedLines {
  readonly lines: readonly PlainRecord[];
  /** Of each line, nothing where it could not be told. */
  readonly taxes: readonly (LineTax | undefined)[];
}

export interface LineTax {
  /** Nothing for a line without tax. */
  readonly category: string | null;
  readonly zone: string | undefined;
}

export function taxOf(context: LineContext, line: PurchaseLine, index: number): LineTax | undefined {
  const { lookups, findings, config } = context;
  const at = atLine(context, line, index)('tax');
  const target = mapTax(at, line.taxRule, line.tax, lookups.mapping, findings, ['category', 'zone']);
  if (target === undefined) return undefined;
  if (target === 'none') return { category: null, zone: undefined };
  const category = useTax(at, target.category ?? '', lookups.reference('taxes'), findings);
  const wanted = target.zone ?? config.taxZone;
  const zones = lookups.reference('taxZones');
  const zone = wanted === undefined ? undefined : useTax(at, wanted, zones, findings, 'taxZones');
  return category === undefined ? undefined : { category, zone };
}

/** A document has one tax zone. Without any, the vendor's own holds. */
export function zoneOf(
  taxes: readonly (LineTax | undefined)[],
  record: string,
  findings: Findings,
): string | undefined {
  const zones = [...new Set(taxes.flatMap((tax) => tax?.zone ?? []))];
  if (zones.length > 1) {
    findings.add({
      code: 'tax-unusable',
      record,
      field: 'tax zone',
      seen: zones.join(', '),
      allowed: ['one tax zone for all lines of a document'],
      fix: 'map the tax rules of one document to one zone in mapping.taxes',
    });
  }
  return zones[0];
}
