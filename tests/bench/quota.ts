import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoConfigText, startSandbox } from '../../src/sandbox/start.ts';
import type { Figure } from './run.ts';

const child = fileURLToPath(new URL('./quota-child.js', import.meta.url));
/** The quota of a minute, and the seconds that are looked at once the first burst is over. */
const perMinute = 60;
const seconds = 190;

/** Three processes with work waiting on one Cin7 key: how much of the quota they use, and whether one meets the limit. */
export async function quotaShare(): Promise<Figure[]> {
  const sandbox = await startSandbox({ cin7RequestsPerMinute: perMinute });
  const folder = mkdtempSync(join(tmpdir(), 'mlc-quota-'));
  writeFileSync(join(folder, 'ca.pem'), sandbox.ca);
  writeFileSync(join(folder, 'config.yaml'), demoConfigText(sandbox, { caFile: './ca.pem' }));
  const args = [child, folder, JSON.stringify(sandbox.credentials.cin7), String(seconds)];
  const started = Date.now();
  const processes = [1, 2, 3].map(() =>
    spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] }),
  );
  await Promise.all(processes.map((one) => new Promise((resolve) => one.on('exit', resolve))));
  const entries = sandbox.journal.entries.filter((entry) => entry.system === 'cin7');
  const end = started + (seconds - 5) * 1000;
  const counted = entries.filter((entry) => Date.parse(entry.at) <= end && entry.status === 200).length;
  const most = perMinute * ((end - started) / 60_000);
  const limited = entries.filter((entry) => [429, 503, 400].includes(entry.status)).length;
  await sandbox.close();
  rmSync(folder, { recursive: true });
  const share = counted / most;
  return [
    {
      name: "share of Cin7's quota used by three processes",
      value: `${(share * 100).toFixed(1)} %`,
      goal: 'above 95 %',
      met: share > 0.95,
    },
    { name: 'limit answers met meanwhile', value: String(limited), goal: '0', met: limited === 0 },
  ];
}
