import { createDesk } from './people-desk.ts';
import { type DocumentPeople, documentPeople } from './people-documents.ts';
import { type MasterPeople, masterPeople } from './people-masters.ts';
import { type SetupPeople, setupPeople } from './people-setup.ts';
import type { World } from './state.ts';

/**
 * What people at F&O do, in the API's field names. Records are named by account, item, order number or HeaderReference
 * (an invoice also by its number); `dataAreaId` in a body, else the last argument, names a company other than the main one.
 */
export interface FinanceOperationsPeople extends MasterPeople, DocumentPeople, SetupPeople {}

export function financeOperationsPeople(world: World, main: string): FinanceOperationsPeople {
  const desk = createDesk(world, main);
  return { ...masterPeople(desk), ...documentPeople(desk), ...setupPeople(desk) };
}
