import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { demoConfigText, demoCredentials, startSandbox } from '../../src/sandbox/start.ts';
import { pairOf } from '../config/sample.ts';
import type { Figure } from './run.ts';
import type { ScanResult, ScanTask } from './scan-child.ts';

const child = fileURLToPath(new URL('./scan-child.js', import.meta.url));
/** Rows in one answer of the server at most. */
const pageRows = 10_000;

/** Full scans of vendors: Finance & Operations tells no time of change, so every pass reads them all. */
export async function fullScan(): Promise<Figure[]> {
  const [small, large] = [await scan(10_000), await scan(50_000)];
  const least = Math.ceil(large.rows / pageRows);
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  return [
    {
      name: 'scan of 50,000 vendors: calls',
      value: String(large.calls),
      goal: `the least is ${least}`,
      met: large.calls <= 3 * least,
    },
    {
      name: 'scan of 50,000 vendors: the first',
      value: seconds(large.firstMs),
      goal: 'below 60 s',
      met: large.firstMs < 60_000,
    },
    {
      name: 'scan of 50,000 vendors: nothing new',
      value: seconds(large.idleMs),
      goal: 'below 60 s',
      met: large.idleMs < 60_000,
    },
    {
      name: 'scan of 50,000 vendors: peak memory, MB',
      value: large.peakMb.toFixed(0),
      goal: 'below 256',
      met: large.peakMb < 256,
    },
    {
      name: 'peak memory, 50,000 vendors against 10,000',
      value: (large.peakMb / small.peakMb).toFixed(2),
      goal: 'flat',
      met: large.peakMb / small.peakMb < 1.35,
    },
  ];
}

async function scan(vendors: number): Promise<ScanResult> {
  const sandbox = await startSandbox({ erps: ['finance-operations'], data: 'empty' });
  try {
    for (let n = 1; n <= vendors; n++) {
      sandbox.financeOperations.addVendor({
        VendorOrganizationName: `Supplier number ${n} of the long list`,
        PrimaryEmailAddress: `accounts@supplier-${n}.example`,
        AddressStreet: `${n} Market Street`,
        AddressCity: 'London',
        AddressCountryRegionId: 'GBR',
      });
    }
    const pair = pairOf(demoConfigText(sandbox));
    const own = { ...pair, erp: { ...pair.erp, crossCompany: [] } };
    const credentials = demoCredentials(sandbox)[pair.erp.credentials] ?? {};
    return await inChild({ pair: own, ca: sandbox.ca, credentials });
  } finally {
    await sandbox.close();
  }
}

async function inChild(task: ScanTask): Promise<ScanResult> {
  const process = spawn(globalThis.process.execPath, [child], { stdio: ['pipe', 'pipe', 'inherit'] });
  process.stdin.end(JSON.stringify(task));
  return JSON.parse(await text(process.stdout)) as ScanResult;
}
