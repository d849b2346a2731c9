/**
 * XML as it is sent: elements in the order of the keys, which must be the schema's; `@name` is an attribute, a list
 * repeats its element, `undefined` is left out.
 */
export type XmlValue = string | number | boolean | undefined | XmlTree | readonly (string | XmlTree)[];
export interface XmlTree {
  readonly [name: string]: XmlValue;
}

export const writeXml = (tree: XmlTree): string =>
  Object.entries(tree)
    .filter(([name]) => !name.startsWith('@'))
    .map(([name, value]) => writeElement(name, value))
    .join('');

function writeElement(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((item: string | XmlTree) => writeElement(name, item)).join('');
  if (typeof value !== 'object') return `<${name}>${escapeText(String(value))}</${name}>`;
  const tree = value as XmlTree;
  const attributes = Object.entries(tree)
    .filter(([key, text]) => key.startsWith('@') && text !== undefined)
    .map(([key, text]) => ` ${key.slice(1)}="${escapeText(String(text))}"`);
  const content = writeXml(tree);
  return content === ''
    ? `<${name}${attributes.join('')}/>`
    : `<${name}${attributes.join('')}>${content}</${name}>`;
}

/** What XML 1.0 has no character for, half surrogate pairs included, is left out: it could not arrive anyway. */
export const escapeText = (text: string): string =>
  [...text]
    .filter(isCharacter)
    .join('')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\r/g, '&#13;');

/** `Char` of XML 1.0; a half of a surrogate pair comes by itself and is none. */
function isCharacter(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return code < 0xd800 || (code > 0xdfff && code < 0xfffe) || code > 0xffff;
}
