import { z } from 'zod';
import { expectations } from './fields.ts';
import { either } from './nearest.ts';

export type Kind = 'map' | 'list' | 'scalar';
/** Reads a key of the value at hand as text: how a union is told apart. */
export type Peek = (key: string) => string | undefined;

/** The schema of what is written, without defaults, transformations and `optional`. */
export function bare(schema: unknown): z.ZodType | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return bare(schema.def.innerType);
  }
  if (schema instanceof z.ZodPipe) return bare(schema.def.in);
  return schema instanceof z.ZodType ? schema : undefined;
}

/** The schema that a value of this kind is checked by; of a union, its member. */
export function pick(schema: unknown, kind: Kind, peek: Peek): z.ZodType | undefined {
  const plain = bare(schema);
  if (plain instanceof z.ZodDiscriminatedUnion) {
    const member = plain.options.find((option) =>
      labelsOf(option, plain.def.discriminator).includes(peek(plain.def.discriminator) ?? ''),
    );
    return kind === 'map' && member !== undefined ? pick(member, kind, peek) : undefined;
  }
  if (plain instanceof z.ZodUnion) {
    for (const option of plain.options) if (kindOf(option) === kind) return pick(option, kind, peek);
    return undefined;
  }
  return plain;
}

/** What kind of value a schema is for. */
export function kindOf(schema: unknown): Kind {
  const plain = bare(schema);
  if (plain instanceof z.ZodArray) return 'list';
  return plain instanceof z.ZodObject ||
    plain instanceof z.ZodRecord ||
    plain instanceof z.ZodDiscriminatedUnion
    ? 'map'
    : 'scalar';
}

/** The schema one step further down; `key` as in the data. */
export function inside(schema: z.ZodType | undefined, key: string | number): unknown {
  if (schema instanceof z.ZodObject) return schema.shape[String(key)];
  if (schema instanceof z.ZodRecord) return schema.valueType;
  return schema instanceof z.ZodArray ? schema.element : undefined;
}

/**
 * Members of a family of objects that know this key: `gp`, `acumatica`; of a member that is a family itself, and is
 * meant by `peek`, its own members: `on-premises`.
 */
export function knownBy(schema: unknown, key: string, peek: Peek): string[] {
  const plain = bare(schema);
  if (!(plain instanceof z.ZodDiscriminatedUnion)) return [];
  const { discriminator } = plain.def;
  const meant = plain.options.find((option) =>
    labelsOf(option, discriminator).includes(peek(discriminator) ?? ''),
  );
  const deeper = knownBy(meant, key, peek);
  if (deeper.length > 0) return deeper;
  const knows = (option: unknown): boolean =>
    inside(bare(option), key) !== undefined || knownBy(option, key, () => undefined).length > 0;
  return [...new Set(plain.options.filter(knows).flatMap((option) => labelsOf(option, discriminator)))];
}

/** The values that a discriminator may have, wherever in the family it decides. */
export function labelsFor(schema: unknown, discriminator: string): string[] {
  const plain = bare(schema);
  if (!(plain instanceof z.ZodDiscriminatedUnion)) return [];
  if (plain.def.discriminator === discriminator) {
    return [...new Set(plain.options.flatMap((option) => labelsOf(option, discriminator)))];
  }
  return plain.options.flatMap((option) => labelsFor(option, discriminator));
}

/** The values of the key by which the members of a union are told apart. */
function labelsOf(option: unknown, discriminator: string): string[] {
  const plain = bare(option);
  if (plain instanceof z.ZodDiscriminatedUnion) {
    return plain.options.flatMap((member) => labelsOf(member, discriminator));
  }
  const label = bare(inside(plain, discriminator));
  return label instanceof z.ZodLiteral ? [...label.values].map(String) : [];
}

/** The values that a field may have, where these can be listed. */
export function choices(schema: unknown): string[] {
  const plain = bare(schema);
  if (plain instanceof z.ZodEnum) return plain.options.map(String);
  if (plain instanceof z.ZodLiteral) return [...plain.values].map(String);
  return plain instanceof z.ZodUnion ? plain.options.flatMap(choices) : [];
}

/** What a field expects, in words. */
export function expected(schema: unknown): string {
  const plain = bare(schema);
  const hint = plain && expectations.get(plain)?.expects;
  if (hint !== undefined) return hint;
  const listed = choices(plain);
  if (listed.length > 0) return either(listed);
  const kind = kindOf(plain);
  if (kind === 'list') return 'a list';
  return kind === 'map' ? 'keys with values' : 'another value';
}
