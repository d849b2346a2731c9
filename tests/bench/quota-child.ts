import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/load.ts';
import { silent } from '../../src/domain/log.ts';
import { createRedactor } from '../../src/domain/redactor.ts';
import { systemClock } from '../../src/domain/time.ts';
import { createMapping } from '../../src/mapping/mapping.ts';
import { openStore } from '../../src/store/store.ts';
import { createCin7 } from '../../src/systems/cin7/index.ts';

const [, , folder = '', credentials = '{}', seconds = '60'] = process.argv;
const loaded = loadConfig(join(folder, 'config.yaml'), {});
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
const [pair] = loaded.config.pairs;
if (!pair) throw new Error('no pair');
const store = openStore({ path: join(folder, 'state.db'), clock: systemClock });
const { pacer, cache, mutex } = store.shared;
const cin7 = createCin7({
  pair,
  credentials: JSON.parse(credentials),
  ca: readFileSync(join(folder, 'ca.pem'), 'utf8'),
  mapping: createMapping(pair.mapping),
  deps: { clock: systemClock, log: silent, redactor: createRedactor(), pacer, cache, secrets: cache, mutex },
});
const end = Date.now() + Number(seconds) * 1000;
while (Date.now() < end)
  await cin7.sources.purchases?.read('00000000-0000-0000-0000-000000000001').catch(() => undefined);
await cin7.close();
await store.close();
