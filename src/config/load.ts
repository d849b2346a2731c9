import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, LineCounter, parseDocument } from 'yaml';
import type { Say } from './checks/draft.ts';
import { checkAll } from './checks/index.ts';
import type { Env } from './env.ts';
import { unmarkKey } from './fields.ts';
import { finish } from './finish.ts';
import { findingsOf } from './issues.ts';
import { findPlace } from './places.ts';
import type { ConfigProblem } from './problem.ts';
import { type Finding, type Reading, readDocument, spoilt } from './read.ts';
import { salvage } from './salvage.ts';
import { type Config, type FileConfig, fileSchema } from './schema.ts';

export type { Env } from './env.ts';
export { type ConfigProblem, printProblem } from './problem.ts';

export type Loaded =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** Reads and checks a config file. Everything that is wrong is told at once, in the order of the file. */
export function loadConfig(file: string, env: Env): Loaded {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = error !== null && typeof error === 'object' && 'code' in error ? error.code : undefined;
    const message = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${String(code)})`;
    return { ok: false, problems: [{ file, line: 0, column: 0, key: '', message }] };
  }
  return parseConfig(text, file, env);
}

/** As `loadConfig`, for a text that is already at hand. `file` is where relative paths start from. */
export function parseConfig(text: string, file: string, env: Env): Loaded {
  const lines = new LineCounter();
  const result = parseText(text, lines, env);
  if (!Array.isArray(result)) return { ok: true, config: finish(result, file) };
  const problems = result.map(({ offset, path, ...rest }) => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col, key: path, ...rest };
  });
  return { ok: false, problems };
}

function parseText(text: string, lineCounter: LineCounter, env: Env): FileConfig | Finding[] {
  const document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false });
  const broken = syntaxErrors(document, text);
  if (broken.length > 0) return inOrder(broken);
  const reading = readDocument(document, fileSchema, env, (offset) => lineCounter.linePos(offset).line);
  if (reading.data === spoilt) return [...reading.findings];
  const parsed = fileSchema.safeParse(reading.data);
  const findings = [...reading.findings, ...findingsOf(parsed.error?.issues ?? [], fileSchema, reading)];
  const draft = parsed.success ? parsed.data : salvage(fileSchema, reading.data);
  if (draft !== undefined) checkAll(draft, sayInto(findings, reading));
  return parsed.success && findings.length === 0 ? parsed.data : inOrder(findings);
}

/** Without the echoes of an error: after the first one, everything that follows is an unexpected token. */
function syntaxErrors(document: Document.Parsed, text: string): Finding[] {
  return [...document.errors, ...document.warnings]
    .filter(({ code }, index) => index === 0 || code !== 'UNEXPECTED_TOKEN')
    .map(({ pos, message }) => ({
      offset: pos[0],
      path: '',
      message: text.startsWith(`\${env:`, pos[0] - 1)
        ? 'between { and } a variable must stand in quotes'
        : asClause(message),
    }));
}

/** Adds what the checks say, but for places of which something was told already. */
function sayInto(findings: Finding[], reading: Reading): Say {
  const told = new Set(findings.map(({ path }) => path));
  return (path, message, more = {}) => {
    const { place, path: key, exists } = findPlace(reading.root, path, unmarkKey);
    if (told.has(key) || (more.whole && findings.some((finding) => isBelow(finding.path, key)))) return;
    const offset = more.atKey && exists ? (place.keyOffset ?? place.offset) : place.offset;
    findings.push({ offset, path: key, message, suggestion: more.suggestion });
  };
}

const isBelow = (path: string, top: string): boolean =>
  path.startsWith(`${top}.`) || path.startsWith(`${top}[`);

function inOrder(findings: Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings
    .filter(({ offset, path, message }) => {
      const same = `${offset} ${path} ${message}`;
      return !seen.has(same) && seen.add(same);
    })
    .sort((a, b) => a.offset - b.offset);
}

const asClause = (message: string): string => message.charAt(0).toLowerCase() + message.slice(1);

/**
 * The config file to use: `--config`, `$ML_CONNECTOR_CONFIG`, `./config.yaml`, `/etc/ml-connector/config.yaml`. A file
 * that was named is returned whether it is there or not; nothing when none was named and none is there.
 */
export function findConfig(flag: string | undefined, env: Env, cwd: string): string | undefined {
  const named = flag ?? (env['ML_CONNECTOR_CONFIG'] || undefined);
  if (named !== undefined) return named;
  return [join(cwd, 'config.yaml'), '/etc/ml-connector/config.yaml'].find((file) => existsSync(file));
}
