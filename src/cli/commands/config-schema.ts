import { jsonSchema } from '../../config/json-schema.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';

export async function configSchema(context: Context): Promise<number> {
  await context.printJson(jsonSchema());
  return exitCodes.ok;
}
