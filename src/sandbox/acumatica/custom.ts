import type { Input } from './input.ts';
import type { Stamped } from './rows.ts';
import type { Scope } from './scope.ts';

/** User fields that the site's form has are kept; others are passed over, as unknown names are. */
export function keptCustom(
  { world }: Scope,
  entity: string,
  before: Stamped['custom'],
  input: Input,
  own: readonly string[] = [],
): Stamped['custom'] {
  const custom: Record<string, string> = { ...before };
  for (const [name, value] of Object.entries(input.custom)) {
    if (own.includes(name)) continue;
    if (world.switches.customFields.includes(`${entity}/${name}`)) custom[name] = String(value ?? '');
    else world.ignored.push(`${entity}: custom ${name}`);
  }
  return custom;
}
