import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fold } from '../../src/domain/text.ts';
import { pairOf, problemsOf, yaml } from './sample.ts';

const units = (lines: readonly string[]) => [
  ...pairOf(yaml({ mapping: ['units:', ...lines.map((line) => `  ${line}`)].join('\n') })).mapping.units,
];

describe('keys and codes in mapping and defaults are taken as written', () => {
  const words = [
    '0310',
    '310',
    '1e3',
    '0x1F',
    '0o17',
    '.5',
    '+1',
    '-0',
    '1_000',
    '1.10',
    'yes',
    'no',
    'true',
    'null',
    '~',
    '2026-01-01',
    '12:30',
    'NaN',
    '.inf',
    '<<x',
    'Tax on Purchases',
    "O'Neil",
    'a:b',
    'a#b',
  ];
  test.each(words)('%s', (word) => {
    expect(units([`${word}: ${word}`])).toEqual([[word, word]]);
    const { defaults } = pairOf(
      yaml({
        erp: `type: gp\nserviceUrl: https://h.example\nprotocol: soap\ncompany: C\ndefaults: { vendors: { ${word}: ${word} } }`,
      }),
    ).erp;
    expect(defaults.vendors).toEqual([{ when: {}, set: { [word]: word } }]);
  });

  test('any plain word, as key and as value, in the order of the file', () => {
    const word = fc.stringMatching(/^[0-9A-Za-z][0-9A-Za-z._+]{0,8}$/);
    const entries = fc.uniqueArray(fc.tuple(word, word), { selector: ([key]) => fold(key), minLength: 1 });
    fc.assert(
      fc.property(entries, (rows) => {
        expect(units(rows.map(([key, value]) => `${key}: ${value}`))).toEqual(rows);
      }),
    );
  });

  test('any quoted text, names of JavaScript objects included', () => {
    const text = fc
      .oneof(fc.string({ minLength: 1 }), fc.constantFrom('__proto__', 'constructor', 'toString', '10', '2'))
      .filter((value) => /\S/.test(value) && !value.includes(`\${env:`));
    const entries = fc.uniqueArray(fc.tuple(text, text), { selector: ([key]) => fold(key), minLength: 1 });
    fc.assert(
      fc.property(entries, (rows) => {
        expect(units(rows.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`))).toEqual(
          rows,
        );
      }),
    );
  });

  test('0310 and 310 are two accounts', () => {
    const { accounts } = pairOf(
      yaml({ mapping: 'accounts:\n  0310: { account: 001 }\n  310: { account: 1 }' }),
    ).mapping;
    expect([...accounts]).toEqual([
      ['0310', { account: '001' }],
      ['310', { account: '1' }],
    ]);
  });

  test('text anywhere else needs no quotes either', () => {
    const pair = pairOf(yaml({ erp: 'type: business-central\ntenantId: 0815\ncompany: 2026' }));
    expect(pair.erp).toMatchObject({ tenantId: '0815', company: '2026' });
    expect(
      pairOf(
        yaml({
          erp: 'type: gp\nserviceUrl: https://h.example\nprotocol: soap\ncompany: C\naccounts: { payable: 2100 }\nfreightAccounts: [0425]',
        }),
      ).erp,
    ).toMatchObject({ accounts: { payable: '2100' }, freightAccounts: ['0425'] });
  });

  test('a key with nothing behind it is an empty table, or as if it were not there', () => {
    const pair = pairOf(
      yaml({
        erp: 'type: business-central\ntenantId:\ncompany: C\ndefaults:',
        flows: 'suppliers:\nproducts: ~',
        mapping: 'units:\ntaxes: {}',
      }),
    );
    expect(pair.erp).toMatchObject({ tenantId: '', defaults: {} });
    expect(Object.keys(pair.flows)).toEqual(['suppliers', 'products']);
    expect(pair.mapping.units.size).toBe(0);
  });
});

describe('aliases', () => {
  test('stand for what their anchor holds, as written', () => {
    const { mapping } = pairOf(
      yaml({
        mapping:
          'units: { a: &code 007, *code : *code }\naccounts:\n  310: &stock { account: 0800 }\n  311: *stock',
      }),
    );
    expect([...mapping.units]).toEqual([
      ['a', '007'],
      ['007', '007'],
    ]);
    expect(mapping.accounts.get('311')).toEqual({ account: '0800' });
  });

  test('<< merges maps; own keys come first', () => {
    const { flows, mapping } = pairOf(
      yaml({
        flows:
          'suppliers: &often { every: 5m, conflicts: ask }\npurchases:\n  <<: *often\n  every: 1d\n  since: 2026-01-01',
        mapping: 'units: &units { a: x, b: y }\npaymentTerms:\n  <<: [*units, { a: other, c: z }]\n  B: own',
      }),
    );
    expect(flows.purchases).toMatchObject({ every: 1440, conflicts: 'ask', since: '2026-01-01' });
    expect([...mapping.paymentTerms]).toEqual([
      ['a', 'x'],
      ['c', 'z'],
      ['B', 'own'],
    ]);
  });

  test('without an anchor, or inside their own, are problems; so are aliases without end', () => {
    expect(problemsOf(yaml({ mapping: 'units: *nothing' }))).toEqual([
      'config.yaml:12:14 pairs[0].mapping.units: there is no anchor of this name before it',
    ]);
    expect(problemsOf(yaml({ mapping: 'accounts: &loop { a: *loop }' }))).toEqual([
      'config.yaml:12:28 pairs[0].mapping.accounts.a: an alias must not stand inside its own anchor',
    ]);
    const bomb = Array.from(
      { length: 12 },
      (_, level) =>
        `  a${level}: &a${level} [${
          level === 0
            ? 'x'
            : Array(10)
                .fill(`*a${level - 1}`)
                .join(', ')
        }]`,
    );
    expect(problemsOf(yaml({ mapping: ['units:', ...bomb].join('\n') }))).toEqual([
      'config.yaml:1:1: the aliases of this file multiply without end',
    ]);
    const merges = ['  a0: &a0 { x: y }'];
    for (let level = 1; level < 60; level += 1)
      merges.push(`  a${level}: &a${level} { <<: [*a${level - 1}, *a${Math.max(0, level - 2)}] }`);
    expect(problemsOf(yaml({ mapping: ['accounts:', ...merges].join('\n') })).length).toBeGreaterThan(0);
  });

  test('<< inside a merged map is merged too, and never comes round', () => {
    const { mapping } = pairOf(
      yaml({
        mapping:
          'units: &base { a: x }\npaymentTerms: &more { <<: *base, b: y }\nlocations: { <<: *more, c: z }',
      }),
    );
    expect([...mapping.locations]).toEqual([
      ['a', 'x'],
      ['b', 'y'],
      ['c', 'z'],
    ]);
    expect([...pairOf(yaml({ mapping: 'units: &own { a: x, <<: *own }' })).mapping.units]).toEqual([
      ['a', 'x'],
    ]);
  });
});
