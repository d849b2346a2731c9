import { type Decimal, decimal } from '../../domain/decimal.ts';
import type { JsonObject } from '../exchange.ts';
import { type Cin7Error, Cin7Refusal, problem, unreadable } from './errors.ts';
import type { World } from './state.ts';

/** A field of a body: what Cin7 takes for it. */
export interface FieldSpec {
  readonly name: string;
  readonly kind: 'text' | 'int' | 'decimal' | 'bool';
  readonly length?: number | undefined;
  /** `always`: also a PUT may not blank it. `create`: only a POST needs it. */
  readonly required?: 'always' | 'create' | undefined;
  /** Allowed values, compared without case and stored as written here. */
  readonly values?: readonly string[] | undefined;
  readonly range?: readonly [number, number] | undefined;
  /** The value as the reference list writes it, or what is wrong with it. */
  readonly reference?: ((world: World, value: string) => string | Cin7Error) | undefined;
}

export const text = (name: string, length: number, more: Partial<FieldSpec> = {}): FieldSpec => ({
  name,
  kind: 'text',
  length,
  ...more,
});

/** `AdditionalAttribute1` to `10`. */
export const attributeFields: readonly FieldSpec[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) =>
  text(`AdditionalAttribute${n}`, 256),
);

/**
 * Reads the fields that a body brings; others in it are ignored. Problems come in waves, as with Cin7 itself: first what
 * is missing, then what does not fit, then what the reference books do not know.
 * @throws Cin7Refusal
 */
export function readFields(
  world: World,
  specs: readonly FieldSpec[],
  body: JsonObject,
  mode: 'create' | 'update',
): JsonObject {
  const read: JsonObject = {};
  const waves: Cin7Error[][] = [[], [], []];
  for (const spec of specs) {
    const sent = body[spec.name];
    const value = sent === undefined ? undefined : readValue(spec, sent);
    if (isMissing(spec, value, mode)) {
      waves[0]?.push(problem(`Required attribute ${spec.name} is not provided.`));
      continue;
    }
    if (value === undefined) continue;
    const misfit = misfitOf(spec, value);
    if (misfit !== undefined) {
      waves[1]?.push(misfit);
      continue;
    }
    const stored = storedOf(world, spec, value);
    if (typeof stored === 'object') waves[2]?.push(stored);
    else read[spec.name] = stored;
  }
  for (const wave of waves) if (wave.length > 0) throw new Cin7Refusal(wave);
  return read;
}

function isMissing(spec: FieldSpec, value: Value | undefined, mode: 'create' | 'update'): boolean {
  if (spec.required === undefined) return false;
  if (value === undefined) return mode === 'create';
  return value === '' && (spec.required === 'always' || mode === 'create');
}

type Value = string | number | boolean;

/** Null and blank are one; a value of another JSON type is an unexpected error. */
function readValue(spec: FieldSpec, sent: unknown): Value {
  if (sent === null) return spec.kind === 'text' ? '' : spec.kind === 'bool' ? false : 0;
  if (spec.kind === 'text') return typeof sent === 'string' ? sent.trim() : unreadable(spec.name);
  if (spec.kind === 'bool') return typeof sent === 'boolean' ? sent : unreadable(spec.name);
  return typeof sent === 'number' ? sent : unreadable(spec.name);
}

function misfitOf(spec: FieldSpec, value: Value): Cin7Error | undefined {
  if (typeof value === 'string' && spec.length !== undefined && value.length > spec.length)
    return problem(`The length of attribute ${spec.name} must not exceed ${spec.length} characters.`);
  if (spec.kind === 'int' && !Number.isInteger(value))
    return problem(`Attribute ${spec.name} must be an integer.`);
  const [low, high] = spec.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (typeof value === 'number' && (value < low || value > high))
    return problem(`Attribute ${spec.name} must be between ${low} and ${high}.`);
  if (spec.values !== undefined && value !== '' && canonical(spec.values, String(value)) === undefined)
    return problem(`Invalid value '${value}' of attribute ${spec.name}.`);
  return undefined;
}

function storedOf(world: World, spec: FieldSpec, value: Value): Value | Cin7Error {
  if (typeof value !== 'string' || value === '') return value;
  if (spec.values !== undefined) return canonical(spec.values, value) ?? value;
  return spec.reference === undefined ? value : spec.reference(world, value);
}

const canonical = (values: readonly string[], value: string): string | undefined =>
  values.find((other) => other.toLowerCase() === value.toLowerCase());

export const sameText = (a: unknown, b: string): boolean =>
  String(a ?? '')
    .trim()
    .toLowerCase() === b.trim().toLowerCase();

/** A number of a nested row, exact; blank counts as nothing. */
export function decimalFrom(row: JsonObject, name: string): Decimal | undefined {
  const value = row[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === 'number' ? decimal(value) : unreadable(name);
}

export function textFrom(row: JsonObject, name: string): string {
  const value = row[name];
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value.trim() : unreadable(name);
}
