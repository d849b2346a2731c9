import { fold } from '../domain/text.ts';
import type { ErpConfig } from './schema.ts';
import { urlProblem, withoutSlash } from './urls.ts';

/** Address keys that may stand in the ERP's vault entry instead of the file. */
export const addressKeys = ['environmentUrl', 'tenantId', 'instanceUrl', 'serverUrl', 'serviceUrl'] as const;

export type Addressed<E extends ErpConfig> =
  | { readonly ok: true; readonly erp: E }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Fills in the addresses that the file leaves to the vault. Both must agree where both have one; none may be missing.
 * The problems name keys and never quote what the vault holds.
 */
export function withAddresses<E extends ErpConfig>(
  erp: E,
  fields: Readonly<Record<string, string>>,
): Addressed<E> {
  const problems: string[] = [];
  const filled: Record<string, string> = {};
  for (const key of addressKeys) {
    const inFile = addressIn(erp, key);
    if (inFile === undefined) continue;
    const inVault = fields[key] ?? '';
    if (inFile !== '' && inVault !== '' && normal(inFile) !== normal(inVault)) {
      problems.push(`${key} in the config is not the one of the vault entry "${erp.credentials}"`);
    }
    const value = inFile || withoutSlash(inVault);
    if (value === '' && needed(erp, key)) {
      problems.push(`${key} stands neither in the config nor in the vault entry "${erp.credentials}"`);
    }
    const wrong = value === '' || key === 'tenantId' ? undefined : urlProblem(value);
    if (wrong !== undefined) problems.push(`${key} of the vault entry "${erp.credentials}": ${wrong}`);
    filled[key] = value;
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, erp: { ...erp, ...filled } };
}

/** A tenant is needed wherever tokens come from Entra. */
const needed = (erp: ErpConfig, key: (typeof addressKeys)[number]): boolean =>
  key !== 'tenantId' || erp.type !== 'nav' || erp.deployment === 'online' || erp.auth === 'oauth';

const normal = (value: string): string => fold(withoutSlash(value));

function addressIn(erp: ErpConfig, key: string): string | undefined {
  const value = Object.entries(erp).find(([name]) => name === key)?.[1];
  return typeof value === 'string' ? value : undefined;
}
