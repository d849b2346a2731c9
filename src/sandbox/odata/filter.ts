import { type Token, tokens } from './lexer.ts';

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

export type Literal =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'literal'; readonly value: string }
  | { readonly kind: 'word'; readonly value: 'true' | 'false' | 'null' }
  /** `Namespace.Type'Member'` */
  | { readonly kind: 'enum'; readonly type: string; readonly value: string };

export type Condition =
  | { readonly op: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly op: 'not'; readonly inner: Condition }
  | {
      readonly op: 'compare';
      readonly field: string;
      readonly comparison: Comparison;
      readonly value: Literal;
    }
  | { readonly op: 'call'; readonly name: string; readonly field: string; readonly value: string };

const comparisons = new Set<string>(['eq', 'ne', 'gt', 'ge', 'lt', 'le']);

/**
 * Reads `$filter`: comparisons of a field with a literal, functions of a field and a text, `and`, `or`, `not`,
 * parentheses. @throws RangeError for anything else, `in` and lambdas included.
 */
export function parseFilter(text: string): Condition {
  const list = tokens(text);
  let at = 0;
  const peek = () => list[at];
  const isWord = (token: Token | undefined, value: string) => token?.kind === 'word' && token.value === value;
  const isSign = (token: Token | undefined, value: string) => token?.kind === 'sign' && token.value === value;
  const next = (): Token => {
    const token = list[at++];
    if (token === undefined) throw new RangeError(`Syntax error: the expression '${text}' ends too early.`);
    return token;
  };
  const expect = (value: string) => {
    if (!isSign(next(), value)) throw new RangeError(`Syntax error: '${value}' expected in '${text}'.`);
  };
  const word = (): string => {
    const token = next();
    if (token.kind !== 'word') throw new RangeError(`Syntax error: a name was expected in '${text}'.`);
    return token.value;
  };

  function either(): Condition {
    let left = both();
    while (isWord(peek(), 'or')) {
      at++;
      left = { op: 'or', left, right: both() };
    }
    return left;
  }

  function both(): Condition {
    let left = single();
    while (isWord(peek(), 'and')) {
      at++;
      left = { op: 'and', left, right: single() };
    }
    return left;
  }

  function single(): Condition {
    if (isSign(peek(), '(')) {
      at++;
      const inner = either();
      expect(')');
      return inner;
    }
    if (isWord(peek(), 'not')) {
      at++;
      return { op: 'not', inner: single() };
    }
    const name = word();
    return isSign(peek(), '(') ? call(name) : comparisonOf(name);
  }

  function call(name: string): Condition {
    expect('(');
    const field = word();
    expect(',');
    const value = next();
    if (value.kind !== 'string') throw new RangeError(`Function '${name}' expects a text in '${text}'.`);
    expect(')');
    return { op: 'call', name, field, value: value.value };
  }

  function comparisonOf(field: string): Condition {
    const comparison = word();
    if (!comparisons.has(comparison))
      throw new RangeError(`Unsupported operator '${comparison}' in '${text}'.`);
    const value = next();
    const member = value.kind === 'word' && value.value.includes('.') ? peek() : undefined;
    if (member?.kind === 'string') {
      at++;
      const literal: Literal = { kind: 'enum', type: value.value, value: member.value };
      return { op: 'compare', field, comparison: comparison as Comparison, value: literal };
    }
    if (value.kind === 'sign' || (value.kind === 'word' && !['true', 'false', 'null'].includes(value.value)))
      throw new RangeError(`A literal was expected after '${comparison}' in '${text}'.`);
    return { op: 'compare', field, comparison: comparison as Comparison, value: value as Literal };
  }

  const condition = either();
  if (at < list.length)
    throw new RangeError(`Syntax error: the expression '${text}' goes on where it should end.`);
  return condition;
}
