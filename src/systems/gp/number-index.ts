import { fold } from '../../domain/text.ts';
import type { PlainDate } from '../../domain/time.ts';
import type { Cache } from '../../http/ports.ts';
import type { GpDocuments, GpPayables, GpPayablesRow } from './api.ts';

const keptMs = 60 * 24 * 3_600_000;

export interface NumberIndex {
  /** Ids of the vendor's documents in that range of dates that carry this number, compared exactly. */
  withNumber(vendor: string, number: string, from: PlainDate, to: PlainDate): Promise<string[]>;
}

/**
 * Lists do not show the vendor's own number (S13, S14), so each document of the vendor is read once; what it said is kept
 * for all processes, as long as its row in the list stays the same.
 */
export function createNumberIndex(
  documents: GpDocuments<GpPayables, GpPayablesRow>,
  cache: Cache,
  key: () => Promise<string>,
): NumberIndex {
  async function keptOf(name: string): Promise<Record<string, readonly [modified: string, number: string]>> {
    const text = await cache.get(name);
    return text === undefined ? {} : JSON.parse(text);
  }
  return {
    async withNumber(vendor, number, from, to) {
      const name = `gp-numbers|${await key()}|${fold(vendor)}`;
      const kept = await keptOf(name);
      const rows = await documents.ofVendor(vendor, from, to);
      const hits: string[] = [];
      let learned = false;
      for (const { id, modified, number: shown } of rows) {
        const known = kept[id];
        let own = shown ?? (known?.[0] === modified ? known[1] : undefined);
        if (own === undefined) {
          own = (await documents.read(id))?.number ?? '';
          kept[id] = [modified, own];
          learned = true;
        }
        if (fold(own) === fold(number)) hits.push(id);
      }
      if (learned) await cache.set(name, JSON.stringify(kept), keptMs);
      return hits;
    },
  };
}
