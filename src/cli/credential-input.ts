import { UsageError } from './errors.ts';

export type Fields = Record<string, string>;

/**
 * Fields from stdin: one JSON object, or `field=value` lines split at the first `=`, values as they are.
 * @throws UsageError that never quotes what was read: it may be a secret.
 */
export const parseFields = (text: string): Fields =>
  text.trimStart().startsWith('{') ? fromJson(text) : fromLines(text);

function fromLines(text: string): Fields {
  const fields = new Map<string, string>();
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === '') return;
    const at = line.indexOf('=');
    if (at < 1) throw new UsageError(`line ${index + 1} of the input is not field=value`);
    const field = line.slice(0, at).trim();
    if (fields.has(field))
      throw new UsageError(`line ${index + 1} of the input: the same field a second time`);
    fields.set(field, line.slice(at + 1));
  });
  return Object.fromEntries(fields);
}

function fromJson(text: string): Fields {
  const json = parse(text);
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
  if (!isObject || Object.values(json).some((value) => typeof value !== 'string'))
    throw new UsageError('the input must be one JSON object whose values are texts, or lines of field=value');
  return json as Fields;
}

/** What V8 says about broken JSON quotes it, so it is not passed on. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError('the input begins like a JSON object and is none');
  }
}
