import { z } from 'zod';
import type { FlowName } from '../domain/document.ts';
import { cin7 } from './cin7.ts';
import { type ErpConfig, erp } from './erp/index.ts';
import { text } from './fields.ts';
import { flows } from './flow.ts';
import type { FlowOptions } from './flow-options.ts';
import { type MappingConfig, mapping } from './mapping.ts';
import { type WebhooksConfig, webhooks } from './webhooks.ts';

export const pair = z.strictObject({
  name: text()
    .regex(
      /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u,
      'expected up to 64 letters, digits, blanks, dots, hyphens or underscores',
    )
    .describe('Name of the pair; unique.'),
  cin7: cin7.describe('The Cin7 Core account.'),
  erp: erp.describe('The company in the ERP.'),
  flows: flows.describe('What is kept in step: a flow runs if its key is here.'),
  mapping: mapping.prefault({}).describe('What Cin7 calls something, and what the ERP calls it.'),
});

/** The file as written; `Config` is what becomes of it. */
export const fileSchema = z.strictObject({
  state: text().default('./ml-connector.db').describe('SQLite file of what was done; relative to this file.'),
  vault: text()
    .default('./ml-connector.vault')
    .describe('File of the encrypted credentials; relative to this file.'),
  pairs: z
    .array(pair)
    .min(1, 'expected at least one pair')
    .describe('Each connects one Cin7 account and one company.'),
  webhooks: webhooks.optional().describe('The receiver of `listen`.'),
});

export type FileConfig = z.output<typeof fileSchema>;
export type Cin7Config = z.output<typeof cin7>;
export type DefaultsConfig = Cin7Config['defaults'] | ErpConfig['defaults'];

/** A pair, complete: every default is filled in and every path is absolute. */
export interface PairConfig {
  readonly name: string;
  readonly cin7: Cin7Config;
  readonly erp: ErpConfig;
  /** The flows of the file, also those with `enabled: false`. */
  readonly flows: Readonly<Partial<Record<FlowName, FlowOptions>>>;
  readonly mapping: MappingConfig;
}

export interface Config {
  /** The file itself, absolute. */
  readonly file: string;
  readonly state: string;
  readonly vault: string;
  readonly pairs: readonly PairConfig[];
  readonly webhooks?: WebhooksConfig | undefined;
}

export type { DefaultsRule } from './defaults.ts';
export type { AcumaticaConfig } from './erp/acumatica.ts';
export type { BusinessCentralConfig } from './erp/business-central.ts';
export type { FinanceOperationsConfig } from './erp/finance-operations.ts';
export type { GpConfig } from './erp/gp.ts';
export type { ErpType } from './erp/index.ts';
export { erpTypes } from './erp/index.ts';
export type { NavConfig, NavOnlineConfig, NavOnPremisesConfig } from './erp/nav.ts';
export type { FlowOptions, PurchaseDocument } from './flow-options.ts';
export type { ErpConfig, MappingConfig, WebhooksConfig };
