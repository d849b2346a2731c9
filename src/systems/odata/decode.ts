/**
 * Enum members and names whose characters do not stand in XML names: Business Central writes them as `_xHHHH_`, UTF-16
 * code in hex (`Non_x002D_Inventory`, a blank member as `_x0020_`); plain text comes back as it is.
 */
export const decodeName = (name: string): string =>
  name.replace(/_x(00(?:0[0-9a-f]|10)[0-9a-f]{4}|[0-9a-f]{4})_/gi, (_, code: string) =>
    String.fromCodePoint(Number.parseInt(code, 16)),
  );

/** The way back: everything but letters, digits and underscores is escaped, and so is an underscore that would read as an escape. */
export const encodeName = (name: string): string =>
  name
    .replace(/_(?=x[0-9a-f]{4}(?:[0-9a-f]{4})?_)/gi, escaped('_'))
    .replace(/[^\p{L}\p{N}_]/gu, (character) => [...character].map(escaped).join(''));

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `_x${code
    .toString(16)
    .toUpperCase()
    .padStart(code > 0xffff ? 8 : 4, '0')}_`;
}
