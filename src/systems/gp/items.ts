import type { GpConfig } from '../../config/schema.ts';
import type { Product } from '../../domain/product.ts';
import { fold, tidy } from '../../domain/text.ts';
import { parseInstant } from '../../domain/time.ts';
import type { Source, SourceRow } from '../../engine/ports.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import { stampVersion } from '../shared/version.ts';
import type { GpApi, GpItem } from './api.ts';
import { entriesOf } from './document-context.ts';
import { idOf, keyOf, unreadable } from './vendors.ts';

export interface ItemWords {
  readonly mapping: Mapping;
  /** GP's schedules of units and the Cin7 units that they stand for. */
  readonly unitSchedules: GpConfig['unitSchedules'];
}

/** Items by ModifiedDate, each that changed read by its key. Kits are Cin7's own business: they are left out. */
export function itemSource(api: GpApi, words: ItemWords): Source<Product> {
  return {
    paging: 'keyset',
    async *changes(since) {
      for await (const { rows, servedAt } of api.items.changed(since)) {
        const told = rows.flatMap(({ id, record }) => {
          if (record === undefined) return [unreadable(id)];
          return record.type === 'kit' ? [] : [toRow(record, words)];
        });
        yield { rows: told, servedAt };
      }
    },
    async read(id) {
      const found = await api.items.read(keyOf(id));
      if (!found || found.record.type === 'kit') return undefined;
      return { ...toRow(found.record, words), servedAt: found.servedAt };
    },
  };
}

function toRow(item: GpItem, words: ItemWords): SourceRow<Product> & { readonly record: Product } {
  return {
    id: idOf(item.number),
    number: item.number,
    version: stampVersion(item.modified, item),
    stamp: parseInstant(item.modified),
    record: {
      id: idOf(item.number),
      code: words.mapping.back.sku(item.number),
      name: tidy(item.description) || item.number,
      type: item.type === 'service' ? 'service' : 'stock',
      unit: unitOf(item, words),
      status: item.inactive || item.type === 'discontinued' ? 'inactive' : 'active',
    },
  };
}

/** By the schedule's line of the config; else the base unit, or the schedule's own name, through the mapping of units. */
function unitOf({ schedule, baseUnit }: GpItem, { mapping, unitSchedules }: ItemWords): string {
  const mapped = entriesOf(unitSchedules).find(([name]) => fold(name) === fold(schedule))?.[1];
  const own = baseUnit || schedule;
  return mapped ?? (own === '' ? '' : mapping.back.unit(own));
}
