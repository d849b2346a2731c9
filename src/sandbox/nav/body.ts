import { isObject, parseJson } from '../json-body.ts';
import { type CheckedBody, checkBody } from '../odata/body.ts';
import type { Dialect, EntityType } from '../odata/model.ts';
import type { Asked } from './address.ts';
import { plainCaption } from './captions.ts';
import { refusals } from './errors.ts';

/** A body, checked against the page or entity; options may come escaped or plain. */
export const checkedBody = (body: unknown, type: EntityType, dialect: Dialect): CheckedBody =>
  checkBody(isObject(body) ? plainOptions(body, type) : body, type, dialect);

function plainOptions(body: Record<string, unknown>, type: EntityType): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      const option = Object.hasOwn(type.fields, name) && type.fields[name]?.type === 'enum';
      return [name, option && typeof value === 'string' ? plainCaption(value) : value];
    }),
  );
}

export function jsonOf(request: Asked): unknown {
  if (!(request.headers['content-type'] ?? '').toLowerCase().startsWith('application/json'))
    return refusals.badRequest('The content type of the request body must be application/json.');
  const body = parseJson(request.text);
  return body === undefined ? refusals.badRequest('The request body is not valid JSON.') : body;
}

/** PATCH always needs If-Match; DELETE and actions look at it only if it was sent (section 9). */
export function checkTag(request: Asked, tag: unknown, needed: boolean): void {
  const sent = request.headers['if-match'];
  if (sent === undefined) {
    if (needed) refusals.invalidToken('The If-Match header is missing.');
    return;
  }
  if (sent === '*') return;
  if (!/^(W\/)?"[^"]*"$/.test(sent)) refusals.invalidToken('The If-Match header is not valid.');
  if (sent !== tag) refusals.changed();
}
