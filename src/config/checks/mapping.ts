import { markKey } from '../fields.ts';
import { all } from '../nearest.ts';
import type { ErpType } from '../schema.ts';
import type { DraftErp, DraftPair, Path, Say } from './draft.ts';

/** Fields of targets that mean something to the type of the ERP; a field that would go nowhere is refused. */
const accountFields: Readonly<Record<ErpType, readonly string[]>> = {
  'business-central': ['account', 'dimensions'],
  'finance-operations': ['account', 'dimensions', 'category'],
  nav: ['account', 'dimensions'],
  gp: ['account'],
  acumatica: ['account', 'subaccount'],
};

const locationFields: Readonly<Record<ErpType, readonly string[]>> = {
  'business-central': ['code', 'dimensions'],
  'finance-operations': ['code', 'dimensions', 'site', 'warehouse'],
  nav: ['code', 'dimensions', 'inTransit'],
  gp: ['code'],
  acumatica: ['code', 'warehouse', 'branch'],
};

interface TaxForm {
  readonly required: readonly string[];
  readonly optional?: readonly string[];
}

const taxForms: Readonly<Record<ErpType, readonly TaxForm[]>> = {
  'business-central': [{ required: ['code'] }],
  'finance-operations': [{ required: ['group', 'itemGroup'] }],
  nav: [{ required: ['vatBus', 'vatProd'] }, { required: ['account'] }],
  gp: [{ required: ['account'], optional: ['detail'] }],
  acumatica: [{ required: ['category'], optional: ['zone'] }],
};

/** Targets in the form that the type of the ERP has. */
export function checkMapping(pair: DraftPair, at: Path, say: Say): void {
  const { erp, mapping } = pair;
  if (erp?.type === undefined || mapping === undefined) return;
  const place = (table: string, key: string) => [...at, 'mapping', table, markKey(key)];
  for (const [key, target] of mapping.accounts ?? []) {
    checkFields(erp.type, target, accountFields[erp.type], place('accounts', key), say);
    checkDimensions(erp, target.dimensions, place('accounts', key), say);
  }
  for (const [key, target] of mapping.taxes ?? []) {
    if (target !== 'none') checkTax(erp.type, target, place('taxes', key), say);
  }
  for (const [key, target] of mapping.locations ?? []) {
    const path = place('locations', key);
    if (typeof target === 'string') {
      if (target !== 'ignore' && target.toLowerCase() === 'ignore')
        say(path, 'unknown value', { suggestion: 'ignore' });
      continue;
    }
    if (set(target).length === 0)
      say(path, 'expected a code, ignore, or a map such as { code: BLUE }', { whole: true });
    checkFields(erp.type, target, locationFields[erp.type], path, say);
    checkDimensions(erp, target.dimensions, path, say);
  }
}

const set = (target: object): string[] =>
  Object.entries(target)
    .filter(([, value]) => value !== undefined)
    .map(([key]) => key);

function checkFields(type: ErpType, target: object, known: readonly string[], path: Path, say: Say): void {
  for (const field of set(target)) {
    if (!known.includes(field))
      say([...path, field], `${type} has no ${field}; it has ${all(known)}`, { atKey: true });
  }
}

function checkTax(type: ErpType, target: object, path: Path, say: Say): void {
  const forms = taxForms[type];
  const expected = `none or ${forms.map(printForm).join(' or ')}`;
  const given = set(target);
  const known = forms.flatMap((form) => [...form.required, ...(form.optional ?? [])]);
  const foreign = given.filter((field) => !known.includes(field));
  for (const field of foreign) {
    say([...path, field], `taxes of ${type} have no ${field}; expected ${expected}`, { atKey: true });
  }
  const fits = forms.some(
    ({ required, optional = [] }) =>
      required.every((field) => given.includes(field)) &&
      given.every((field) => required.includes(field) || optional.includes(field)),
  );
  if (foreign.length === 0 && !fits) say(path, `expected ${expected}`, { whole: true });
}

const printForm = ({ required, optional = [] }: TaxForm): string =>
  `{ ${[...required, ...optional.map((field) => `${field}?`)].join(', ')} }`;

function checkDimensions(erp: DraftErp, dimensions: object | undefined, path: Path, say: Say): void {
  if (erp.type !== 'finance-operations' || dimensions === undefined) return;
  const format = (erp.dimensions?.format ?? []).filter((name) => name !== undefined);
  for (const name of Object.keys(dimensions)) {
    if (format.includes(name)) continue;
    say([...path, 'dimensions', markKey(name)], `not in erp.dimensions.format, which has ${all(format)}`, {
      atKey: true,
    });
  }
}
