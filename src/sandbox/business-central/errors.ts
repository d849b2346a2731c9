import { type Answer, json, Refusal } from '../exchange.ts';
import { guidOf } from '../ids.ts';
import type { Dialect } from '../odata/model.ts';

/** Codes and statuses: apis/business-central.md, section 4. */
export type BusinessCentralCode =
  | 'BadRequest'
  | 'BadRequest_InvalidToken'
  | 'BadRequest_InvalidOperation'
  | 'BadRequest_RequiredParamNotProvided'
  | 'BadRequest_ResourceNotFound'
  | 'BadRequest_NotFound'
  | 'BadRequest_MethodNotAllowed'
  | 'Internal_RecordNotFound'
  | 'Internal_CompanyNotFound'
  | 'Internal_DataNotFoundFilter'
  | 'Internal_InvalidTableRelation'
  | 'Internal_EntityWithSameKeyExists'
  | 'Application_DialogException'
  | 'Application_FieldValidationException'
  | 'Application_StringExceededLength'
  | 'Application_TooManyRequests'
  | 'Application_CallbackNotAllowed'
  | 'Request_EntityChanged'
  | 'Authentication_InvalidCredentials'
  | 'Authorization_RequestDenied'
  | 'Unknown';

let correlations = 0;

/** Every message ends with a correlation id, as the real ones do. */
export const errorAnswer = (
  status: number,
  code: BusinessCentralCode,
  message: string,
  headers?: Record<string, string>,
): Answer =>
  json(
    status,
    { error: { code, message: `${message}  CorrelationId:  ${guidOf(`correlation ${++correlations}`)}.` } },
    headers,
  );

function refuse(status: number, code: BusinessCentralCode, message: string): never {
  throw new Refusal(errorAnswer(status, code, message));
}

export const refusals = {
  badRequest: (message: string): never => refuse(400, 'BadRequest', message),
  invalidToken: (message: string): never => refuse(400, 'BadRequest_InvalidToken', message),
  required: (field: string): never =>
    refuse(400, 'BadRequest_RequiredParamNotProvided', `The field '${field}' must be filled in.`),
  noResource: (name: string): never =>
    refuse(404, 'BadRequest_ResourceNotFound', `Resource not found for the segment '${name}'.`),
  notFound: (message: string): never => refuse(404, 'BadRequest_NotFound', message),
  noRecord: (): never =>
    refuse(404, 'Internal_RecordNotFound', 'The requested record was not found in the database.'),
  noCompany: (name: string): never =>
    refuse(404, 'Internal_CompanyNotFound', `Cannot find a company named or with the ID '${name}'.`),
  noMethod: (): never =>
    refuse(
      405,
      'BadRequest_MethodNotAllowed',
      "'POST', 'PATCH' or 'DELETE' requests are not supported here.",
    ),
  changed: (): never => refuse(409, 'Request_EntityChanged', 'Another user has already changed the record.'),
  /** A business rule's own words. */
  dialog: (message: string): never => refuse(400, 'Application_DialogException', message),
  /** TestField and FieldError. */
  field: (message: string): never => refuse(400, 'Application_FieldValidationException', message),
  relation: (field: string, table: string, value: string, related: string): never =>
    refuse(
      400,
      'Internal_InvalidTableRelation',
      `The field ${field} of table ${table} contains a value (${value}) that cannot be found in the related table (${related}).`,
    ),
  noData: (message: string): never => refuse(400, 'Internal_DataNotFoundFilter', message),
  sameKey: (table: string, key: string): never =>
    refuse(
      400,
      'Internal_EntityWithSameKeyExists',
      `The record in table ${table} already exists. Identification fields and values: ${key}`,
    ),
} as const;

/** `contains`, `startswith`, `endswith`; no `or` across fields; names and texts with their case. */
export const dialect = (ignoreCase: boolean): Dialect => ({
  orAcrossFields: false,
  ignoreCase,
  functions: ['startswith', 'endswith', 'contains'],
  errors: {
    badQuery: refusals.badRequest,
    badBody: refusals.badRequest,
    readOnly: (name) => refuse(400, 'BadRequest_InvalidOperation', `Control '${name}' is read-only.`),
    tooLong: (name, length, value) =>
      refuse(
        400,
        'Application_StringExceededLength',
        `The length of the string is ${value.length}, but it must be less than or equal to ${length} characters. Field: ${name}. Value: ${value}`,
      ),
    notAMember: (_name, value, members) =>
      refuse(400, 'Unknown', `'${value}' is not an option. The existing options are: ${members.join(',')}`),
  },
});
