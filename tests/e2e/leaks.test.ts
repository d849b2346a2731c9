import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Result, removeFolders, smallWorld, start, type World } from './support.ts';

/** Planted where the real ones would be; with characters that look different in each way of writing. */
const canaries = {
  applicationKey: 'canary-cin7+key/4e21=c0ffee',
  clientSecret: 'Canary~Secret+/=%20&erp 77',
} as const;

let world: World;
const said: string[] = [];
beforeAll(async () => {
  world = await smallWorld(2);
  world.sandbox.cin7.addKey(canaries.applicationKey);
  world.sandbox.entra.addSecret(world.sandbox.credentials.entra.clientId, canaries.clientSecret);
});
afterAll(async () => {
  await world.close();
  removeFolders();
});

/** Runs a command, keeps what it said, and what the process table and its environment showed of it. */
async function run(args: readonly string[], stdin?: string): Promise<Result> {
  const running = start([...args, '--verbose'], {
    cwd: world.folder,
    ...(stdin === undefined ? {} : { stdin }),
  });
  const seen = ['cmdline', 'environ'].map((name) => read(`/proc/${running.child.pid}/${name}`));
  const result = await running.ended;
  said.push(...seen, result.stdout, result.stderr);
  return result;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

/** The ways in which a secret may be written: raw, URL-encoded, in JSON, and in base64 at each of its three offsets. */
function formsOf(secret: string): string[] {
  const inBase64 = [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)])
      .toString('base64')
      .slice(offset === 0 ? 0 : 4, -4),
  );
  return [
    secret,
    encodeURIComponent(secret),
    encodeURIComponent(secret).replace(/%20/g, '+'),
    JSON.stringify(secret),
    ...inBase64,
  ];
}

it('no secret shows anywhere: not in output, logs, state, exports, arguments or environment', async () => {
  const { accountId } = world.sandbox.credentials.cin7;
  const { clientId } = world.sandbox.credentials.entra;
  await run(
    ['credentials', 'set', 'demo-cin7'],
    `accountId=${accountId}\napplicationKey=${canaries.applicationKey}\n`,
  );
  await run(
    ['credentials', 'set', 'demo-erp'],
    JSON.stringify({ clientId, clientSecret: canaries.clientSecret }),
  );
  await run(['credentials', 'list']);
  await run(['ping']);
  await run(['mapping', 'check']);
  const { faults, entra, cin7 } = world.sandbox;
  faults.add({ system: 'businessCentral', method: 'POST', fault: { kind: 'expire-token' } });
  faults.add({
    system: 'businessCentral',
    method: 'POST',
    after: 1,
    fault: { kind: 'error-after', status: 502 },
  });
  faults.add({ system: 'cin7', fault: { kind: 'html' } });
  expect((await run(['sync', '--dry-run'])).code).not.toBe(1);
  expect((await run(['sync', '--format', 'json'])).code).toBe(0);
  const tokens = [...entra.state.tokens.keys()];
  expect(tokens.length).toBeGreaterThan(0);
  // Refusals are where systems repeat what they were sent.
  cin7.removeKey(canaries.applicationKey);
  entra.expireSecret(clientId, canaries.clientSecret);
  entra.revokeAll();
  expect((await run(['sync'])).code).toBe(4);
  expect((await run(['ping', '--format', 'json'])).code).toBe(4);
  await Promise.all([run(['status']), run(['audit', 'show', 'INV-1'])]);
  await Promise.all(
    ['csv', 'jsonl', 'html', 'json'].map((format) => run(['audit', 'export', '--format', format])),
  );

  const vaultKey = readFileSync(join(world.folder, 'ml-connector.key'), 'utf8').trim();
  const files = readdirSync(world.folder).filter((name) => name !== 'ml-connector.key');
  const haystack = [...said, ...files.map((name) => read(join(world.folder, name)))].join('\n');
  for (const secret of [...Object.values(canaries), ...tokens, vaultKey])
    for (const form of formsOf(secret)) expect(haystack).not.toContain(form);
  // The search would find them: what is no secret is there.
  expect(haystack).toContain('INV-1');
});

it('every file that holds anything of ours is for its owner only', () => {
  for (const name of readdirSync(world.folder).filter((file) => /\.(db|db-wal|db-shm|vault|key)$/.test(file)))
    expect([name, statSync(join(world.folder, name)).mode & 0o077]).toEqual([name, 0]);
});
