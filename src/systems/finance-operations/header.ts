import type { DefaultsRule } from '../../config/schema.ts';
import type { PlainDate } from '../../domain/time.ts';
import type { Lookups } from '../../engine/ports.ts';
import { mapCurrency } from '../../mapping/currencies.ts';
import type { Findings } from '../../mapping/findings.ts';
import { mapTerm } from '../../mapping/terms.ts';
import { type DefaultFields, typedDefaults } from '../shared/defaults.ts';
import { vendorOf } from '../shared/lookups.ts';
import { checkOwnCompany, companyIn } from './company-checks.ts';

/** A date without a time of day: noon in UTC is the same day wherever the server stands. */
export const noon = (date: PlainDate): string => `${date}T12:00:00Z`;
export const yesNo = (value: boolean): string => (value ? 'Yes' : 'No');

export interface HeaderParts {
  readonly company: string;
  readonly vendor: string;
  readonly currency: string;
  readonly terms: string | undefined;
  readonly defaults: Readonly<Record<string, string | number>>;
}

/** What headers of both kinds take from the vendor, the mapping and the defaults; problems are told. */
export function headerParts(
  document: {
    readonly supplier: { readonly id: string; readonly name: string };
    readonly currency: string;
    readonly terms?: string | undefined;
  },
  lookups: Lookups,
  told: { readonly record: string; readonly findings: Findings },
  preset: {
    readonly rules: readonly DefaultsRule[] | undefined;
    readonly key: string;
    readonly fields: DefaultFields;
  },
): HeaderParts {
  const { record, findings } = told;
  const vendor = vendorOf(document.supplier, lookups, record, findings);
  if (vendor) checkOwnCompany(vendor.linked.ref.id, record, lookups, findings);
  const { mapping } = lookups;
  const at = (field: string) => ({ record, field });
  const currency = mapCurrency(
    at('currency'),
    document.currency,
    mapping,
    lookups.reference('currencies'),
    findings,
  );
  const terms = mapTerm(
    at('payment term'),
    document.terms,
    mapping,
    lookups.reference('paymentTerms'),
    findings,
  );
  const { rules, key, fields } = preset;
  const defaults = typedDefaults(rules, { currency: document.currency }, { record, key, fields }, findings);
  return {
    company: companyIn(lookups),
    vendor: vendor?.code ?? '',
    currency: currency ?? '',
    terms,
    defaults: defaults as HeaderParts['defaults'],
  };
}
