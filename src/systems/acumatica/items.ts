import type { ZodType } from 'zod';
import type { Product } from '../../domain/product.ts';
import { fold, tidy } from '../../domain/text.ts';
import { type Clock, parseInstant } from '../../domain/time.ts';
import type { Source, SourceRow } from '../../engine/ports.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import { stampVersion } from '../shared/version.ts';
import { readRows } from '../shared/wire.ts';
import { modifiedStamp, title } from './capabilities.ts';
import type { AcumaticaClient } from './client.ts';
import { changedSince, equal } from './query.ts';
import { nonStockItem, stockItem } from './wire.ts';

/** Two entities in one space of codes, which call units and stamps differently (IN202500, IN202000). */
const entities: readonly Entity[] = [
  { entity: 'StockItem', what: 'stock items', schema: stockItem, unit: 'BaseUOM', type: 'stock' },
  {
    entity: 'NonStockItem',
    what: 'non-stock items',
    schema: nonStockItem,
    unit: 'BaseUnit',
    type: 'service',
  },
];
interface Entity {
  readonly entity: 'StockItem' | 'NonStockItem';
  readonly what: string;
  readonly schema: ZodType<ItemRow>;
  readonly unit: string;
  readonly type: Product['type'];
}
type ItemRow = Readonly<Record<string, unknown>> & { readonly InventoryID: string };

const queryOf = ({ entity, unit }: Entity) => ({
  keys: ['InventoryID'],
  select: ['InventoryID', 'Description', 'ItemStatus', unit, modifiedStamp[entity]],
});

/** Items, so that order lines find theirs by SKU; no flow carries them. */
export function itemSource(client: AcumaticaClient, mapping: Mapping, clock: Clock): Source<Product> {
  return {
    paging: 'keyset',
    async *changes(since) {
      for (const of of entities) {
        const filter = since && changedSince(modifiedStamp[of.entity], since);
        const about = { system: title, name: 'item', id: 'InventoryID', status: 200 };
        for await (const page of client.pages(of.entity, `list of ${of.what}`, { ...queryOf(of), filter })) {
          const rows = readRows(page.rows, of.schema, about, (row) => toRow(of, row, mapping));
          yield { rows, servedAt: page.servedAt };
        }
      }
    },
    async read(id) {
      for (const of of entities) {
        const filter = equal('InventoryID', fold(id));
        const rows = await client.list(of.schema, of.entity, 'item', { ...queryOf(of), filter });
        const row = rows.find(({ InventoryID }) => fold(InventoryID) === fold(id));
        if (row) return { ...toRow(of, row, mapping), servedAt: clock.now() };
      }
      return undefined;
    },
  };
}

/** No line of an order may have it. */
const unusable = ['INACTIVE', 'NO PURCHASES', 'MARKED FOR DELETION'];

function toRow(
  { entity, unit, type }: Entity,
  row: ItemRow,
  mapping: Mapping,
): SourceRow<Product> & { readonly record: Product } {
  const value = (field: string) => tidy(String(row[field] ?? ''));
  const code = value('InventoryID');
  const printed = value(modifiedStamp[entity]);
  const stamp = parseInstant(printed);
  const { id: _, [modifiedStamp[entity]]: __, ...state } = row;
  return {
    id: code.toLowerCase(),
    number: code,
    version: stampVersion(stamp ?? printed, [entity, state]),
    stamp,
    record: {
      id: code.toLowerCase(),
      code: mapping.back.sku(code),
      name: value('Description') || code,
      type,
      unit: value(unit) === '' ? '' : mapping.back.unit(value(unit)),
      status: unusable.includes(fold(value('ItemStatus'))) ? 'inactive' : 'active',
    },
  };
}
