import { money } from '../domain/money.ts';
import type { Problem } from '../domain/problem.ts';
import { fold } from '../domain/text.ts';
import { mapAccount } from './accounts.ts';
import { checkMaster, checkProduct } from './check-masters.ts';
import { type Advice, printAdvice } from './check-yaml.ts';
import { mapCurrency } from './currencies.ts';
import { mapDimensions } from './dimensions.ts';
import { Findings } from './findings.ts';
import { mapLocation } from './locations.ts';
import type { At } from './look-up.ts';
import type { Mapping, MappingTable, TaxFields, TaxTarget } from './mapping.ts';
import { defaultLine, gather, type Occurrence, whereText } from './occurrences.ts';
import { indexRows, type ReferenceIndex, type ReferenceList, type ReferenceRow } from './references.ts';
import { guess } from './suggest.ts';
import { mapTax, useTax } from './taxes.ts';
import { mapTerm } from './terms.ts';
import { mapUnit } from './units.ts';

export interface MappingCheck {
  readonly mapping: Mapping;
  readonly occurrences: readonly Occurrence[];
  /** What the ERP has; a list that is not here is not checked against. */
  readonly references: Readonly<Partial<Record<ReferenceList | 'suppliers' | 'customers', ReferenceIndex>>>;
  /** The company's own currency by the ERP's code, where its list lacks it. */
  readonly localCurrency?: string | undefined;
  /** The fields of this ERP's tax targets; default: `code` in taxes. */
  readonly taxFields?: TaxFields | undefined;
}

export interface MappingCheckResult {
  /** What keeps documents from being written, or would do so. */
  readonly findings: readonly Problem[];
  /** The same about values that no document uses. */
  readonly notes: readonly Problem[];
  /** A block to paste: sure guesses as lines marked `# ?`, others commented out. '' when nothing is to be added. */
  readonly yaml: string;
}

/** Everything that the mapping lacks and everything in it that leads nowhere, at once. Pure. */
export function checkMapping(check: MappingCheck): MappingCheckResult {
  const findings: Problem[] = [];
  const notes: Problem[] = [];
  const advice: Advice[] = [];
  for (const occurrence of gather(check.occurrences, check.mapping)) {
    const told = new Findings();
    const at: At = { record: whereText(occurrence.where), field: `mapping.${occurrence.table}` };
    checks[occurrence.table](check, at, occurrence.value, told);
    const problems = [...told.problems, ...told.warnings];
    if (problems.length === 0) continue;
    (occurrence.used ? findings : notes).push(...problems);
    if (occurrence.used && told.problems.length > 0) advice.push(advise(check, occurrence));
  }
  return { findings, notes, yaml: printAdvice(advice, formOf(check)) };
}

type Check = (check: MappingCheck, at: At, value: string, told: Findings) => void;

const checks: Readonly<Record<MappingTable, Check>> = {
  accounts: ({ mapping, references }, at, value, told) => {
    const isDefault = fold(value) === fold(defaultLine);
    const target = mapAccount(
      at,
      isDefault ? undefined : value,
      mapping,
      references.accounts ?? trusting,
      told,
    );
    mapDimensions(at, target, undefined, references, told);
  },
  units: ({ mapping, references }, at, value, told) => {
    mapUnit(at, value, mapping, references.units ?? trusting, told);
  },
  taxes: (check, at, value, told) => {
    const fields = check.taxFields ?? taxFields;
    const target = mapTax(at, value, money(0, ''), check.mapping, told, formOf(check));
    if (target === undefined || target === 'none') return;
    for (const [field, list] of Object.entries(fields) as [keyof TaxTarget, ReferenceList | undefined][]) {
      const code = target[field];
      if (code !== undefined && list !== undefined)
        useTax(at, code, check.references[list] ?? trusting, told, list);
    }
  },
  paymentTerms: ({ mapping, references }, at, value, told) => {
    mapTerm(at, value, mapping, references.paymentTerms, told);
  },
  currencies: ({ mapping, references, localCurrency }, at, value, told) => {
    mapCurrency(at, value, mapping, references.currencies ?? trusting, told, localCurrency);
  },
  locations: ({ mapping, references }, at, value, told) => {
    mapDimensions(
      at,
      undefined,
      mapLocation(at, value, mapping, references.locations, told),
      references,
      told,
    );
  },
  suppliers: ({ mapping, references }, at, value, told) => {
    checkMaster(at, 'suppliers', value, mapping, references.suppliers, told);
  },
  customers: ({ mapping, references }, at, value, told) => {
    checkMaster(at, 'customers', value, mapping, references.customers, told);
  },
  products: ({ mapping, references }, at, value, told) => {
    checkProduct(at, value, mapping, references.items, told);
  },
};

const taxFields: TaxFields = { code: 'taxes', account: 'accounts' };
const formOf = (check: MappingCheck): string[] => (check.taxFields ? Object.keys(check.taxFields) : ['code']);

const lists = {
  accounts: 'accounts',
  units: 'units',
  taxes: 'taxes',
  paymentTerms: 'paymentTerms',
  currencies: 'currencies',
  locations: 'locations',
  suppliers: 'suppliers',
  customers: 'customers',
  products: 'items',
} as const satisfies Record<MappingTable, keyof MappingCheck['references']>;

function advise(check: MappingCheck, { table, value, name = '' }: Occurrence): Advice {
  const best = guess([value, name], check.references[lists[table]] ?? indexRows([]));
  return { table, value, guess: best && { row: best.row, sure: best.sure && isSure(table, best.row, name) } };
}

/** Whether an equal code or name is enough to act upon: two charts of accounts may number different things alike. */
function isSure(table: MappingTable, row: ReferenceRow, name: string): boolean {
  if (table === 'accounts') return fold(name) !== '' && fold(row.name) === fold(name);
  return table !== 'suppliers' && table !== 'customers' && table !== 'products';
}

/** Stands for a list that the ERP does not show: every code is taken on trust. */
const trusting: ReferenceIndex = { rows: [], get: (code) => ({ code, name: '', usable: true }) };
