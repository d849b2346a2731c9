import type { ErpType } from '../config/schema.ts';
import type { System } from '../engine/ports.ts';
import type { SystemOptions } from '../systems/shared/options.ts';

type Factory = (options: SystemOptions) => System;

export const cin7System = async (): Promise<Factory> => (await import('../systems/cin7/index.ts')).createCin7;

/** The ERPs that are built: one line each. */
export const erpSystems: Readonly<Partial<Record<ErpType, () => Promise<Factory>>>> = {
  'business-central': async () =>
    (await import('../systems/business-central/index.ts')).createBusinessCentral,
  'finance-operations': async () =>
    (await import('../systems/finance-operations/index.ts')).createFinanceOperations,
  nav: async () => (await import('../systems/nav/index.ts')).createNav,
  gp: async () => (await import('../systems/gp/index.ts')).createGp,
  acumatica: async () => (await import('../systems/acumatica/index.ts')).createAcumatica,
};

export const builtTypes = Object.keys(erpSystems) as ErpType[];
