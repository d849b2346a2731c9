import { describe, expect, test } from '@jest/globals';
import { elements, readXml } from '../../../src/systems/gp/soap/read-xml.ts';
import { escapeText, writeXml } from '../../../src/systems/gp/soap/write-xml.ts';

describe('writing', () => {
  test('elements in the order of the keys, attributes, lists, nothing for undefined', () => {
    expect(
      writeXml({
        Key: { Id: 'A&B' },
        DebitAmount: { '@xsi:type': 'MoneyAmount', Value: '1.5' },
        Lines: { Line: [{ N: 1 }, { N: 2 }] },
        Gone: undefined,
        Empty: {},
      }),
    ).toBe(
      '<Key><Id>A&amp;B</Id></Key><DebitAmount xsi:type="MoneyAmount"><Value>1.5</Value></DebitAmount><Lines><Line><N>1</N></Line><Line><N>2</N></Line></Lines><Empty/>',
    );
  });

  test('what XML 1.0 has no character for is left out, what means something in it is escaped', () => {
    expect(escapeText('a\u0000b\u000Bc\uFFFEd\uD800e<>&"\t\n\r')).toBe('abcde&lt;&gt;&amp;&quot;\t\n&#13;');
    expect(escapeText('🍷 ü')).toBe('🍷 ü');
  });
});

describe('reading', () => {
  test('prefixes, entities, leading zeros, nil and types', () => {
    const root = readXml(
      '<a:R xmlns:a="urn:x" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><a:Id> 000123 </a:Id><Name>Caf&#233; &amp; S&#xF6;hne</Name><Gone xsi:nil="true"/><Item xsi:type="a:SalesItem"><K>1</K></Item></a:R>',
    );
    expect(root).toEqual({
      name: 'R',
      content: { Id: '000123', Name: 'Café & Söhne', Item: { '@type': 'SalesItem', K: '1' } },
    });
  });

  test('one element and several are read alike', () => {
    expect(elements(readXml('<R><V>1</V></R>')?.content, 'V')).toEqual(['1']);
    expect(elements(readXml('<R><V>1</V><V>2</V></R>')?.content, 'V')).toEqual(['1', '2']);
    expect(elements(readXml('<R/>')?.content, 'V')).toEqual([]);
  });

  test.each([
    ['no XML', 'not xml'],
    ['half of one', '<a><b></a>'],
    ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['two roots', '<a/><a/>'],
    ['nothing', ''],
  ])('%s is no answer', (_, text) => {
    expect(readXml(text)).toBeUndefined();
  });
});
