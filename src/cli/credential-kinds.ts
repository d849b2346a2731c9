import type { Config, ErpConfig } from '../config/schema.ts';
import type { EntryKind } from '../vault/fields.ts';

/** What an entry of the vault is for. */
export interface CredentialUse {
  readonly kind: EntryKind;
  /** `pair acme, cin7`. */
  readonly where: string;
}

/** Every use that the config makes of an entry. */
export function usesOf(config: Config, name: string): CredentialUse[] {
  const uses = config.pairs.flatMap(({ name: pair, cin7, erp }) => [
    { entry: cin7.credentials, kind: 'cin7' as const, where: `pair ${pair}, cin7` },
    { entry: erp.credentials, kind: kindOf(erp), where: `pair ${pair}, ${erp.type}` },
  ]);
  const { webhooks } = config;
  const all = webhooks
    ? [...uses, { entry: webhooks.secrets, kind: 'webhooks' as const, where: 'webhooks' }]
    : uses;
  return all.filter(({ entry }) => entry === name).map(({ kind, where }) => ({ kind, where }));
}

/** Every name of an entry in the config, each once. */
export function credentialNames(config: Config): string[] {
  const names = config.pairs.flatMap(({ cin7, erp }) => [cin7.credentials, erp.credentials]);
  return [...new Set([...names, ...(config.webhooks ? [config.webhooks.secrets] : [])])];
}

/** What credentials an ERP takes. */
export function kindOf(erp: ErpConfig): EntryKind {
  switch (erp.type) {
    case 'business-central':
    case 'finance-operations':
      return 'entra';
    case 'nav':
      if (erp.deployment === 'online' || erp.auth === 'oauth') return 'entra';
      return erp.auth === 'basic' ? 'nav-basic' : 'windows';
    case 'gp':
      return 'windows';
    case 'acumatica':
      return 'acumatica';
  }
}
