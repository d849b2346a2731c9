export type Token =
  | { readonly kind: 'string'; readonly value: string }
  /** Numbers, dates, date-times and GUIDs: told apart by the field that they are compared with. */
  | { readonly kind: 'literal'; readonly value: string }
  | { readonly kind: 'word'; readonly value: string }
  | { readonly kind: 'sign'; readonly value: '(' | ')' | ',' };

/** Cuts a `$filter` into tokens. @throws RangeError for what cannot be a token. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  const pattern =
    /\s*(?:('(?:[^']|'')*')|([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|-?\d[\d.:TZ+-]*)|([A-Za-z_][\w/.]*)|([(),]))/y;
  const whole = text.trimEnd();
  while (pattern.lastIndex < whole.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(whole);
    if (match === null) throw new RangeError(`Syntax error at position ${at} in '${whole}'.`);
    const [, quoted, literal, word, sign] = match;
    if (quoted !== undefined)
      found.push({ kind: 'string', value: quoted.slice(1, -1).replaceAll("''", "'") });
    else if (literal !== undefined) found.push({ kind: 'literal', value: literal });
    else if (word !== undefined) found.push({ kind: 'word', value: word });
    else found.push({ kind: 'sign', value: sign as '(' | ')' | ',' });
  }
  return found;
}
