import { absolute, type Decimal, decimal, isZero, over, sumOf } from '../../domain/decimal.ts';
import type { MovementLine } from '../../domain/movement.ts';
import { fold } from '../../domain/text.ts';
import { readWire } from '../shared/wire.ts';
import { title } from './capabilities.ts';
import type { Cin7Client } from './client.ts';
import { readList } from './wire.ts';
import { productMoves } from './wire-stock.ts';

type Moves = ReturnType<typeof productMoves.parse>;

/**
 * What Cin7 valued goods at, for what does not tell it with its lines: the product's own movement of that task, else its
 * average cost. One call a product.
 */
export function costReader(client: Cin7Client) {
  const known = new Map<string, Promise<Moves | undefined>>();
  const movesOf = (productId: string) => {
    const before = known.get(productId);
    if (before) return before;
    const asked = readMoves(client, productId);
    known.set(productId, asked);
    return asked;
  };
  return async (
    productId: string,
    task: string,
    location: string | undefined,
  ): Promise<Decimal | undefined> => {
    if (productId === '') return undefined;
    const product = await movesOf(productId);
    const moved = (product?.Movements ?? []).filter(
      (move) => move.TaskID === task && fold(move.Location) === fold(location),
    );
    const quantity = sumOf(moved.map((move) => absolute(decimal(move.Quantity ?? 0))));
    const amount = sumOf(moved.map((move) => absolute(decimal(move.Amount ?? 0))));
    if (!isZero(quantity) && !isZero(amount)) return over(amount, quantity);
    const average = decimal(product?.AverageCost ?? 0);
    return isZero(average) ? undefined : average;
  };
}

export type CostReader = ReturnType<typeof costReader>;

async function readMoves(client: Cin7Client, productId: string): Promise<Moves | undefined> {
  const name = 'product with its movements';
  const query = { ID: productId, IncludeMovements: true, IncludeDeprecated: true };
  const response = await client.get('/product', name, query);
  const rows = readList(response, 'Products', name).rows;
  return rows
    .map((json) => readWire(productMoves, { status: response.status, json }, { system: title, name }))
    .find(({ ID }) => ID === productId);
}

/** The same lines, each with a cost: what came in without one is asked for. */
export async function withCosts(
  lines: readonly MovementLine[],
  task: string,
  currency: string,
  costOf: CostReader,
): Promise<MovementLine[]> {
  const told: MovementLine[] = [];
  for (const line of lines) {
    const cost = line.unitCost ? undefined : await costOf(line.productId ?? '', task, line.location);
    told.push(cost === undefined ? line : { ...line, unitCost: { amount: cost, currency } });
  }
  return told;
}
