import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silent } from '../../src/domain/log.ts';
import { systemClock } from '../../src/domain/time.ts';
import { openStore } from '../../src/store/store.ts';
import type { Cin7Client } from '../../src/systems/cin7/client.ts';
import { cin7Push } from '../../src/systems/cin7/push.ts';
import { createIntake } from '../../src/webhooks/intake.ts';
import { createLimiter } from '../../src/webhooks/limits.ts';
import { createMetrics } from '../../src/webhooks/metrics.ts';
import { createReceiver } from '../../src/webhooks/receiver.ts';
import { pairSecrets } from '../../src/webhooks/secrets.ts';
import { serve } from '../../src/webhooks/server.ts';

/** A receiver with a real state file on disk, flooded over 64 connections. */
const total = 10_000;
const connections = 64;
const secret = 'a-secret-of-the-bench';
const folder = mkdtempSync(join(tmpdir(), 'mlc-flood-'));
const store = openStore({ path: join(folder, 'state.db'), clock: systemClock });
const secrets = pairSecrets('bench', secret);
const generous = { burst: 1_000_000, perSecond: 1_000_000 };
const receiver = createReceiver({
  pairs: [
    {
      name: 'bench',
      legs: [{ flow: 'purchases', leg: 'cin7-to-erp' }],
      push: { cin7: cin7Push(undefined as unknown as Cin7Client) },
    },
  ],
  secretsOf: () => secrets,
  publicUrl: undefined,
  intake: createIntake(store, () => {}),
  metrics: createMetrics(),
  limits: { all: createLimiter(generous, Date.now), strangers: createLimiter(generous, Date.now) },
  log: silent,
});
const server = await serve(receiver, { host: '127.0.0.1', port: 0 });
const agent = new Agent({ keepAlive: true, maxSockets: connections });

const post = (n: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const body = JSON.stringify({
      TaskID: `task-${n}`,
      PurchaseOrderNumber: `PO-${n % 50}`,
      SupplierName: 'Harbour Oils',
      EventType: 'Purchase/InvoiceAuthorised',
    });
    const call = request(
      `${server.origin}/bench/cin7/${secret}`,
      {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 0));
      },
    );
    call.on('error', reject);
    call.end(body);
  });

let next = 0;
let answered = 0;
const started = performance.now();
const cpu = process.cpuUsage();
await Promise.all(
  Array.from({ length: connections }, async () => {
    while (next < total) if ((await post(next++)) === 200) answered++;
  }),
);
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(cpu);
const cpuSeconds = (user + system) / 1_000_000;
const entries = (await store.inbox.open('bench')).length;
agent.destroy();
await server.close();
await store.close();
rmSync(folder, { recursive: true });
const rssMb = process.resourceUsage().maxRSS / 1024;
process.stdout.write(
  JSON.stringify({ answered, refused: total - answered, seconds, cpuSeconds, rssMb, entries }),
);
