import type { Entity } from './entity.ts';
import { servedReferences } from './reference-model.ts';

/** Configuration: read, never written. */
export const references: readonly Entity[] = servedReferences.map((type) => ({ type }));
