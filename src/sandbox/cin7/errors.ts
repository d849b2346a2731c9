import { type Answer, json } from '../exchange.ts';

/** One entry of Cin7's error model (apis/cin7-core.md, section 1.1). */
export interface Cin7Error {
  readonly ErrorCode: number;
  readonly Exception: string;
}

/** Problems that Cin7 reports together; the endpoint decides in which shape. */
export class Cin7Refusal extends Error {
  readonly errors: readonly Cin7Error[];
  readonly status: number;

  constructor(errors: readonly Cin7Error[], status = 400) {
    super(errors.map((error) => error.Exception).join('; '));
    this.name = 'Cin7Refusal';
    this.errors = errors;
    this.status = status;
  }
}

export const problem = (text: string, code = 400): Cin7Error => ({ ErrorCode: code, Exception: text });

export function refuse(text: string, code = 400, status = 400): never {
  throw new Cin7Refusal([problem(text, code)], status);
}

export function refuseIfAny(errors: readonly Cin7Error[]): void {
  if (errors.length > 0) throw new Cin7Refusal(errors);
}

/** A body that cannot be read, or of the wrong types, is an unexpected error to Cin7: 500, not 400. */
export function unreadable(what: string): never {
  throw new Cin7Refusal([problem(`An unexpected error occurred while reading ${what}.`, 500)], 500);
}

/**
 * The shape differs from endpoint to endpoint: an array as documented; for `/product` a bare object; for `/customer`,
 * and for reading a purchase that is not there, an error model under HTTP 200 (section 1.1: all three were seen live).
 */
export function errorAnswer(endpoint: string, method: string, { errors, status }: Cin7Refusal): Answer {
  if (status >= 500) return json(status, errors);
  if (endpoint === 'product') return json(status, errors[0]);
  if (endpoint === 'customer' || (endpoint === 'advanced-purchase' && method === 'GET'))
    return json(200, errors);
  return json(status, errors);
}

export const wrongCredentials: Answer = json(403, [problem('Incorrect credentials!', 403)]);
