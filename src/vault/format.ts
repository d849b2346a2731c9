import { VaultError } from './error.ts';

/** The vault as it lies on disk. Every text in it but names and times is sealed. */
export interface VaultFile {
  readonly version: 1;
  /** A known text: tells a wrong key from damage. */
  readonly check: string;
  /** The key of the audit chain. */
  readonly audit: string;
  readonly entries: Readonly<Record<string, VaultEntry>>;
}

export interface VaultEntry {
  /** When it was set. */
  readonly set: string;
  /** Covers time, field names and sealed values together, so that no field can be dropped, added or brought back. */
  readonly seal: string;
  readonly fields: Readonly<Record<string, string>>;
}

export const printVault = (file: VaultFile): string => `${JSON.stringify(file, undefined, 2)}\n`;

/** @throws VaultError (`damaged`) when the text is no vault, or one of a newer version. */
export function parseVault(path: string, text: string): VaultFile {
  const file = parseJson(text);
  const advice =
    'Restore it from a backup; or delete it and set its entries again (the audit trail then starts anew).';
  if (!isRecord(file))
    throw new VaultError('damaged', `The vault ${path} is cut off or was edited. ${advice}`);
  if (file['version'] !== 1)
    throw new VaultError(
      'damaged',
      `The vault ${path} is not of a version that this program knows. ${advice}`,
    );
  const { check, audit, entries } = file;
  if (typeof check !== 'string' || typeof audit !== 'string' || !isRecord(entries))
    throw new VaultError('damaged', `The vault ${path} was edited. ${advice}`);
  const read = Object.entries(entries).map(([name, entry]) => [name, isEntry(entry) ? entry : broken]);
  return { version: 1, check, audit, entries: Object.fromEntries(read) };
}

/** Stands for an entry that is none: nothing in it opens, and setting it again mends it. */
const broken: VaultEntry = { set: '', seal: '', fields: {} };

export const damagedEntry = (path: string, name: string): VaultError =>
  new VaultError(
    'damaged',
    `The entry ${name} of the vault ${path} was damaged or edited. Set it again with: ml-connector credentials set ${name}`,
  );

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isEntry = (value: unknown): value is VaultEntry =>
  isRecord(value) &&
  typeof value['set'] === 'string' &&
  typeof value['seal'] === 'string' &&
  isRecord(value['fields']) &&
  Object.values(value['fields']).every((field) => typeof field === 'string');
