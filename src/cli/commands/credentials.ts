import { dirname, join } from 'node:path';
import { printColumns } from '../../report/columns.ts';
import { generateKey, keyFileName, rotateKeyFile, saveKey } from '../../vault/key.ts';
import type { Context } from '../context.ts';
import { credentialNames, usesOf } from '../credential-kinds.ts';
import { exitCodes } from '../exit-codes.ts';
import { openSecrets } from '../secrets.ts';
import { loadSettings } from '../settings.ts';

/** Names, fields and dates; what the config wants and the vault lacks is told too. */
export async function credentialsList(context: Context): Promise<number> {
  const config = loadSettings(context);
  const { vault } = await openSecrets(context, config);
  const entries = (await vault.list()).map((entry) => ({
    ...entry,
    usedBy: usesOf(config, entry.name).map(({ where }) => where),
  }));
  const missing = credentialNames(config).filter((name) => !entries.some((entry) => entry.name === name));
  if (context.json) {
    await context.printJson({ entries, missing });
    return exitCodes.ok;
  }
  const rows = entries.map(({ name, fields, set, usedBy }) => [
    name,
    fields.join(', '),
    set.slice(0, 10),
    usedBy.join('; ') || 'nothing',
  ]);
  const heads = ['name', 'fields', 'set', 'used by'].map((head) => ({ head }));
  const lines = missing.map((name) => `missing: ${name}; run: ml-connector credentials set ${name}\n`);
  await context.print(`${printColumns(heads, rows)}${lines.join('')}`);
  return exitCodes.ok;
}

export async function credentialsRemove(context: Context, name: string): Promise<number> {
  const config = loadSettings(context);
  const { vault } = await openSecrets(context, config);
  await vault.remove(name);
  const uses = usesOf(config, name).map(({ where }) => where);
  if (uses.length > 0) context.warn(`${name} is still named in the config: ${uses.join('; ')}`);
  if (context.json) await context.printJson({ removed: name });
  else context.tell(`removed ${name}`);
  return exitCodes.ok;
}

/** The new key goes where the old one came from; where we cannot write there, into a new file, never onto the screen. */
export async function credentialsRotate(context: Context): Promise<number> {
  const config = loadSettings(context);
  const { vault, key } = await openSecrets(context, config);
  if (key.file !== undefined) {
    await rotateKeyFile(vault, key.file);
    if (context.json) await context.printJson({ keyFile: key.file, replaced: true });
    else context.tell(`the vault has a new key, in ${key.file}`);
    return exitCodes.ok;
  }
  const file = join(dirname(config.file), `${keyFileName}.new`);
  await vault.list();
  const next = generateKey();
  await saveKey(file, next);
  await vault.rotateKey(next);
  if (context.json) await context.printJson({ keyFile: file, replaced: false });
  context.warn(
    `the vault now opens with the key in ${file} only: put its content into ${key.origin}, then delete the file`,
  );
  return exitCodes.ok;
}
