import { z } from 'zod';
import { Failure } from '../../domain/failure.ts';
import type { HttpResponse } from '../../http/ports.ts';
import { readWire } from '../shared/wire.ts';
import { pageSize, title } from './capabilities.ts';
import type { Cin7Client } from './client.ts';

/** Where one kind of stock task is listed and read (API Blueprint, "Stock"). */
export interface TaskList {
  readonly path: string;
  /** Names of the rows: samples and hosts differ. */
  readonly keys: readonly string[];
  readonly name: string;
  readonly detail: string;
}

export const taskLists = {
  stocktake: {
    path: '/stockTakeList',
    keys: ['StockTakeList', 'StockAdjustmentList'],
    name: 'list of stock takes',
    detail: '/stocktake',
  },
  adjustment: {
    path: '/stockadjustmentList',
    keys: ['StockAdjustmentList'],
    name: 'list of stock adjustments',
    detail: '/stockadjustment',
  },
  transfer: {
    path: '/stockTransferList',
    keys: ['StockTransferList'],
    name: 'list of stock transfers',
    detail: '/stockTransfer',
  },
  writeoff: {
    path: '/inventoryWriteOffList',
    keys: ['InventoryWriteOffs', 'InventoryWriteOffList'],
    name: 'list of write-offs',
    detail: '/inventoryWriteOff',
  },
  assembly: {
    path: '/finishedGoodsList',
    keys: ['FinishedGoods', 'FinishedGoodsList'],
    name: 'list of assemblies',
    detail: '/finishedGoods',
  },
  disassembly: {
    path: '/disassemblyList',
    keys: ['Disassemblies', 'DisassemblyList'],
    name: 'list of disassemblies',
    detail: '/disassembly',
  },
} as const satisfies Readonly<Record<string, TaskList>>;

export type TaskKind = keyof typeof taskLists;

export interface TaskPage {
  readonly rows: readonly unknown[];
  readonly total: number | undefined;
  readonly response: HttpResponse;
}

/** The pages of a list of stock tasks. None can be filtered by time: they are walked whole. */
export async function* taskPages(
  client: Cin7Client,
  { path, keys, name }: TaskList,
): AsyncIterable<TaskPage> {
  let seen = 0;
  for (let page = 1; ; page += 1) {
    const response = await client.get(path, name, { Page: page, Limit: pageSize });
    const { rows, total } = rowsOf(response, keys, name);
    yield { rows, total, response };
    seen += rows.length;
    if (rows.length === 0 || (total === undefined ? rows.length < pageSize : seen >= total)) return;
  }
}

function rowsOf(response: HttpResponse, keys: readonly string[], name: string) {
  const body = readWire(z.looseObject({ Total: z.number().nullish() }), response, { system: title, name });
  const total = body.Total ?? undefined;
  const found = keys.map((key) => body[key]).find((rows) => Array.isArray(rows)) as unknown[] | undefined;
  // Rows under a name that we do not know must not look like an empty list.
  if (found === undefined && total !== 0)
    throw new Failure({
      kind: 'refused',
      system: title,
      status: response.status,
      code: 'UnexpectedAnswer',
      message: `${title} answered the ${name} without ${keys.join(' or ')}.`,
    });
  return { rows: found ?? [], total };
}
