import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { PassReport } from '../../engine/report.ts';
import { runPair } from '../../engine/run.ts';
import { activeLegs } from '../../flows/table.ts';
import { printLife } from '../../report/life.ts';
import { printPasses } from '../../report/passes.ts';
import type { Style } from '../../report/style.ts';
import type { Sandbox, StandinType } from '../../sandbox/start.ts';
import { type App, withApp } from '../app.ts';
import { type Context, createContext } from '../context.ts';
import { demoPairs, lostNumber, titleOf, troublesOf, writesIn } from '../demo-stories.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { runSideBySide } from '../run-pairs.ts';
import { startQuickSandbox, writeSandboxFiles } from '../sandbox-files.ts';
import { styleOf } from '../say-passes.ts';
import { choosePairs, loadSettings } from '../settings.ts';
import { lifeOfNumber } from './audit-show.ts';
import { checkPair } from './mapping-check.ts';
import { checkSystems } from './ping.ts';

export interface DemoOptions {
  readonly pair?: string;
  readonly dir?: string;
}

/** The whole story of one pair through the real HTTP path, on stand-ins in this process. */
export async function demo(context: Context, options: DemoOptions): Promise<number> {
  const { io, globals } = context;
  const { pair = 'demo' } = options;
  const type = demoPairs.get(pair);
  if (type === undefined)
    throw new UsageError(`no pair ${pair}; the demo has: ${[...demoPairs.keys()].join(', ')}`);
  const folder = options.dir
    ? resolve(io.cwd, options.dir)
    : await mkdtemp(join(tmpdir(), 'ml-connector-demo-'));
  const sandbox = await startQuickSandbox(type);
  try {
    const files = await writeSandboxFiles([sandbox], folder);
    // Whatever is set for real work must not reach the demo: neither its key nor its config.
    const env = Object.fromEntries(
      Object.entries(io.env).filter(([name]) => !/^(ML_CONNECTOR_|CREDENTIALS_DIRECTORY$)/.test(name)),
    );
    const own = createContext({ ...globals, config: files.config }, { ...io, env });
    return await tellStory(own, sandbox, type);
  } finally {
    await sandbox.close();
    if (!options.dir) await rm(folder, { recursive: true, force: true });
  }
}

async function tellStory(context: Context, sandbox: Sandbox, type: StandinType): Promise<number> {
  const config = loadSettings(context);
  const pairs = choosePairs(config, undefined);
  const style = await styleOf(context);
  const say = (text: string) => (context.json ? Promise.resolve() : context.print(text));
  const chapter = (text: string) => say(`\n${style.bold(`== ${text}`)}\n`);
  return withApp(context, config, {}, async (app) => {
    const run = () =>
      runSideBySide(
        app,
        pairs.map((pair) => ({ pair, legs: activeLegs(pair) })),
        (pair, legs) => runPair(app.run, pair, legs, { dryRun: false }),
      );
    await say(
      `Stand-ins of Cin7 Core and ${titleOf(type)} are running in this process; nothing leaves it.\n`,
    );

    await chapter('ping: are both sides there, and may we do what the flows need?');
    await say(await sayPing(app, pairs));

    await chapter('mapping check: what does the mapping lack?');
    await say(await sayMapping(context, app, pairs));

    await chapter('sync, with trouble on the way');
    const troubles = troublesOf(type);
    for (const { rule } of troubles) sandbox.faults.add(rule);
    await say(`${troubles.map(({ words }) => `  - ${words}\n`).join('')}\n`);
    const first = await run();
    await say(printPasses(first, style));
    await say('\nThe documents above that need somebody are bad on purpose. Everything else is written.\n');

    const waited = first.reduce((sum, { pending }) => sum + pending, 0);
    if (waited > 0) await run();
    if (waited > 0) await say(`${waited} of them waited for another one, and followed in the next pass.\n`);

    await chapter('sync again');
    const lost = lostNumber(sandbox.journal, numbersIn(first));
    sandbox.journal.clear();
    const before = JSON.stringify(sandbox.snapshot());
    const second = await run();
    const unchanged = writesIn(sandbox) === 0 || JSON.stringify(sandbox.snapshot()) === before;
    await say(saySecond(sandbox, unchanged));

    await chapter("the stand-ins' own books");
    const wrong = sandbox.check({ unfinished: true, purchaseWrites: true });
    await say(sayBooks(first, wrong, style));

    if (lost !== undefined) await chapter(`audit show ${lost}: the bill whose answer was lost`);
    if (lost !== undefined) await say(await sayLife(app, lost, style));

    if (context.json)
      await context.printJson({ passes: [...first, ...second], secondSyncWroteNothing: unchanged, wrong });
    await say(`\n${whatNext(type)}`);
    return sandbox.faults.pending().rules.length === 0 && unchanged && asPromised(first, second, wrong)
      ? exitCodes.ok
      : exitCodes.unexpected;
  });
}

type Pairs = ReturnType<typeof choosePairs>;

async function sayPing(app: App, files: Pairs): Promise<string> {
  const lines: string[] = [];
  for (const pair of await app.connect(files)) {
    const { systems } = await checkSystems(pair, files);
    for (const { title, checks } of systems) {
      const passed = checks.filter(({ ok }) => ok).length;
      lines.push(`  ${title}: ${passed} of ${checks.length} checks passed\n`);
    }
  }
  return lines.join('');
}

async function sayMapping(context: Context, app: App, files: Pairs): Promise<string> {
  const lines: string[] = [];
  for (const pair of await app.connect(files)) {
    const { findings, documents, yaml } = await checkPair(context, app, pair, 200);
    lines.push(`  ${findings.length} to settle for ${documents} documents; to paste, after reading it:\n`);
    lines.push(yaml.replace(/^/gm, '    ').trimEnd(), '\n');
  }
  return lines.join('');
}

/** What was refused is tried again on every pass: such a request changes nothing either. */
function saySecond(sandbox: Sandbox, unchanged: boolean): string {
  const requests = sandbox.journal.entries.length;
  const tries = writesIn(sandbox);
  const again = tries > 0 ? `; ${tries} writes that were refused were tried again` : '';
  if (!unchanged) return `Something was written, in ${requests} requests.\n`;
  return `Nothing was written to either system, in ${requests} requests${again}.\n`;
}

const isMaster = (kind: string): boolean => ['supplier', 'customer', 'product'].includes(kind);

const isBill = (kind: string): boolean => ['bill', 'credit'].includes(kind);

/** The numbers of the bills and credit notes that were written. */
const numbersIn = (passes: readonly PassReport[]): string[] =>
  written(passes).flatMap(({ kind, source }) => (isBill(kind) ? [source.number] : []));

const written = (passes: readonly PassReport[]) =>
  passes.flatMap(({ documents }) =>
    documents.filter(({ kind, state }) => state === 'written' && !isMaster(kind)),
  );

function sayBooks(passes: readonly PassReport[], wrong: readonly string[], style: Style): string {
  if (wrong.length > 0)
    return `${style.bad('what should not be:')}\n${wrong.map((line) => `  ${line}\n`).join('')}`;
  const documents = written(passes);
  const posted = documents.filter((document) => document.posted === 'yes').length;
  return `  ${documents.length} documents, ${posted} of them posted: none twice, none missing, each with the net, tax and total that Cin7 says.\n`;
}

function whatNext(type: StandinType): string {
  const others = [...demoPairs].filter(([, other]) => other !== type);
  const more = others.map(
    ([pair, other]) => `  ml-connector demo --pair ${pair.padEnd(24)} ${titleOf(other)}\n`,
  );
  return `${others.length > 0 ? `The other ERPs:\n${more.join('')}` : ''}To try it yourself: ml-connector sandbox\n`;
}

async function sayLife(app: App, number: string, style: Style): Promise<string> {
  return printLife(await lifeOfNumber(app.store, number), style);
}

/** What is bad on purpose may be refused; everything that was begun must have come to an end. */
const asPromised = (
  first: readonly PassReport[],
  second: readonly PassReport[],
  wrong: readonly string[],
): boolean =>
  wrong.length === 0 &&
  written(first).length > 0 &&
  second.every(({ outcome, pending }) => outcome === 'ok' && pending === 0);
