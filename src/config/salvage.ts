import { z } from 'zod';
import { unmarkKey } from './fields.ts';
import { bare, inside, pick } from './shape.ts';

/** What is left of a parsed value when its wrong parts are taken out. */
export type Salvaged<T> = T extends string | number | boolean
  ? T
  : T extends ReadonlyMap<infer K, infer V>
    ? ReadonlyMap<K, Salvaged<V>>
    : T extends readonly (infer E)[]
      ? readonly (Salvaged<E> | undefined)[]
      : T extends object
        ? { readonly [K in keyof T]?: Salvaged<T[K]> }
        : T;

/** Parses as much as can be parsed, so that rules about the sound parts can be checked although others are wrong. */
export function salvage<S extends z.ZodType>(schema: S, data: unknown): Salvaged<z.output<S>> | undefined {
  return salvaged(schema, data) as Salvaged<z.output<S>> | undefined;
}

function salvaged(schema: unknown, data: unknown): unknown {
  if (!(schema instanceof z.ZodType)) return undefined;
  const whole = schema.safeParse(data);
  if (whole.success) return whole.data;
  if (Array.isArray(data)) {
    const list = pick(schema, 'list', () => undefined);
    return list instanceof z.ZodArray ? data.map((item) => salvaged(list.element, item)) : undefined;
  }
  if (typeof data !== 'object' || data === null) return undefined;
  const entries = data as Readonly<Record<string, unknown>>;
  const target = pick(schema, 'map', (key) => (typeof entries[key] === 'string' ? entries[key] : undefined));
  if (target instanceof z.ZodObject) {
    return Object.fromEntries(
      Object.entries(target.shape).map(([key, item]) => [key, salvaged(item, entries[key])]),
    );
  }
  if (!(bare(target) instanceof z.ZodRecord)) return undefined;
  const rows = Object.entries(entries).map(
    ([key, item]) => [unmarkKey(key), salvaged(inside(target, key), item)] as const,
  );
  return new Map(rows.filter(([, item]) => item !== undefined));
}
