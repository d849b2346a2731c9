import { existsSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { type ConfigProblem, findConfig, loadConfig, printProblem } from '../config/load.ts';
import type { Config, PairConfig } from '../config/schema.ts';
import type { Context } from './context.ts';
import { UsageError } from './errors.ts';

/**
 * The config that the command works with.
 * @throws UsageError that tells everything that is wrong with it, each with file, line and column.
 */
export function loadSettings({ globals, io }: Context): Config {
  const file = findConfig(globals.config, io.env, io.cwd);
  if (file === undefined) {
    throw new UsageError(
      'there is no config: give it with --config, or in $ML_CONNECTOR_CONFIG, ./config.yaml or /etc/ml-connector/config.yaml; `ml-connector init` writes one',
    );
  }
  const loaded = loadConfig(file, io.env);
  if (!loaded.ok) throw configError(file, loaded.problems);
  const folder = dirname(loaded.config.state);
  if (!existsSync(folder)) throw new UsageError(`${file}: the folder of \`state\` does not exist: ${folder}`);
  return loaded.config;
}

function configError(file: string, problems: readonly ConfigProblem[]): UsageError {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  const lines = problems.map((problem) => `  ${printProblem(problem)}`);
  return new UsageError(`${count} in ${file}\n${lines.join('\n')}`, problems);
}

/**
 * The pairs that were asked for, all if none was.
 * @throws UsageError for a name that the config does not have.
 */
export function choosePairs(config: Config, names: readonly string[] | undefined): readonly PairConfig[] {
  if (names === undefined || names.length === 0) return config.pairs;
  const known = config.pairs.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new UsageError(`unknown pair ${unknown.join(', ')}; the config has: ${known.join(', ')}`);
  return config.pairs.filter(({ name }) => names.includes(name));
}

/** A path as people would type it here. */
export function shortPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short === '' || short.startsWith('..') ? path : short;
}
