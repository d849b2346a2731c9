import { hiddenReferences, servedReferences } from './reference-model.ts';
import type { Fields } from './rows.ts';
import { keyOf, newRow, tableOf, type World } from './state.ts';

/** Rows of reference lists, shown or not. */

const types = new Map([...servedReferences, ...hiddenReferences].map((type) => [type.set, type]));

/** Puts a row of a reference list; one of the same key is replaced. */
export function putReference(world: World, set: string, company: string, fields: Fields) {
  const type = types.get(set);
  if (type === undefined) throw new Error(`there is no reference list ${set}`);
  for (const name of Object.keys(fields))
    if (!Object.hasOwn(type.fields, name)) throw new Error(`${set} has no field ${name}`);
  return tableOf(world, set).put(
    newRow(world, type, type.keys[0] === 'dataAreaId' ? company : '', 'setup', fields),
  );
}

export function removeReference(
  world: World,
  set: string,
  company: string,
  ...values: readonly string[]
): void {
  const type = types.get(set);
  if (type === undefined) throw new Error(`there is no reference list ${set}`);
  const names = type.keys.filter((name) => name !== 'dataAreaId');
  const fields = Object.fromEntries(names.map((name, i) => [name, values[i] ?? '']));
  tableOf(world, set).remove(keyOf(type, { company: company.toLowerCase(), fields }));
}

export type Rows = readonly (readonly string[])[];

/** Rows as texts, in the order of these field names. */
export function putAll(world: World, set: string, company: string, names: string, rows: Rows): void {
  const fields = names.split(' ');
  for (const row of rows)
    putReference(
      world,
      set,
      company,
      Object.fromEntries(fields.flatMap((name, i) => (row[i] === undefined ? [] : [[name, row[i]]]))),
    );
}
