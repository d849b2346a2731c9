import { randomBytes } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import type { Redactor } from '../domain/redactor.ts';
import { fingerprint } from '../domain/text.ts';
import { type Clock, systemClock } from '../domain/time.ts';
import { decrypt, encrypt } from './crypt.ts';
import { codeOf, VaultError } from './error.ts';
import { secretsOf } from './fields.ts';
import { readPrivate, writePrivate } from './files.ts';
import { damagedEntry, parseVault, printVault, type VaultEntry, type VaultFile } from './format.ts';
import { withLock } from './lock.ts';

/** The credentials of all pairs in one encrypted file. Every method reads the file anew and throws `VaultError`. */
export interface Vault {
  get(name: string): Promise<Record<string, string>>;
  list(): Promise<VaultListing[]>;
  /** Makes an empty vault; one that is there stays as it is. */
  create(): Promise<void>;
  /** Replaces the entry as a whole; makes the vault when there is none. */
  set(name: string, fields: Readonly<Record<string, string>>): Promise<void>;
  remove(name: string): Promise<void>;
  /** Encrypts everything anew, or changes nothing; this object then goes on with the new key. */
  rotateKey(key: Buffer): Promise<void>;
  /** 32 bytes for the audit chain's HMAC: made with the vault, the same for ever, also after `rotateKey`. */
  auditKey(): Promise<Buffer>;
}

export interface VaultListing {
  readonly name: string;
  readonly fields: readonly string[];
  /** When it was set. */
  readonly set: string;
}

export interface VaultOptions {
  /** Learns every secret that comes out of the vault or goes into it. */
  readonly redactor?: Redactor | undefined;
  readonly clock?: Pick<Clock, 'now'> | undefined;
}

const checkText = 'ml-connector vault';
const places = {
  check: ['vault', 'check'],
  audit: ['vault', 'audit'],
  entry: (name: string) => ['entry', name],
  field: (name: string, field: string) => ['entry', name, field],
};

/** Touches nothing before its first method is called. `key`: 32 bytes, see `loadKey`. */
export function openVault(path: string, key: Buffer, options: VaultOptions = {}): Vault {
  const clock = options.clock ?? systemClock;
  let current = key;

  const learn = (fields: Readonly<Record<string, string>>) => {
    for (const secret of secretsOf(fields)) options.redactor?.add(secret);
  };
  const load = async (): Promise<VaultFile> => {
    const file = await loadVault(path, current);
    if (!file)
      throw new VaultError(
        'missing',
        `There is no vault ${path}. Make it with: ml-connector credentials set NAME`,
      );
    return file;
  };
  const change = (work: (file: VaultFile | undefined) => VaultFile) =>
    exclusively(path, async (target) =>
      writePrivate(target, printVault(work(await loadVault(path, current)))),
    );

  return {
    async get(name) {
      const file = await load();
      const fields = openEntry(path, current, name, entryOf(path, file, name));
      learn(fields);
      return fields;
    },
    async list() {
      const { entries } = await load();
      return Object.entries(entries).map(([name, { fields, set }]) => ({
        name,
        fields: Object.keys(fields),
        set,
      }));
    },
    create: () => change((file = newVault(current)) => file),
    async set(name, fields) {
      checkEntry(name, fields);
      learn(fields);
      await change((file = newVault(current)) => {
        const entry = sealEntry(current, name, fields, clock.now());
        return { ...file, entries: sorted({ ...file.entries, [name]: entry }) };
      });
    },
    async remove(name) {
      await load();
      await change((file = newVault(current)) => {
        entryOf(path, file, name);
        const { [name]: _, ...entries } = file.entries;
        return { ...file, entries };
      });
    },
    async rotateKey(next) {
      await load();
      await change((file = newVault(current)) => resealed(path, file, current, next));
      current = next;
    },
    async auditKey() {
      return Buffer.from(openAudit(path, await load(), current), 'base64');
    },
  };
}

async function loadVault(path: string, key: Buffer): Promise<VaultFile | undefined> {
  const text = await readPrivate(path);
  if (text === undefined) return undefined;
  const file = parseVault(path, text);
  if (decrypt(key, places.check, file.check) === checkText) return file;
  if (opensAnything(file, key)) {
    throw new VaultError(
      'damaged',
      `The vault ${path} was damaged or edited outside its entries. Restore it from a backup.`,
    );
  }
  throw new VaultError(
    'wrong-key',
    `The key does not open the vault ${path}: it was sealed with another one. Give that key (ML_CONNECTOR_KEY, ML_CONNECTOR_KEY_FILE, ml-connector.key); after an interrupted rotate-key it is in the key file ending in .new`,
  );
}

const opensAnything = (file: VaultFile, key: Buffer): boolean =>
  decrypt(key, places.audit, file.audit) !== undefined ||
  Object.entries(file.entries).some(
    ([name, { seal }]) => decrypt(key, places.entry(name), seal) !== undefined,
  );

async function exclusively(path: string, work: (target: string) => Promise<void>): Promise<void> {
  const target = await realpath(path).catch(() => path);
  try {
    await withLock(target, () => work(target));
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new VaultError('missing', `The folder of the vault ${path} does not exist.`);
  }
}

const newVault = (key: Buffer): VaultFile => ({
  version: 1,
  check: encrypt(key, places.check, checkText),
  audit: encrypt(key, places.audit, randomBytes(32).toString('base64')),
  entries: {},
});

function resealed(path: string, file: VaultFile, from: Buffer, to: Buffer): VaultFile {
  const entries = Object.entries(file.entries).map(([name, entry]) => {
    return [name, sealEntry(to, name, openEntry(path, from, name, entry), entry.set)];
  });
  return {
    version: 1,
    check: encrypt(to, places.check, checkText),
    audit: encrypt(to, places.audit, openAudit(path, file, from)),
    entries: Object.fromEntries(entries),
  };
}

function openAudit(path: string, file: VaultFile, key: Buffer): string {
  const audit = decrypt(key, places.audit, file.audit);
  if (audit !== undefined) return audit;
  throw new VaultError(
    'damaged',
    `The audit key in the vault ${path} was damaged or edited. Restore the vault from a backup.`,
  );
}

function entryOf(path: string, file: VaultFile, name: string): VaultEntry {
  const entry = Object.hasOwn(file.entries, name) ? file.entries[name] : undefined;
  if (entry) return entry;
  const names = Object.keys(file.entries).join(', ') || 'nothing';
  throw new VaultError(
    'unknown-entry',
    `The vault ${path} has no entry ${name}; it has: ${names}. Set it with: ml-connector credentials set ${name}`,
  );
}

function sealEntry(
  key: Buffer,
  name: string,
  fields: Readonly<Record<string, string>>,
  set: string,
): VaultEntry {
  const sealed = Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [field, encrypt(key, places.field(name, field), value)]),
  );
  return {
    set,
    seal: encrypt(key, places.entry(name), fingerprint({ set, fields: sealed })),
    fields: sealed,
  };
}

function openEntry(path: string, key: Buffer, name: string, entry: VaultEntry): Record<string, string> {
  const { set, seal, fields } = entry;
  if (decrypt(key, places.entry(name), seal) !== fingerprint({ set, fields })) throw damagedEntry(path, name);
  const opened = Object.entries(fields).map(([field, sealed]) => {
    const value = decrypt(key, places.field(name, field), sealed);
    if (value === undefined) throw damagedEntry(path, name);
    return [field, value];
  });
  return Object.fromEntries(opened);
}

function checkEntry(name: string, fields: Readonly<Record<string, string>>): void {
  if (!/^[^\p{C}\s](?:[^\p{C}]{0,98}[^\p{C}\s])?$/u.test(name)) {
    throw new VaultError(
      'bad-name',
      'A name in the vault has 1 to 100 printable characters, none of them blank at its ends.',
    );
  }
  const empty = Object.entries(fields).filter(([, value]) => typeof value !== 'string' || value === '');
  if (empty.length > 0) {
    throw new VaultError('bad-field', `No value was given for: ${empty.map(([field]) => field).join(', ')}`);
  }
  if (Object.keys(fields).length === 0)
    throw new VaultError('bad-field', `No fields were given for ${name}.`);
}

const sorted = <T>(entries: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));
