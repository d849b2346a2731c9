import type { Config } from '../../config/schema.ts';
import { addressFields, type EntryKind, entryKinds, fieldProblems, knownFields } from '../../vault/fields.ts';
import type { Context } from '../context.ts';
import { type Fields, parseFields } from '../credential-input.ts';
import { credentialNames, usesOf } from '../credential-kinds.ts';
import { StoppedError, UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { readAll } from '../io.ts';
import { openSecrets } from '../secrets.ts';
import { loadSettings } from '../settings.ts';

/** Replaces an entry. On a terminal each field is asked for without echo; else all come from stdin. */
export async function credentialsSet(context: Context, name: string): Promise<number> {
  const config = loadSettings(context);
  const { vault } = await openSecrets(context, config);
  const kinds = [...new Set(usesOf(config, name).map(({ kind }) => kind))];
  if (kinds.length > 1)
    throw new UsageError(
      `the config uses ${name} for different things (${kinds.join(', ')}): give each its own name`,
    );
  const [kind] = kinds;
  const pairs = config.pairs.map((pair) => pair.name);
  const watched = context.io.stdin.isTTY === true;
  const fields = watched
    ? await ask(context, config, name, kind, pairs)
    : parseFields(await readAll(context.io.stdin));
  refuseStrangeNames(Object.keys(fields), knownFields(kind, pairs));
  const problems = fieldProblems(kind, Object.keys(fields), pairs);
  if (problems.length > 0) throw new UsageError(`${name}: ${problems.join('; ')}`);
  await vault.set(name, fields);
  if (kind === undefined)
    context.warn(`nothing in the config uses ${name}; it uses: ${credentialNames(config).join(', ')}`);
  if (context.json) await context.printJson({ set: name, fields: Object.keys(fields) });
  else context.tell(`set ${name}: ${Object.keys(fields).join(', ')}`);
  return exitCodes.ok;
}

async function ask(
  context: Context,
  config: Config,
  name: string,
  kind: EntryKind | undefined,
  pairs: readonly string[],
): Promise<Fields> {
  if (kind === undefined)
    throw new UsageError(
      `nothing in the config uses ${name}; it uses: ${credentialNames(config).join(', ')}`,
    );
  const { default: password } = await import('@inquirer/password');
  const optional = new Set<string>(
    kind === 'webhooks' ? pairs : [...entryKinds[kind].optional, ...addressFields],
  );
  const fields: Fields = {};
  context.tell(`${name}: nothing is shown while you type; leave a field empty to leave it out`);
  for (const field of askedFor(kind, pairs)) {
    const message = optional.has(field) ? `${field} (may be empty)` : field;
    const config = { message, mask: false, toggleMask: false };
    const value = await password(config, { output: context.io.stderr }).catch(givenUp);
    if (value !== '') fields[field] = value;
  }
  return fields;
}

/** Ctrl+C at a question. */
function givenUp(error: unknown): never {
  throw (error as Error)?.name === 'ExitPromptError' ? new StoppedError(130) : error;
}

/** Texts of several lines (PEM) cannot be typed, and addresses belong into the config: both only through stdin. */
const askedFor = (kind: EntryKind, pairs: readonly string[]): string[] =>
  knownFields(kind, pairs).filter(
    (field) =>
      !['certificate', 'privateKey'].includes(field) && !addressFields.some((address) => address === field),
  );

/** What looks like no field's name may be a secret that went astray: it is not repeated. */
function refuseStrangeNames(fields: readonly string[], known: readonly string[]): void {
  const strange = fields.some((field) => !known.includes(field) && !/^[A-Za-z]{1,20}$/.test(field));
  if (strange) throw new UsageError(`the input has an unknown field; known are: ${known.join(', ')}`);
}
