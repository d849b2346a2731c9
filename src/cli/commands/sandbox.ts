import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeCertificates, type Sandbox } from '../../sandbox/start.ts';
import type { Context } from '../context.ts';
import { demoPairs } from '../demo-stories.ts';
import { messageOf, UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { type SandboxFiles, startQuickSandbox, writeSandboxFiles } from '../sandbox-files.ts';
import { listenForStop } from '../signals.ts';
import { countOption } from '../values.ts';

export interface SandboxOptions {
  readonly dir?: string;
  readonly port?: string;
}

/** Serves the stand-ins until a signal comes. Files that it made in a temporary folder go with it. */
export async function sandbox(context: Context, options: SandboxOptions): Promise<number> {
  const port = options.port === undefined ? 0 : countOption('--port', options.port);
  const stop = listenForStop();
  const folder = options.dir
    ? resolve(context.io.cwd, options.dir)
    : await mkdtemp(join(tmpdir(), 'ml-connector-sandbox-'));
  const running: Sandbox[] = [];
  try {
    await startAll(port, running);
    const files = await writeSandboxFiles(running, folder).catch(alreadyThere);
    const pairs = [...demoPairs.keys()].map((pair, index) => ({ pair, urls: running[index]?.urls ?? {} }));
    if (context.json) await context.printJson({ folder, files, pairs });
    else await context.print(welcome(folder, files, pairs));
    if (!stop.signal.aborted)
      await new Promise<void>((done) => stop.signal.addEventListener('abort', () => done(), { once: true }));
    return stop.exitCode() ?? exitCodes.ok;
  } finally {
    await Promise.all(running.map((one) => one.close()));
    if (!options.dir) await rm(folder, { recursive: true, force: true });
    stop.release();
  }
}

/** Cin7, Entra, the control server and the ERP. */
const portsEach = 4;

/** Each pair has a Cin7 account of its own, as it would have in life: so each ERP gets its own stand-ins. */
async function startAll(port: number, running: Sandbox[]): Promise<void> {
  const certificate = await makeCertificates();
  for (const type of demoPairs.values()) {
    const first = port === 0 ? 0 : port + portsEach * running.length;
    const sandbox = await startQuickSandbox(type, { port: first, certificate }).catch(inUse(first));
    // Cin7's minute before the first delivery is a second here.
    sandbox.pushes.factor = 1 / 60;
    sandbox.pushes.auto();
    running.push(sandbox);
  }
}

const inUse =
  (port: number) =>
  (error: unknown): never => {
    const code = (error as { code?: string }).code ?? '';
    if (!['EADDRINUSE', 'EACCES', 'ERR_SOCKET_BAD_PORT'].includes(code)) throw error;
    const last = port + portsEach - 1;
    throw new UsageError(`the stand-ins cannot listen on ports ${port} to ${last}: ${messageOf(error)}`);
  };

function alreadyThere(error: unknown): never {
  const code = (error as { code?: string }).code;
  if (code === 'EEXIST' || /never overwritten/.test(messageOf(error)))
    throw new UsageError(
      `the folder holds files of an earlier sandbox, whose keys and ports are others; take an empty one. ${messageOf(error)}`,
    );
  throw error;
}

interface ServedPair {
  readonly pair: string;
  readonly urls: Readonly<Record<string, string>>;
}

const welcome = (folder: string, { config }: SandboxFiles, pairs: readonly ServedPair[]): string => `\
Stand-ins of Cin7 Core and of each ERP are running, filled with demo data, until you press Ctrl+C.
${pairs.map(servedPair).join('')}
Config, key, vault and CA are in ${folder}. In another terminal:

  export ML_CONNECTOR_CONFIG=${config}
  ml-connector ping
  ml-connector mapping check
  ml-connector sync --dry-run
  ml-connector sync
  ml-connector status
`;

const servedPair = ({ pair, urls }: ServedPair): string =>
  `${pair}\n${Object.entries(urls)
    .map(([name, url]) => `  ${name.padEnd(18)} ${url}\n`)
    .join('')}`;
