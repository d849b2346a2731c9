import { tidy } from '../../domain/text.ts';

/** One `error` of the tree: what it is about, and what it says. */
export interface EntityError {
  /** `Vendor`, `line 2 Account`; nothing for the record as a whole. */
  readonly field?: string | undefined;
  readonly text: string;
}

/**
 * Every `error` in an entity that was refused. The one at the top only sums up ("raised at least one error"), so it counts
 * only where nothing below tells more; so does one of a row whose fields tell more.
 */
export function entityErrors(json: unknown): EntityError[] {
  const below = errorsIn(json, '');
  const own = ownError(json);
  if (below.length > 0) return distinct(below);
  return own === undefined ? [] : [{ text: own }];
}

function errorsIn(json: unknown, at: string): EntityError[] {
  if (!isRecord(json)) return [];
  const found: EntityError[] = [];
  for (const [field, value] of Object.entries(json)) {
    if (field === 'error' || field === '_links') continue;
    if (Array.isArray(value)) {
      value.forEach((row, index) => {
        found.push(...fromRow(row, rowName(at, field, index)));
      });
    } else found.push(...fromRow(value, at === '' ? field : `${at} ${field}`));
  }
  return found;
}

function fromRow(json: unknown, at: string): EntityError[] {
  const below = errorsIn(json, at);
  const own = ownError(json);
  if (below.length > 0 || own === undefined) return below;
  return [{ field: at, text: own }];
}

/** The lines of a document are its `Details`. */
const rowName = (at: string, field: string, index: number): string => {
  const name = field === 'Details' ? `line ${index + 1}` : `${field} ${index + 1}`;
  return at === '' ? name : `${at} ${name}`;
};

const ownError = (json: unknown): string | undefined => {
  const error = isRecord(json) ? json['error'] : undefined;
  return typeof error === 'string' && tidy(error) !== '' ? tidy(error) : undefined;
};

function distinct(errors: readonly EntityError[]): EntityError[] {
  const seen = new Set<string>();
  return errors.filter(({ field, text }) => {
    const key = `${field}|${text}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

/**
 * What any other error body says: `{ message, exceptionMessage, exceptionType }`, with the reason perhaps in an inner
 * exception. Stack traces are never looked at.
 */
export function readException(json: unknown): { readonly type: string; readonly text: string } {
  if (!isRecord(json)) return { type: '', text: '' };
  const { exceptionType, exceptionMessage, message, modelState, innerException } = json;
  const inner = isRecord(innerException) ? readException(innerException) : { type: '', text: '' };
  const model = isRecord(modelState) ? Object.values(modelState).flat().filter(isText).join('; ') : '';
  const own = [exceptionMessage, model, message].find((part) => isText(part) && part !== '');
  return {
    type: isText(exceptionType) ? exceptionType : inner.type,
    text: tidy(isText(exceptionMessage) ? exceptionMessage : inner.text || (isText(own) ? own : '')),
  };
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
