import { type EntityModel, inVersion, type TopModel } from './contract.ts';
import { refusals } from './errors.ts';
import { type Condition, fieldsOf, parseFilter } from './filter.ts';

/** `$filter $select $expand $custom $top $skip`: the schema knows no others. */
export interface Query {
  readonly filter: Condition | undefined;
  /** Without `$select`: all fields. */
  readonly select: readonly string[] | undefined;
  /** `MainContact`, `MainContact/Address`; what leads there is expanded, too. */
  readonly expand: ReadonlySet<string>;
  /** `View.Field`, for details `Details/View.Field`. */
  readonly custom: readonly string[];
  readonly top: number | undefined;
  readonly skip: number;
}

const known = ['$filter', '$select', '$expand', '$custom', '$top', '$skip'];

/** Names that do not exist are refused (what the site really does with them is not known: the strict reading). */
export function readQuery(
  model: TopModel,
  pairs: URLSearchParams,
  version: string,
  ignore: (name: string) => void,
): Query {
  for (const name of pairs.keys()) if (!known.includes(name)) ignore(name);
  const list = (name: string) =>
    (pairs.get(name) ?? '')
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean);
  const filter = pairs.get('$filter');
  const select = pairs.has('$select') ? list('$select') : undefined;
  const expand = new Set(list('$expand').flatMap(withParents));
  for (const path of expand) checkExpand(model, path);
  for (const path of select ?? []) checkSelect(model, path, version);
  return {
    filter: filter === null ? undefined : condition(filter),
    select,
    expand,
    custom: list('$custom'),
    top: whole(pairs.get('$top'), '$top'),
    skip: whole(pairs.get('$skip'), '$skip') ?? 0,
  };
}

function condition(text: string): Condition {
  try {
    return parseFilter(text);
  } catch (error) {
    return refusals.badQuery((error as Error).message);
  }
}

const withParents = (path: string): string[] =>
  path.split('/').map((_, i, parts) => parts.slice(0, i + 1).join('/'));

function partOf(model: EntityModel, name: string): EntityModel | undefined {
  if (Object.hasOwn(model.linked, name)) return model.linked[name];
  return Object.hasOwn(model.details, name) ? model.details[name] : undefined;
}

function checkExpand(model: EntityModel, path: string): void {
  let at = model;
  for (const name of path.split('/'))
    at =
      partOf(at, name) ?? refusals.badQuery(`The $expand parameter names '${path}', which does not exist.`);
}

function checkSelect(model: EntityModel, path: string, version: string): void {
  let at = model;
  const names = path.split('/');
  for (const [i, name] of names.entries()) {
    const part = partOf(at, name);
    if (part !== undefined) at = part;
    else {
      const field = Object.hasOwn(at.fields, name) ? at.fields[name] : undefined;
      if (i < names.length - 1 || field === undefined || !inVersion(field, version))
        refusals.badQuery(`The $select parameter names '${path}', which does not exist.`);
    }
  }
}

function whole(text: string | null, name: string): number | undefined {
  if (text === null) return undefined;
  if (!/^\d+$/.test(text)) refusals.badQuery(`Invalid value '${text}' for ${name}.`);
  return Number(text);
}

/** The names to show of the record itself (`''`) or of a part of it; nothing: all. */
export function chosen(query: Query, path: string): ReadonlySet<string> | undefined {
  if (query.select === undefined) return undefined;
  const prefix = path === '' ? '' : `${path}/`;
  const names = [...query.select, ...fieldsOf(query.filter)]
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length))
    .filter((name) => !name.includes('/'));
  return path !== '' && names.length === 0 ? undefined : new Set(names);
}
