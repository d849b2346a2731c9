import type { StoredRecord } from '../../store/records.ts';
import type { Versioned } from '../ports.ts';
import type { Master } from './spec.ts';

/** What every verdict on a master record stores of its source. */
export const seen = (here: StoredRecord) => ({ sourceVersion: here.version, number: here.number });

export const noNeighbours = { master: () => undefined, document: () => undefined, siblings: () => [] };
export const refOf = (record: Versioned<Master>) => ({
  id: record.id,
  number: record.number,
  version: record.version,
});
