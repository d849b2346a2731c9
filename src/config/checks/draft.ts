import type { Salvaged } from '../salvage.ts';
import type { FileConfig } from '../schema.ts';

/** The sound parts of a file that may have wrong ones: whatever is missing here was told already. */
export type Draft = Salvaged<FileConfig>;
export type DraftPair = Salvaged<FileConfig['pairs'][number]>;
export type DraftErp = NonNullable<DraftPair['erp']>;

export type Path = readonly (string | number)[];

export interface Saying {
  readonly suggestion?: string | undefined;
  /** Points at the key instead of its value. */
  readonly atKey?: boolean | undefined;
  /** Is about the value as a whole: not said when a part of it was found wrong already. */
  readonly whole?: boolean | undefined;
}

/** Reports a problem at a place of the file; where the path leads nowhere, at the last thing before. */
export type Say = (path: Path, message: string, more?: Saying) => void;
