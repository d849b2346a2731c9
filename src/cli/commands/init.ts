import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { type ErpType, erpTypes } from '../../config/schema.ts';
import { dateOf, systemClock } from '../../domain/time.ts';
import { decodeKey, encodeKey, generateKey, keyFileName, saveKey } from '../../vault/key.ts';
import { openVault } from '../../vault/vault.ts';
import { configTemplate } from '../config-template.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { shortPath } from '../settings.ts';
import { builtTypes } from '../systems.ts';

export interface InitOptions {
  readonly erp?: string;
  readonly dir?: string;
}

/** Writes config, key and an empty vault, or nothing at all where any of them is there already. */
export async function init(context: Context, options: InitOptions): Promise<number> {
  const { io, globals } = context;
  const file = resolve(io.cwd, globals.config ?? join(options.dir ?? '.', 'config.yaml'));
  const folder = dirname(file);
  const files = { config: file, key: join(folder, keyFileName), vault: join(folder, 'ml-connector.vault') };
  const taken = Object.values(files).filter((path) => existsSync(path));
  if (taken.length > 0) throw new UsageError(`already there, and never overwritten: ${taken.join(', ')}`);
  const type = await erpType(context, options.erp);
  await mkdir(folder, { recursive: true });
  const key = await makeKey(context, files.key);
  await openVault(files.vault, key.key).create();
  const since = `${dateOf(systemClock.now()).slice(0, 7)}-01`;
  await writeFile(file, configTemplate(type, since), { flag: 'wx', mode: 0o644 });
  if (context.json) {
    await context.printJson({ config: files.config, vault: files.vault, key: key.file ?? null, type });
    return exitCodes.ok;
  }
  const short = (path: string) => shortPath(path, io.cwd);
  const flag = short(file) === 'config.yaml' ? '' : ` --config ${short(file)}`;
  await context.print(`wrote ${short(files.config)}, ${short(files.vault)}${key.file ? ` and ${short(key.file)}` : ''}
${key.file ? `\nKeep a copy of ${short(key.file)} somewhere safe: without it nobody can read the vault.\n` : ''}
next:
  1. edit ${short(files.config)}: names, tenant, company, \`since\`
  2. ml-connector${flag} credentials set acme-cin7
     ml-connector${flag} credentials set acme-erp
  3. ml-connector${flag} ping             checks both sides
  4. ml-connector${flag} mapping check    lists what the mapping lacks, with lines to paste
  5. ml-connector${flag} sync --dry-run   shows what would be written
  6. ml-connector${flag} sync
`);
  return exitCodes.ok;
}

/** As asked for; on a terminal it asks, else the first that is built. */
async function erpType(context: Context, asked: string | undefined): Promise<ErpType> {
  const given = asked ?? (await askType(context)) ?? builtTypes[0];
  const type = erpTypes.find((known) => known === given);
  if (type !== undefined && builtTypes.includes(type)) return type;
  const what = type === undefined ? 'unknown type of ERP' : 'not built yet';
  throw new UsageError(`--erp ${given}: ${what}; there is: ${builtTypes.join(', ')}`);
}

async function askType({ io, json }: Context): Promise<string | undefined> {
  if (io.stdin.isTTY !== true || json || builtTypes.length < 2) return undefined;
  const lines = createInterface({ input: io.stdin, output: io.stderr });
  try {
    const answer = await lines.question(`type of the ERP (${builtTypes.join(', ')}): `);
    return answer.trim() || undefined;
  } finally {
    lines.close();
  }
}

/** The key of the environment, where there is one; else a new one in a file of its own. */
async function makeKey({ io, redactor }: Context, path: string): Promise<{ key: Buffer; file?: string }> {
  const given = io.env['ML_CONNECTOR_KEY'];
  if (given) return { key: decodeKey(given, 'ML_CONNECTOR_KEY') };
  const key = generateKey();
  redactor.add(encodeKey(key));
  await saveKey(path, key);
  return { key, file: path };
}
