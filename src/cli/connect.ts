import { readFileSync } from 'node:fs';
import { withAddresses } from '../config/addresses.ts';
import type { PairConfig } from '../config/schema.ts';
import type { Pair } from '../engine/context.ts';
import { dryRunSystem } from '../engine/dry-run.ts';
import { createMapping } from '../mapping/mapping.ts';
import type { SystemDeps } from '../systems/shared/options.ts';
import { type EntryKind, fieldProblems } from '../vault/fields.ts';
import type { Vault } from '../vault/vault.ts';
import { kindOf } from './credential-kinds.ts';
import { UsageError } from './errors.ts';
import { builtTypes, cin7System, erpSystems } from './systems.ts';

export interface ConnectOptions {
  readonly pair: PairConfig;
  readonly vault: Vault;
  readonly deps: SystemDeps;
  readonly dryRun: boolean;
}

/**
 * A pair with its two systems, from config and vault. Sends nothing.
 * @throws UsageError when something is missing or does not fit; VaultError.
 */
export async function connectPair({ pair: file, vault, deps, dryRun }: ConnectOptions): Promise<Pair> {
  const makeErp = erpSystems[file.erp.type];
  if (makeErp === undefined) {
    throw new UsageError(
      `pair ${file.name}: erp.type ${file.erp.type} is not built yet; built: ${builtTypes.join(', ')}`,
    );
  }
  const cin7Fields = await fieldsOf(vault, file.cin7.credentials, 'cin7');
  const erpFields = await fieldsOf(vault, file.erp.credentials, kindOf(file.erp));
  const addressed = withAddresses(file.erp, erpFields);
  if (!addressed.ok) throw new UsageError(`pair ${file.name}: ${addressed.problems.join('; ')}`);
  const pair: PairConfig = { ...file, erp: addressed.erp };
  const mapping = createMapping(pair.mapping);
  const shared = { pair, mapping, deps };
  const cin7 = (await cin7System())({ ...shared, credentials: cin7Fields, ca: caOf(pair, 'cin7') });
  const erp = (await makeErp())({ ...shared, credentials: erpFields, ca: caOf(pair, 'erp') });
  const systems = dryRun ? { cin7: dryRunSystem(cin7), erp: dryRunSystem(erp) } : { cin7, erp };
  return { name: pair.name, systems, mapping, flows: pair.flows };
}

async function fieldsOf(vault: Vault, name: string, kind: EntryKind): Promise<Record<string, string>> {
  const fields = await vault.get(name);
  const problems = fieldProblems(kind, Object.keys(fields));
  if (problems.length === 0) return fields;
  throw new UsageError(
    `the vault entry ${name}: ${problems.join('; ')}. Set it again with: ml-connector credentials set ${name}`,
  );
}

function caOf(pair: PairConfig, side: 'cin7' | 'erp'): string | undefined {
  const file = pair[side].tls?.ca;
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as { code?: string }).code ?? 'unreadable';
    throw new UsageError(`pair ${pair.name}: the file of ${side}.tls.ca cannot be read (${code}): ${file}`);
  }
}
