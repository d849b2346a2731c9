import type { Findings } from './findings.ts';
import type { At } from './look-up.ts';
import type { Mapping, MappingTable } from './mapping.ts';
import { normalName } from './masters.ts';
import type { ReferenceIndex } from './references.ts';
import { candidates, printRow } from './suggest.ts';
import { mappingFix, unknownCode } from './yaml-fix.ts';

/** A pin must lead to a record that may be used; without one, the name must not lead to several. */
export function checkMaster(
  at: At,
  table: 'suppliers' | 'customers',
  name: string,
  mapping: Mapping,
  index: ReferenceIndex | undefined,
  told: Findings,
): void {
  if (index === undefined) return;
  const pin = mapping.pin(table, name);
  if (pin === undefined) checkName(at, table, name, index, told);
  else checkCode(at, pin, `change ${mappingFix(table, name, unknownCode)}`, index, told);
}

function checkName(at: At, table: MappingTable, name: string, index: ReferenceIndex, told: Findings): void {
  const rows = index.rows.filter((row) => normalName(row.name) === normalName(name));
  if (rows.length === 1) return;
  told.add({
    code: rows.length === 0 ? 'master-unknown' : 'master-ambiguous',
    ...at,
    seen: name,
    allowed: rows.length === 0 ? candidates([name], index) : rows.slice(0, 5).map(printRow),
    fix: `add ${mappingFix(table, name, unknownCode)}`,
  });
}

/** The item that a SKU stands for: the mapped one, else the same code. */
export function checkProduct(
  at: At,
  sku: string,
  mapping: Mapping,
  index: ReferenceIndex | undefined,
  told: Findings,
): void {
  const fix = `add the item at the ERP, or ${mappingFix('products', sku, unknownCode)}`;
  if (index !== undefined) checkCode(at, mapping.sku(sku), fix, index, told);
}

function checkCode(at: At, code: string, fix: string, index: ReferenceIndex, told: Findings): void {
  const row = index.get(code);
  if (row?.usable) return;
  told.add({
    code: row === undefined ? 'master-unknown' : 'master-inactive',
    ...at,
    seen: row === undefined ? code : `${row.code}: ${row.why ?? 'not usable now'}`,
    allowed: candidates([code], index),
    fix,
  });
}
