import { fold } from '../../domain/text.ts';
import type { Lookups } from '../../engine/ports.ts';
import type { Dimensions } from '../../mapping/dimensions.ts';
import type { Findings } from '../../mapping/findings.ts';
import type { At } from '../../mapping/look-up.ts';
import type { LineBody } from './group-shape.ts';
import { tables } from './references.ts';
import type { Terrain } from './setup.ts';

export const ruleTable = tables;

interface Context {
  readonly lookups: Pick<Lookups, 'reference'>;
  readonly terrain: Terrain;
  readonly findings: Findings;
}

/** Dimensions by the journal's fields. Only shortcut dimensions have one: no other can be set on a journal's page. */
export function dimensionFields({ terrain, findings }: Context, at: At, dimensions: Dimensions): LineBody {
  const fields: Record<string, string> = {};
  for (const [dimension, value] of Object.entries(dimensions)) {
    const field = terrain.dimensionField(dimension);
    if (field !== undefined && terrain.has(field)) fields[field] = value;
    else
      findings.add({
        code: 'dimension-unknown',
        ...at,
        seen: dimension,
        fix: terrain.knowsDimensions
          ? 'make it a shortcut dimension in General Ledger Setup: journals show no other'
          : 'publish the page General Ledger Setup (118), so that shortcut dimensions are known',
      });
  }
  return fields;
}

interface Rule {
  readonly dimension: string;
  readonly value: string;
  readonly posting: string;
}

/**
 * Checks what default dimensions demand of a line on one account, whose dimensions are `given` (`Code Mandatory`, `Same
 * Code`, `No Code`; page 540, checked by DimensionManagement when it is posted).
 */
export function checkRules(context: Context, at: At, table: number, no: string, given: Dimensions): void {
  for (const rule of rulesOf(context.lookups, table, no)) {
    const own = ofDimension(given, rule.dimension);
    const wrong =
      rule.posting === 'Code Mandatory'
        ? own === '' && rule.value === ''
        : rule.posting === 'Same Code'
          ? own !== '' && fold(own) !== fold(rule.value)
          : own !== '';
    if (wrong) broken(context, at, no, rule, own);
  }
}

/** Of these dimensions, those that a line must have and gets from nowhere else. */
export function demandedOf(
  context: Context,
  at: At,
  table: number,
  no: string,
  offered: Dimensions,
): Dimensions {
  const chosen: Record<string, string> = {};
  for (const rule of rulesOf(context.lookups, table, no)) {
    if (rule.posting !== 'Code Mandatory' || rule.value !== '') continue;
    const own = ofDimension(offered, rule.dimension);
    if (own === '') broken(context, at, no, rule, own);
    else chosen[rule.dimension] = own;
  }
  return chosen;
}

const ofDimension = (given: Dimensions, dimension: string): string =>
  Object.entries(given).find(([code]) => fold(code) === fold(dimension))?.[1] ?? '';

function broken({ findings }: Context, at: At, no: string, rule: Rule, own: string): void {
  const { dimension, posting, value } = rule;
  const allowed =
    posting === 'Same Code' ? value || '(blank)' : posting === 'No Code' ? '(blank)' : 'any value';
  findings.add(
    {
      code: 'dimension-unknown',
      ...at,
      seen: `${dimension}: ${own || 'none'}`,
      allowed: [allowed],
      fix: `${no} says ${posting} for ${dimension}: set it in dimensions of mapping.accounts or mapping.locations`,
    },
    'defaultDimensions',
  );
}

/** Rules of the account itself before those for all of its table. */
function rulesOf(lookups: Pick<Lookups, 'reference'>, table: number, no: string): Rule[] {
  const found = new Map<string, Rule>();
  for (const { code, data } of lookups.reference('defaultDimensions').rows) {
    const dimension = data?.['dimension'] ?? '';
    const own = fold(code) === fold(`${table}/${no}/${dimension}`);
    if (!own && fold(code) !== fold(`${table}//${dimension}`)) continue;
    if (own || !found.has(fold(dimension)))
      found.set(fold(dimension), {
        dimension,
        value: data?.['value'] ?? '',
        posting: data?.['posting'] ?? '',
      });
  }
  return [...found.values()];
}
