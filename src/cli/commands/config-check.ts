import { activeLegs } from '../../flows/table.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { loadSettings, shortPath } from '../settings.ts';
import { builtTypes } from '../systems.ts';

/** Everything that is wrong with the config, or what it says in short. Needs neither vault nor network. */
export async function configCheck(context: Context): Promise<number> {
  const config = loadSettings(context);
  const pairs = config.pairs.map((pair) => ({
    pair: pair.name,
    type: pair.erp.type,
    built: builtTypes.includes(pair.erp.type),
    legs: activeLegs(pair).map(({ flow, leg }) => `${flow} ${leg}`),
  }));
  for (const { pair, type, built } of pairs) {
    if (!built)
      context.warn(
        `pair ${pair}: ${type} is not built yet, so this pair cannot run; built: ${builtTypes.join(', ')}`,
      );
  }
  if (context.json) {
    await context.printJson({ ok: true, file: config.file, pairs });
    return exitCodes.ok;
  }
  const lines = pairs.map(
    ({ pair, type, legs }) => `  ${pair}: Cin7 Core and ${type}; ${legs.join(', ') || 'no flow runs'}\n`,
  );
  await context.print(`${shortPath(config.file, context.io.cwd)} is sound\n${lines.join('')}`);
  return exitCodes.ok;
}
