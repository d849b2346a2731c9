import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element as it was answered: text, or its children by name without prefix. `@type` is its `xsi:type`. */
export type XmlAnswer = string | undefined | XmlNode | readonly XmlAnswer[];
export interface XmlNode {
  readonly [name: string]: XmlAnswer;
}

const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  htmlEntities: true,
});

/** The root element's name and content; nothing when the text is no well-formed XML, or defines entities of its own. */
export function readXml(text: string): { readonly name: string; readonly content: XmlAnswer } | undefined {
  if (/<!DOCTYPE/i.test(text) || XMLValidator.validate(text) !== true) return undefined;
  const roots = Object.entries(parser.parse(text) as Record<string, unknown>).filter(
    ([name]) => name !== '?xml',
  );
  const [root, ...more] = roots;
  if (root === undefined || more.length > 0 || Array.isArray(root[1])) return undefined;
  return { name: root[0], content: tidy(root[1]) };
}

/** Without what only XML needs: `xsi:nil` is nothing, namespace declarations are left out, text with attributes is text. */
function tidy(raw: unknown): XmlAnswer {
  if (Array.isArray(raw)) return raw.map(tidy);
  if (typeof raw !== 'object' || raw === null) return raw === undefined ? undefined : String(raw).trim();
  const entries = Object.entries(raw);
  if (entries.some(([name, value]) => name === '@nil' && (value === 'true' || value === '1')))
    return undefined;
  const children = entries.filter(([name]) => !name.startsWith('@') && name !== '#text');
  const text = entries.find(([name]) => name === '#text')?.[1];
  if (children.length === 0 && text !== undefined) return String(text).trim();
  const type = entries.find(([name]) => name === '@type')?.[1];
  const node: Record<string, XmlAnswer> = {};
  if (type !== undefined) node['@type'] = String(type).replace(/^.*:/, '');
  for (const [name, value] of children) node[name] = tidy(value);
  return node;
}

/** The elements of that name below a node, however many there are. */
export function elements(node: XmlAnswer, name: string): readonly XmlAnswer[] {
  if (typeof node !== 'object' || Array.isArray(node)) return [];
  const found = (node as XmlNode)[name];
  if (found === undefined) return [];
  return Array.isArray(found) ? (found as readonly XmlAnswer[]) : [found];
}
