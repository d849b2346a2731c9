import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startSandbox } from '../../sandbox/start.ts';
import type { Context } from '../context.ts';
import { messageOf, UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { quickRequestsPerMinute, type SandboxFiles, writeSandboxFiles } from '../sandbox-files.ts';
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
  const running = await startSandbox({ port, cin7RequestsPerMinute: quickRequestsPerMinute }).catch(
    inUse(port),
  );
  try {
    const files = await writeSandboxFiles(running, folder).catch(alreadyThere);
    const { urls } = running;
    if (context.json) await context.printJson({ folder, files, urls });
    else await context.print(welcome(folder, files, urls));
    if (!stop.signal.aborted)
      await new Promise<void>((done) => stop.signal.addEventListener('abort', () => done(), { once: true }));
    return stop.exitCode() ?? exitCodes.ok;
  } finally {
    await running.close();
    if (!options.dir) await rm(folder, { recursive: true, force: true });
    stop.release();
  }
}

const inUse =
  (port: number) =>
  (error: unknown): never => {
    const code = (error as { code?: string }).code ?? '';
    if (!['EADDRINUSE', 'EACCES', 'ERR_SOCKET_BAD_PORT'].includes(code)) throw error;
    throw new UsageError(`the stand-ins cannot listen on ports ${port} to ${port + 3}: ${messageOf(error)}`);
  };

function alreadyThere(error: unknown): never {
  const code = (error as { code?: string }).code;
  if (code === 'EEXIST' || /never overwritten/.test(messageOf(error)))
    throw new UsageError(
      `the folder holds files of an earlier sandbox, whose keys and ports are others; take an empty one. ${messageOf(error)}`,
    );
  throw error;
}

const welcome = (
  folder: string,
  { config }: SandboxFiles,
  urls: Readonly<Record<string, string>>,
): string => `\
Stand-ins of Cin7 Core, Business Central and Entra are running, filled with demo data, until you press Ctrl+C.
${Object.entries(urls)
  .map(([name, url]) => `  ${name.padEnd(16)} ${url}\n`)
  .join('')}
Config, key, vault and CA are in ${folder}. In another terminal:

  export ML_CONNECTOR_CONFIG=${config}
  ml-connector ping
  ml-connector mapping check
  ml-connector sync --dry-run
  ml-connector sync
  ml-connector status
`;
