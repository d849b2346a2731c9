export type Token =
  | { readonly kind: 'string' | 'number' | 'stamp' | 'date' | 'guid'; readonly value: string }
  | { readonly kind: 'word'; readonly value: string }
  | { readonly kind: 'sign'; readonly value: '(' | ')' | ',' | '=' };

/** Cuts a `$filter` of OData version 3 into tokens. @throws RangeError for what cannot be a token. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  const pattern =
    /\s*(?:(datetimeoffset|date|guid)'([^']*)'|'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)(?![\w:-])|([A-Za-z_][\w/.]*)|([(),=]))/y;
  const whole = text.trimEnd();
  while (pattern.lastIndex < whole.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(whole);
    if (match === null) throw new RangeError(`Syntax error at position ${at} in '${whole}'.`);
    const [, prefix, typed = '', quoted, number, word, sign] = match;
    if (prefix !== undefined)
      found.push({
        kind: prefix === 'datetimeoffset' ? 'stamp' : prefix === 'date' ? 'date' : 'guid',
        value: typed,
      });
    else if (quoted !== undefined) found.push({ kind: 'string', value: quoted.replaceAll("''", "'") });
    else if (number !== undefined) found.push({ kind: 'number', value: number });
    else if (word !== undefined) found.push({ kind: 'word', value: word });
    else found.push({ kind: 'sign', value: sign as '(' });
  }
  return found;
}
