import { type Answer, json } from '../exchange.ts';
import { guidOf } from '../ids.ts';

/** AADSTS number -> OAuth error, HTTP status and text (apis/business-central.md, section 1; texts are ours). */
export const entraErrors = {
  7000215: [
    'invalid_client',
    401,
    'Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.',
  ],
  7000222: ['invalid_client', 401, 'The provided client secret keys are expired.'],
  7000218: [
    'invalid_client',
    401,
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  ],
  700027: [
    'invalid_client',
    401,
    'The certificate used to sign the client assertion is not registered on application.',
  ],
  700016: ['unauthorized_client', 400, 'Application was not found in the directory.'],
  900144: [
    'invalid_request',
    400,
    'The request body must contain the following parameter: the named one is missing.',
  ],
  70003: ['unsupported_grant_type', 400, 'The app requested an unsupported grant type.'],
  90002: ['invalid_request', 400, 'Tenant not found. Check to make sure you have the correct tenant ID.'],
  1002012: [
    'invalid_scope',
    400,
    'The provided value for scope is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.',
  ],
  500011: ['invalid_resource', 400, 'The resource principal was not found in the tenant.'],
  90055: ['temporarily_unavailable', 429, 'The tenant is throttled because of too many requests.'],
} as const satisfies Record<number, readonly [string, number, string]>;

export type EntraErrorNumber = keyof typeof entraErrors;

/** The shape that MSAL parses. */
export function entraError(
  number: EntraErrorNumber,
  at: Date,
  n: number,
  headers?: Record<string, string>,
): Answer {
  const [error, status, text] = entraErrors[number];
  const trace = guidOf(`trace ${n}`);
  const correlation = guidOf(`correlation ${n}`);
  const stamp = `${at.toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return json(
    status,
    {
      error,
      error_description: `AADSTS${number}: ${text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${stamp}`,
      error_codes: [number],
      timestamp: stamp,
      trace_id: trace,
      correlation_id: correlation,
      error_uri: `https://login.microsoftonline.com/error?code=${number}`,
    },
    headers,
  );
}
