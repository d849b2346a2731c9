import { Failure, type FailureKind } from '../../domain/failure.ts';
import type { HttpResponse } from '../../http/ports.ts';

export const system = 'Microsoft Entra';

/**
 * AADSTS codes that people meet with the client-credentials grant, and what to do about them
 * (https://learn.microsoft.com/entra/identity-platform/reference-error-codes).
 */
const advice: Readonly<Record<number, (context: Context) => string>> = {
  7000215: ({ set }) => `the client secret is wrong (its value is needed, not its id); ${set}`,
  7000222: ({ set }) => `the client secret has expired; make a new one and ${set}`,
  7000218: ({ set }) => `no client secret reached it; ${set}`,
  50012: ({ set }) => `the client secret is wrong; ${set}`,
  700027: ({ set }) => `the certificate is not the one registered for this application; ${set}`,
  700024: () => 'the client assertion lies outside its time; check the clock of this machine',
  700016: ({ tenant, set }) => `the client id is unknown in tenant ${tenant}; check tenantId, or ${set}`,
  7000112: () => 'the application is disabled; enable it in the Entra admin centre',
  7000229: ({ tenant }) =>
    `the application has no service principal in tenant ${tenant}; an administrator must consent to it`,
  53003: () => 'a Conditional Access policy blocks the application; ask the administrator',
  90002: ({ tenant }) => `tenant ${tenant} is unknown; check tenantId`,
  900023: ({ tenant }) => `tenant ${tenant} is neither an id nor a domain; check tenantId`,
  1002012: ({ scope }) => `the scope ${scope} is not accepted; it must end in /.default`,
  70011: ({ scope }) => `the scope ${scope} is not accepted; it must end in /.default`,
  500011: ({ tenant, scope }) =>
    `${scope} is unknown in tenant ${tenant}; check the address of the environment`,
};

export interface Context {
  readonly tenant: string;
  readonly scope: string;
  /** `run: ml-connector credentials set NAME`. */
  readonly set: string;
}

/** Reads an answer of the token endpoint; `error_description` is only searched for its code, never shown. */
export function judgeToken(response: HttpResponse, context: Context): Failure | undefined {
  const body = readBody(response.json);
  const { status } = response;
  if (status === 200 && body?.token) return undefined;
  const said = body?.code === undefined ? (body?.error ?? `status ${status}`) : `AADSTS${body.code}`;
  const fail = (kind: FailureKind, why: string) =>
    new Failure({ kind, system, status, code: said, message: `${system} (${said}): ${why}.` });

  if (status === 429 || body?.code === 90055) return fail('throttled', 'too many requests');
  if (status >= 500 || status === 408 || body?.error === 'temporarily_unavailable')
    return fail('unknown', 'it is not available at the moment');
  if (!body?.error)
    return fail('refused', 'this is no answer of a token endpoint; check authority and tenantId');
  const known = body.code === undefined ? undefined : advice[body.code];
  return fail('unauthenticated', known?.(context) ?? `the credentials were refused; ${context.set}`);
}

interface TokenBody {
  readonly token: boolean;
  readonly error?: string | undefined;
  readonly code?: number | undefined;
}

function readBody(json: unknown): TokenBody | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const body = json as Readonly<Record<string, unknown>>;
  const { error, error_codes: codes, error_description: description } = body;
  const first = Array.isArray(codes)
    ? Number(codes[0])
    : Number(/AADSTS(\d+)/.exec(String(description))?.[1]);
  return {
    token: typeof body['access_token'] === 'string',
    error: typeof error === 'string' ? error.slice(0, 60) : undefined,
    code: Number.isInteger(first) ? first : undefined,
  };
}
