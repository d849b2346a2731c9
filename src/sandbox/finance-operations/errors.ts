import { type Answer, json, Refusal } from '../exchange.ts';
import type { Dialect } from '../odata/model.ts';
import { type FoType, namespace } from './model.ts';
import type { World } from './state.ts';

/** Envelope and texts: apis/dynamics-fo.md, section 14. Texts marked there as not seen are ours. */

const types = {
  write: 'Microsoft.Dynamics.Platform.Integration.Services.OData.AxODataWriteException',
  odata: 'Microsoft.OData.ODataException',
  service: 'Microsoft.Dynamics.Platform.Integration.Services.OData.AxODataException',
} as const;

const stack = '   at Microsoft.Dynamics.Platform.Integration.Services.OData.Update.UpdateProcessor.Run()';

export function errorAnswer(
  status: number,
  message: string,
  inner: string = message,
  type: keyof typeof types = 'service',
  headers?: Record<string, string>,
): Answer {
  const innererror = { message: inner, type: types[type], stacktrace: stack };
  return json(status, { error: { code: '', message, innererror } }, headers);
}

const generic = 'An error has occurred.';

function refuse(status: number, message: string, inner?: string, type?: keyof typeof types): never {
  throw new Refusal(errorAnswer(status, message, inner, type));
}

/** What a business rule refuses, in the words of the Infolog. */
export function writeFailed(world: World, type: FoType, ...parts: string[]): never {
  const text = `Write failed for table row of type '${type.entity}'. Infolog: ${parts.join('; ')}.`;
  return refuse(world.switches.writeErrorStatus, generic, text, 'write');
}

const validation = (type: FoType, field: string): string =>
  `Warning: validateField failed on field '${type.entity}.${field}'`;

export const infolog = {
  notFound: (world: World, type: FoType, field: string, value: string): never => {
    const { label, related } = type.references[field] ?? { label: field, related: field };
    return writeFailed(
      world,
      type,
      `Warning: The value '${value}' in field '${label}' is not found in the related table '${related}'.`,
      validation(type, field),
    );
  },
  mandatory: (world: World, type: FoType, field: string): never =>
    writeFailed(
      world,
      type,
      `Warning: Field '${labelOf(type, field)}' must be filled in.`,
      `Warning: validateWrite failed on data source '${type.entity}'`,
    ),
  exists: (world: World, type: FoType, key: string): never =>
    writeFailed(
      world,
      type,
      `Info: Cannot create a record in ${type.table}. ${key}.\nThe record already exists.`,
    ),
  /** Any other rule of one field. */
  field: (world: World, type: FoType, field: string, text: string): never =>
    writeFailed(world, type, `Warning: ${text}`, validation(type, field)),
  /** Any other rule. */
  rule: (world: World, type: FoType, text: string): never =>
    writeFailed(world, type, `Error: ${text}`, `Info: Update has been canceled`),
  conflict: (world: World, type: FoType): never =>
    writeFailed(
      world,
      type,
      `Error: Cannot edit a record in ${type.table}.\nAn update conflict occurred due to another user process deleting the record or changing one or more fields in the record`,
    ),
} as const;

/** `VendorGroupId` as people see it, as far as a reference tells; else its words. */
export const labelOf = (type: FoType, field: string): string =>
  type.references[field]?.label ??
  field
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/^./, (first) => first.toUpperCase());

const badRequest = (message: string, inner = message): never => refuse(400, message, inner, 'odata');

export const refusals = {
  badRequest,
  badQuery: (text: string): never => badRequest(`The query specified in the URI is not valid. ${text}`, text),
  noSet: (name: string): never =>
    refuse(404, generic, `Resource not found for the segment '${name}'.`, 'odata'),
  noMethod: (method: string, set: string): never =>
    refuse(405, generic, `The requested resource '${set}' does not support http method '${method}'.`),
  noneToUpdate: (): never => refuse(400, generic, 'No resources were found when selecting for update.'),
  changed: (): never =>
    refuse(412, generic, 'The record was changed: the ETag in If-Match is not its current one.'),
  forbidden: (set: string): never => refuse(403, generic, `Access denied to '${set}'.`),
  noKeys: (type: FoType): never =>
    badRequest(
      `The number of keys specified in the URI does not match number of key properties for the resource '${type.name}'.`,
    ),
  unsupported: (media: string): never =>
    refuse(415, generic, `The request entity's media type '${media}' is not supported for this resource.`),
} as const;

/** No functions, no `in`; `not`, wildcards and enums with their names; texts are cut, and compared without case. */
export const dialect: Dialect = {
  orAcrossFields: true,
  ignoreCase: true,
  functions: [],
  not: true,
  wildcard: true,
  enums: namespace,
  cut: true,
  errors: {
    badQuery: refusals.badQuery,
    badBody: (text) => badRequest(generic, text),
    readOnly: (field) => badRequest(generic, `The property '${field}' is read-only and cannot be written.`),
    tooLong: (field) => badRequest(generic, `The value of '${field}' is too long.`),
    notAMember: (field, value) =>
      badRequest(generic, `The value '${value}' of '${field}' is not a member of its enum type.`),
  },
};

/** What the web server says of addresses outside of the service. */
export const outside = (url: string): Answer =>
  json(404, { Message: `No HTTP resource was found that matches the request URI '${url}'.` });
