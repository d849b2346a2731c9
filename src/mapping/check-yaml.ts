import { tidy } from '../domain/text.ts';
import type { MappingTable } from './mapping.ts';
import { mappingTables } from './occurrences.ts';
import type { ReferenceRow } from './references.ts';
import { mappingLine, unknownCode, type YamlValue } from './yaml-fix.ts';

/** A line that the mapping lacks, with what it should probably say. */
export interface Advice {
  readonly table: MappingTable;
  readonly value: string;
  readonly guess?: { readonly row: ReferenceRow; readonly sure: boolean } | undefined;
}

/**
 * The lines as one block. Whoever pastes it without reading must not book on a wrong account: only what the ERP calls by
 * exactly the same code or name is a line, marked `# ?`; all else stays commented out behind `# ?`.
 */
export function printAdvice(advice: readonly Advice[], taxForm: readonly string[]): string {
  const blocks = mappingTables.flatMap((table) => {
    const lines = advice
      .filter((item) => item.table === table)
      .map((item) => `    ${printLine(item, taxForm)}\n`);
    return lines.length === 0 ? [] : [`  ${table}:\n${lines.join('')}`];
  });
  return blocks.length === 0 ? '' : `mapping:\n${blocks.join('')}`;
}

function printLine({ table, value, guess }: Advice, taxForm: readonly string[]): string {
  const line = mappingLine(value, target(table, guess?.row.code ?? unknownCode, taxForm));
  const name = tidy(guess?.row.name);
  const complete = table !== 'taxes' || taxForm.length === 1;
  if (guess?.sure && complete) return `${line} # ?${name === '' ? '' : ` ${name}`}`;
  return `# ? ${line}${name === '' ? '' : ` # ${name}`}`;
}

function target(table: MappingTable, code: string, taxForm: readonly string[]): YamlValue {
  if (table === 'accounts') return { account: code };
  if (table !== 'taxes') return code;
  return Object.fromEntries(taxForm.map((field, index) => [field, index === 0 ? code : unknownCode]));
}
