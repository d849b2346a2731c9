import { type Token, tokens } from './filter-lexer.ts';

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

export interface Literal {
  readonly kind: 'string' | 'number' | 'stamp' | 'date' | 'guid' | 'boolean';
  readonly value: string;
}

export type Condition =
  | { readonly op: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | {
      readonly op: 'compare';
      readonly field: string;
      readonly comparison: Comparison;
      readonly value: Literal;
    }
  /** A custom field: `cf.String(f='View.UsrX') eq 'a'`. */
  | {
      readonly op: 'custom';
      readonly field: string;
      readonly comparison: Comparison;
      readonly value: Literal;
    }
  | { readonly op: 'call'; readonly name: string; readonly field: string; readonly text: string };

const comparisons = new Set<string>(['eq', 'ne', 'gt', 'ge', 'lt', 'le']);
const functions = new Set(['substringof', 'startswith', 'endswith']);

/**
 * Reads `$filter`: comparisons of a field with a literal, `and`, `or`, parentheses and three functions. The sheet knows
 * no others: `not`, `null`, `contains` and arithmetic are refused.
 * @throws RangeError
 */
export function parseFilter(text: string): Condition {
  const list = tokens(text);
  let at = 0;
  const wrong = (what: string): never => {
    throw new RangeError(`Syntax error: ${what} in '${text}'.`);
  };
  const next = (): Token => list[at++] ?? wrong('the expression ends too early');
  const isWord = (value: string) => list[at]?.kind === 'word' && list[at]?.value === value;
  const isSign = (value: string) => list[at]?.kind === 'sign' && list[at]?.value === value;
  const expect = (value: string) => {
    const token = next();
    if (token.kind !== 'sign' || token.value !== value) wrong(`'${value}' expected`);
  };
  const word = (): string => {
    const token = next();
    return token.kind === 'word' ? token.value : wrong('a name expected');
  };
  const string = (): string => {
    const token = next();
    return token.kind === 'string' ? token.value : wrong('a text expected');
  };

  function either(): Condition {
    let left = both();
    while (isWord('or')) {
      at++;
      left = { op: 'or', left, right: both() };
    }
    return left;
  }

  function both(): Condition {
    let left = single();
    while (isWord('and')) {
      at++;
      left = { op: 'and', left, right: single() };
    }
    return left;
  }

  function single(): Condition {
    if (isSign('(')) {
      at++;
      const inner = either();
      expect(')');
      return inner;
    }
    const name = word();
    if (!isSign('(')) return { op: 'compare', field: name, ...comparison() };
    if (name.startsWith('cf.')) return custom();
    return functions.has(name) ? call(name) : wrong(`an unknown function with name '${name}' was found`);
  }

  function custom(): Condition {
    expect('(');
    if (word() !== 'f') wrong("'f' expected");
    expect('=');
    const field = string();
    expect(')');
    return { op: 'custom', field, ...comparison() };
  }

  /** `substringof('text', Field)`, the others the other way round. */
  function call(name: string): Condition {
    expect('(');
    const first = name === 'substringof' ? string() : word();
    expect(',');
    const second = name === 'substringof' ? word() : string();
    expect(')');
    const [field, wanted] = name === 'substringof' ? [second, first] : [first, second];
    return { op: 'call', name, field, text: wanted };
  }

  function comparison(): { comparison: Comparison; value: Literal } {
    const name = word();
    if (!comparisons.has(name)) wrong(`unsupported operator '${name}'`);
    const token = next();
    if (token.kind === 'sign') return wrong('a literal expected');
    if (token.kind !== 'word')
      return { comparison: name as Comparison, value: { kind: token.kind, value: token.value } };
    if (token.value !== 'true' && token.value !== 'false') wrong(`a literal expected after '${name}'`);
    return { comparison: name as Comparison, value: { kind: 'boolean', value: token.value } };
  }

  const condition = either();
  if (at < list.length) wrong('the expression goes on where it should end');
  return condition;
}

/** The fields that a condition names: they are part of the answer, too. */
export function fieldsOf(condition: Condition | undefined): string[] {
  if (condition === undefined || condition.op === 'custom') return [];
  if (condition.op === 'compare' || condition.op === 'call') return [condition.field];
  return [...fieldsOf(condition.left), ...fieldsOf(condition.right)];
}
