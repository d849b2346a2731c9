import { type Answer, json, Refusal } from '../exchange.ts';
import { guidOf } from '../ids.ts';
import type { Dialect } from '../odata/model.ts';

/** Codes and statuses: apis/dynamics-nav.md, section 9. */
export type NavCode =
  | 'BadRequest'
  | 'BadRequest_InvalidRequestUrl'
  | 'BadRequest_InvalidToken'
  | 'BadRequest_InvalidOperation'
  | 'BadRequest_RequiredParamNotProvided'
  | 'BadRequest_ResourceNotFound'
  | 'BadRequest_NotFound'
  | 'BadRequest_MethodNotAllowed'
  | 'Internal_RecordNotFound'
  | 'Internal_CompanyNotFound'
  | 'Internal_InvalidTableRelation'
  | 'Internal_EntityWithSameKeyExists'
  | 'Application_DialogException'
  | 'Application_FieldValidationException'
  | 'Application_FilterErrorException'
  | 'Application_StringExceededLength'
  | 'Application_TooManyRequests'
  | 'Request_EntityChanged'
  | 'Authentication_InvalidCredentials'
  | 'Authorization_RequestDenied'
  | 'Unknown';

let correlations = 0;

/** Every message ends with a correlation id, as the real ones do. */
export const errorAnswer = (
  status: number,
  code: NavCode,
  message: string,
  headers?: Record<string, string>,
): Answer =>
  json(
    status,
    {
      error: { code, message: `${message}  CorrelationId:  ${guidOf(`nav correlation ${++correlations}`)}.` },
    },
    headers,
  );

function refuse(status: number, code: NavCode, message: string): never {
  throw new Refusal(errorAnswer(status, code, message));
}

export const refusals = {
  badRequest: (message: string): never => refuse(400, 'BadRequest', message),
  invalidUrl: (message: string): never => refuse(400, 'BadRequest_InvalidRequestUrl', message),
  invalidToken: (message: string): never => refuse(400, 'BadRequest_InvalidToken', message),
  required: (field: string): never =>
    refuse(400, 'BadRequest_RequiredParamNotProvided', `The field '${field}' must be filled in.`),
  readOnly: (control: string): never =>
    refuse(400, 'BadRequest_InvalidOperation', `Control '${control}' is read-only.`),
  noResource: (name: string): never =>
    refuse(404, 'BadRequest_ResourceNotFound', `Resource not found for the segment '${name}'.`),
  badKey: (): never => refuse(404, 'BadRequest_NotFound', 'Bad Request - Error in query syntax.'),
  noRecord: (): never =>
    refuse(404, 'Internal_RecordNotFound', 'The requested record was not found in the database.'),
  noCompany: (name: string): never =>
    refuse(404, 'Internal_CompanyNotFound', `Cannot find the company '${name}'.`),
  noMethod: (method: string, set: string): never =>
    refuse(
      405,
      'BadRequest_MethodNotAllowed',
      `'${method}' requests for '${set}' of EdmType 'Collection' are not allowed within Dynamics NAV OData web services.`,
    ),
  /** A listener that is switched off in the server's settings. */
  switchedOff: (): never =>
    refuse(405, 'BadRequest_MethodNotAllowed', 'The service is not enabled on this server instance.'),
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
  sameKey: (table: string, key: string): never =>
    refuse(
      400,
      'Internal_EntityWithSameKeyExists',
      `The record in table ${table} already exists. Identification fields and values: ${key}`,
    ),
  filterTooLong: (length: number, value: string): never =>
    refuse(
      400,
      'Application_FilterErrorException',
      `The length of the string is ${value.length}, but it must be less than or equal to ${length} characters. Value: ${value}`,
    ),
} as const;

/** No `or` across fields, no lambda, `contains` without functions inside (section 8). */
export const dialect = (ignoreCase: boolean): Dialect => ({
  orAcrossFields: false,
  ignoreCase,
  not: true,
  functions: ['startswith', 'endswith', 'contains'],
  errors: {
    badQuery: refusals.badRequest,
    badBody: refusals.badRequest,
    readOnly: refusals.readOnly,
    tooLong: (_name, length, value) =>
      refuse(
        400,
        'Application_StringExceededLength',
        `The length of the string is ${value.length}, but it must be less than or equal to ${length} characters. Value: ${value}`,
      ),
    notAMember: (_name, value, members) =>
      refuse(
        400,
        'Application_FieldValidationException',
        `'${value}' is not an option. The existing options are: ${members.join(',')}`,
      ),
  },
});
