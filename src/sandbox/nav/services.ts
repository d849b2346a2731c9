import type { JsonObject } from '../exchange.ts';
import type { Entry } from '../odata/body.ts';
import type { EntityType, Field } from '../odata/model.ts';
import { escapeCaption } from './captions.ts';
import { type Kept, type NavField, shownValue } from './fields.ts';
import { type Page, pages } from './pages.ts';
import type { Scope, World } from './state.ts';

/** A row of the page "Web Services", and what the site changed on the page behind it. */
export interface WebService {
  readonly name: string;
  readonly object: number;
  readonly published: boolean;
  /** Controls that are not on this site's page. */
  readonly hidden: readonly string[];
  /** Fields of the table that this site's page has besides. */
  readonly added: readonly string[];
  /** Our name -> the name of the control. */
  readonly renamed: Readonly<Record<string, string>>;
}

export interface PageType extends EntityType {
  readonly keys: readonly string[];
  readonly fields: Readonly<Record<string, NavField>>;
}

export const pageOf = ({ object }: WebService): Page => {
  const page = pages[object];
  if (page === undefined) throw new Error(`page ${object} is not built`);
  return page;
};

/** The vendor card's Contact is a control without a name of its own in current versions. */
const renamesOf = ({ switches }: World, service: WebService): Readonly<Record<string, string>> => ({
  ...(service.object === 26 && switches.era === 'bc' ? { Contact: 'Control16' } : {}),
  ...service.renamed,
});

const outward = (world: World, service: WebService, field: string): string =>
  renamesOf(world, service)[field] ?? field;

const isShown = (service: WebService, field: string, spec: NavField): boolean =>
  !service.hidden.includes(field) && (spec.offPage !== true || service.added.includes(field));

/** What `$metadata` says of it, in the site's own names and lengths. */
export function typeOf(world: World, service: WebService): PageType {
  const page = pageOf(service);
  const shown = Object.entries(page.fields).filter(
    ([field, spec]) => isShown(service, field, spec) || page.keys.includes(field),
  );
  const keys = page.keys.map((field) => outward(world, service, field));
  return {
    name: `NAV.${service.name}`,
    fields: Object.fromEntries(
      shown.map(([field, spec]) => [outward(world, service, field), lengthened(world, spec)]),
    ),
    navigation: {},
    order: keys[0] ?? '',
    key: keys[0] ?? '',
    keys,
  };
}

const lengthened = ({ switches }: World, spec: NavField): NavField =>
  switches.era === 'nav' && spec.navLength !== undefined ? { ...spec, length: spec.navLength } : spec;

/** The service's own names for the page's, in the order in which they came. */
export function inward(world: World, service: WebService, entries: readonly Entry[]): Entry[] {
  const names = Object.fromEntries(
    Object.entries(renamesOf(world, service)).map(([field, control]) => [control, field]),
  );
  return entries.map((entry) => ({ ...entry, field: names[entry.field] ?? entry.field }));
}

export function showRow(scope: Scope, service: WebService, row: Kept, location?: string): JsonObject {
  const { world } = scope;
  const page = pageOf(service);
  const values: Record<string, unknown> = { ...row, ...page.computed?.(scope, row, location) };
  const shown: JsonObject = { '@odata.etag': tagOf(scope, page, row) };
  for (const [field, spec] of Object.entries(page.fields)) {
    if (!isShown(service, field, spec) && !page.keys.includes(field)) continue;
    shown[outward(world, service, field)] = written(world, spec, values[field]);
  }
  return shown;
}

function written({ switches }: World, spec: Field, value: unknown): unknown {
  if (spec.type === 'enum' && switches.escapedOptions) return escapeCaption(String(value));
  return shownValue(spec, value);
}

/** `W/"Jz…"`: the version, and what the page computes unless the server leaves that out. */
function tagOf(scope: Scope, page: Page, row: Kept): string {
  const computed =
    scope.world.switches.flowFieldsInTag && page.computed !== undefined
      ? JSON.stringify(page.computed(scope, row))
      : '';
  return `W/"${Buffer.from(`'44;${row.id};${row.version};${computed}'`).toString('base64')}"`;
}
