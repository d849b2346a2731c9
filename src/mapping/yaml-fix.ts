import type { MappingTable } from './mapping.ts';

/** A value to be written into the config: a code, or the fields of a target. */
export type YamlValue = string | Readonly<Record<string, string | undefined>>;

/** Stands where only a person knows the code. */
export const unknownCode = '...';

/** The whole line to add, from `mapping` on: `mapping.accounts: { "310": { account: "..." } }`. */
export const mappingFix = (table: MappingTable, key: string, value: YamlValue): string =>
  `mapping.${table}: { ${mappingLine(key, value)} }`;

/** One entry of a table: `"310": { account: "10700" }`. */
export const mappingLine = (key: string, value: YamlValue): string => `${yamlText(key)}: ${yamlValue(value)}`;

function yamlValue(value: YamlValue): string {
  if (typeof value === 'string') return yamlText(value);
  const fields = Object.entries(value).flatMap(([name, code]) =>
    code === undefined ? [] : [`${yamlText(name)}: ${yamlText(code)}`],
  );
  return `{ ${fields.join(', ')} }`;
}

/** Text as YAML, quoted unless it is a plain word. */
export function yamlText(text: string): string {
  const word = /^[A-Za-z][A-Za-z0-9_-]*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return word ? text : JSON.stringify(text);
}
