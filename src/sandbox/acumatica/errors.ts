import { type Answer, json, Refusal, type Throttling } from '../exchange.ts';

/** Statuses and bodies: sheet, section 12. Stack traces are the site's own: they must never be shown to people. */

export const exceptionAnswer = (
  message: string,
  type = 'PX.Data.PXException',
  inner?: { readonly message: string; readonly type: string },
  status = 500,
): Answer =>
  json(status, {
    message: 'An error has occurred.',
    exceptionMessage: message,
    exceptionType: type,
    stackTrace: `   at ${type.replace(/\w+$/, 'Graph')}.Persist()\r\n   at PX.Api.ContractBased.EntityService.Put()`,
    ...(inner === undefined
      ? {}
      : {
          innerException: {
            message: 'An error has occurred.',
            exceptionMessage: inner.message,
            exceptionType: inner.type,
            stackTrace: '   at PX.Data.PXGraph.Persist()',
          },
        }),
  });

export function refuse(answer: Answer): never {
  throw new Refusal(answer);
}

export const refusals = {
  /** The body cannot be read, or is not in contract form. */
  badBody: (path: string, text: string): never =>
    refuse(json(400, { message: 'The request is invalid.', modelState: { [path]: [text] } })),
  notSignedIn: (): never => refuse(notSignedIn()),
  forbidden: (screen: string): never =>
    refuse(json(403, { message: `You have insufficient rights to access the object (${screen}).` })),
  notFound: (text = 'The requested resource was not found.'): never => refuse(json(404, { message: text })),
  noMethod: (): never =>
    refuse(json(406, { message: 'The requested resource does not support this HTTP method.' })),
  precondition: (text: string): never => refuse(json(412, { message: text })),
  noEntity: (): never =>
    refuse(
      exceptionAnswer(
        'No entity satisfies the condition.',
        'PX.Api.ContractBased.NoEntitySatisfiesTheConditionException',
      ),
    ),
  badQuery: (text: string): never => refuse(exceptionAnswer(text, 'Microsoft.OData.ODataException')),
  notOptimised: (names: readonly string[]): never =>
    refuse(
      exceptionAnswer(
        `Optimization cannot be performed.The following fields cause the error:\r\n${names
          .map((name) => `${name}: View ${name} has BQL delegate`)
          .join('\r\n')}`,
        'PX.Api.ContractBased.OptimizedExport.CannotOptimizeException',
      ),
    ),
  notSetUp: (form: string): never =>
    refuse(
      exceptionAnswer(
        `The required configuration data is not entered on the ${form} form.`,
        'PX.Data.PXSetupNotEnteredException',
      ),
    ),
  loginLimit: (): never => refuse(loginLimit()),
  /** A rule that no field can be blamed for. */
  rule: (text: string): never => refuse(exceptionAnswer(`Error: ${text}`)),
} as const;

export const notSignedIn = (): Answer => json(401, { message: 'You are not logged in.' });

/** Status 500 and these words are what integrators report. */
export const loginLimit = (): Answer => exceptionAnswer('API Login Limit');

/** IIS answers, not the application; no source shows a Retry-After. */
export function declined({ status = 429, retryAfter = null }: Throttling): Answer {
  return {
    status,
    text: 'The custom error module does not recognize this error.',
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      ...(retryAfter === null ? {} : { 'retry-after': String(retryAfter) }),
    },
  };
}
