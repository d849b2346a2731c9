import { z } from 'zod';
import { acumatica } from './acumatica.ts';
import { businessCentral } from './business-central.ts';
import { financeOperations } from './finance-operations.ts';
import { gp } from './gp.ts';
import { nav } from './nav.ts';

export const erp = z.discriminatedUnion('type', [businessCentral, financeOperations, nav, gp, acumatica]);

export type ErpConfig = z.output<typeof erp>;
export type ErpType = ErpConfig['type'];
export const erpTypes = [
  'business-central',
  'finance-operations',
  'nav',
  'gp',
  'acumatica',
] as const satisfies readonly ErpType[];
