import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { type DemoConfig, quickRequestsPerMinute, writeSandboxFiles } from '../../src/cli/sandbox-files.ts';
import { type Certificates, makeCertificates, type Sandbox, startSandbox } from '../../src/sandbox/start.ts';
import { outputSchema } from './output.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
export const bin = join(root, 'bin/ml-connector');
if (!existsSync(join(root, 'dist/index.js'))) throw new Error('build first: npm run build');

export interface Result {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Result>;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stdin?: string;
}

/** The real command line as a process of its own, in an environment of which it shares nothing but PATH. */
export function start(args: readonly string[], { cwd, env = {}, stdin = '' }: CliOptions = {}): Running {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: cwd ?? tmpdir(),
    env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'], ...env },
    stdio: 'pipe',
  });
  children.add(child);
  const out: string[] = [];
  const err: string[] = [];
  child.stdout.on('data', (chunk) => out.push(String(chunk)));
  child.stderr.on('data', (chunk) => err.push(String(chunk)));
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  const ended = new Promise<Result>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => children.delete(child));
    child.on('close', (code, signal) =>
      resolve({ code, signal, stdout: out.join(''), stderr: err.join('') }),
    );
  });
  return { child, ended };
}

export const cli = (args: readonly string[], options?: CliOptions): Promise<Result> =>
  start(args, options).ended;

/** A result in JSON, which must be one object of the contract's form whatever happened. */
export const passesOf = (result: Result) => outputSchema.parse(JSON.parse(result.stdout)).passes;

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ml-connector-e2e-'));
  folders.push(folder);
  return folder;
}
const folders: string[] = [];
const children = new Set<ChildProcess>();
/** Also ends what a failed test left running. */
export function removeFolders(): void {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A running sandbox with a config for it, in a folder of its own. */
export interface World {
  readonly sandbox: Sandbox;
  readonly folder: string;
  readonly state: string;
  run(args: readonly string[], options?: CliOptions): Promise<Result>;
  start(args: readonly string[], options?: CliOptions): Running;
  close(): Promise<void>;
}

let certificate: Certificates | undefined;

export async function openWorld(
  options: {
    readonly data?: 'demo' | 'empty';
    readonly change?: (config: DemoConfig) => object;
    readonly before?: (sandbox: Sandbox) => void;
  } = {},
): Promise<World> {
  certificate ??= await makeCertificates();
  const sandbox = await startSandbox({
    data: options.data ?? 'demo',
    cin7RequestsPerMinute: quickRequestsPerMinute,
    certificate,
  });
  options.before?.(sandbox);
  const folder = temporaryFolder();
  await writeSandboxFiles([sandbox], folder, options.change);
  const inFolder = (more: CliOptions = {}): CliOptions => ({ cwd: folder, ...more });
  return {
    sandbox,
    folder,
    state: join(folder, 'ml-connector.db'),
    run: (args, more) => cli(args, inFolder(more)),
    start: (args, more) => start(args, inFolder(more)),
    close: () => sandbox.close(),
  };
}

/** The rows of every table but those for pacing, tokens and short locks. */
export function contentOf(state: string): Record<string, unknown[]> {
  const database = new Database(state, { readonly: true });
  try {
    const names = database
      .prepare("select name from sqlite_master where type = 'table'")
      .pluck()
      .all() as string[];
    const kept = names.filter((name) => !/^(cache|pacer|pacer_delays|mutexes|sqlite_.*)$/.test(name));
    return Object.fromEntries(kept.map((name) => [name, database.prepare(`select * from "${name}"`).all()]));
  } finally {
    database.close();
  }
}

/** Requests that could have changed anything. */
export const writes = ({ sandbox }: World) =>
  sandbox.journal.entries.filter(({ system, method }) => system !== 'entra' && method !== 'GET');

export async function until(condition: () => boolean, ms = 15_000): Promise<void> {
  const end = Date.now() + ms;
  while (!condition()) {
    if (Date.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** One supplier on both sides and a few authorised bills of it: enough for what does not need a whole company. */
export const smallWorld = (
  bills = 1,
  change: (config: DemoConfig) => object = (config) => config,
): Promise<World> =>
  openWorld({
    data: 'empty',
    before({ cin7, businessCentral, clock }) {
      cin7.addSupplier({ Name: 'Tea Co', Currency: 'GBP' });
      businessCentral.addVendor({ number: 'V00010', displayName: 'Tea Co', currencyCode: 'GBP' });
      const date = clock.now().slice(0, 10);
      for (let n = 1; n <= bills; n++) {
        cin7.addPurchase({
          supplier: 'Tea Co',
          type: 'Service',
          orderNumber: `PO-0000${n}`,
          lines: [{ description: 'Tea tasting', price: '100.00', account: '480' }],
          invoices: [{ number: `INV-${n}`, date }],
        });
      }
    },
    change: (config) =>
      change({
        ...config,
        pairs: config.pairs.map((pair) => ({
          ...pair,
          mapping: { ...pair.mapping, suppliers: {} as never },
        })),
      }),
  });
