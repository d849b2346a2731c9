/** Deeper than any payload of the five systems, and far from what would exhaust a stack. */
export const deepest = 32;

/**
 * Reads JSON that a stranger may have sent. A byte order mark is passed over; whole numbers that a double cannot hold
 * become texts.
 * @throws SyntaxError when it is no JSON or nests too deeply.
 */
export function parseBody(text: string): unknown {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (body.trim() === '') return undefined;
  return JSON.parse(checked(body));
}

/** A string, a bracket, or a number of so many digits: all that has to be looked at. */
const tokens = /"(?:[^"\\]|\\.)*"|[[\]{}]|-?\d{16,}(?![\d.eE])/gs;

function checked(body: string): string {
  let depth = 0;
  return body.replace(tokens, (token) => {
    if (token === '[' || token === '{') {
      depth += 1;
      if (depth > deepest) throw new SyntaxError('nested too deeply');
    } else if (token === ']' || token === '}') {
      depth -= 1;
    } else if (!token.startsWith('"')) {
      return Number.isSafeInteger(Number(token)) ? token : `"${token}"`;
    }
    return token;
  });
}
