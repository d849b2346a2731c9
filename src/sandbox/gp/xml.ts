import { XMLParser, XMLValidator } from 'fast-xml-parser';

export const namespaces = {
  soap: 'http://schemas.xmlsoap.org/soap/envelope/',
  gp: 'http://schemas.microsoft.com/dynamics/gp/2006/01',
  dynamics: 'http://schemas.microsoft.com/dynamics/2006/01',
  xsi: 'http://www.w3.org/2001/XMLSchema-instance',
} as const;

/** One element with its names resolved. */
export interface XmlNode {
  readonly ns: string;
  readonly name: string;
  /** `xsi:type`, resolved. */
  readonly type?: { readonly ns: string; readonly name: string } | undefined;
  readonly nil: boolean;
  readonly children: readonly XmlNode[];
  readonly text: string;
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  htmlEntities: true,
});

/** XML 1.0 knows only five named entities. */
const forbiddenEntity = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)/;

/** XML 1.0 forbids most control characters, also as references. */
const isForbidden = (code: number): boolean =>
  (code < 32 && ![9, 10, 13].includes(code)) || code === 0xfffe || code === 0xffff;

/** The root element; nothing when the text is not well-formed XML 1.0. */
export function parseXml(text: string): XmlNode | undefined {
  const written = [...text].some((char) => isForbidden(char.codePointAt(0) ?? 0));
  if (written || forbiddenEntity.test(text) || hasForbiddenReference(text)) return undefined;
  if (XMLValidator.validate(text) !== true) return undefined;
  const roots = (parser.parse(text) as Raw[]).filter(
    (raw) => nameOf(raw) !== '' && !nameOf(raw).startsWith('?'),
  );
  const [root, ...more] = roots;
  return root === undefined || more.length > 0 ? undefined : nodeOf(root, {});
}

const hasForbiddenReference = (text: string): boolean =>
  [...text.matchAll(/&#(x[\da-fA-F]+|\d+);/g)].some(([, digits = '']) =>
    isForbidden(digits.startsWith('x') ? Number.parseInt(digits.slice(1), 16) : Number(digits)),
  );

type Raw = Record<string, unknown> & { readonly ':@'?: Record<string, string> };
type Scope = Readonly<Record<string, string>>;

const nameOf = (raw: Raw): string => Object.keys(raw).find((key) => key !== ':@' && key !== '#text') ?? '';

function nodeOf(raw: Raw, outer: Scope): XmlNode | undefined {
  const attributes = raw[':@'] ?? {};
  const declared = Object.entries(attributes).flatMap(([name, value]) =>
    name === 'xmlns' ? [['', value]] : name.startsWith('xmlns:') ? [[name.slice(6), value]] : [],
  );
  const scope: Scope = { ...outer, ...Object.fromEntries(declared) };
  const own = resolve(nameOf(raw), scope);
  const content = raw[nameOf(raw)] as Raw[];
  const inner = content.filter((child) => nameOf(child) !== '' && !nameOf(child).startsWith('?'));
  const children = inner.map((child) => nodeOf(child, scope));
  if (own === undefined || children.includes(undefined)) return undefined;
  const xsi = (name: string): string | undefined =>
    Object.entries(attributes).find(([key]) => {
      const [prefix, local] = key.split(':');
      return local === name && scope[prefix ?? ''] === namespaces.xsi;
    })?.[1];
  const type = xsi('type');
  return {
    ...own,
    type: type === undefined ? undefined : resolve(type, scope),
    nil: ['true', '1'].includes(xsi('nil') ?? ''),
    children: children as XmlNode[],
    text: content.map((child) => child['#text'] ?? '').join(''),
  };
}

function resolve(qualified: string, scope: Scope): { ns: string; name: string } | undefined {
  const [first = '', second] = qualified.split(':');
  const prefix = second === undefined ? '' : first;
  const ns = scope[prefix];
  if (ns === undefined && prefix !== '') return undefined;
  return { ns: ns ?? '', name: second ?? first };
}

export const escapeXml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** An element around elements; without content it is left out. */
export const element = (name: string, ...content: readonly (string | undefined)[]): string => {
  const inside = content.filter((part) => part !== undefined && part !== '').join('');
  return inside === '' ? '' : `<${name}>${inside}</${name}>`;
};

/** An element around a text; nothing is left out, empty texts are written empty. */
export const field = (name: string, value: string | number | boolean | undefined): string =>
  value === undefined ? '' : `<${name}>${escapeXml(String(value))}</${name}>`;
