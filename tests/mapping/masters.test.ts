import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Party } from '../../src/domain/party.ts';
import {
  decideMatch,
  keysOf,
  type MatchKey,
  type MatchQuestion,
  normalName,
  normalPhone,
  normalTaxNumber,
} from '../../src/mapping/masters.ts';

const party = (fields: Partial<Party>): Party => ({
  id: 'x',
  code: '',
  name: '',
  currency: 'EUR',
  status: 'active',
  ...fields,
});
const all = ['code', 'taxNumber', 'name', 'email', 'phone'] as const;

describe('keys', () => {
  test('of a party, strongest first', () => {
    const keys = keysOf(
      party({
        code: ' v1 ',
        name: 'Tea Co.',
        taxNumber: 'DE 123.456.789',
        email: 'AP@tea.example',
        phone: '+49 (0)30 1234-567',
      }),
    );
    expect(keys).toEqual([
      { type: 'code', value: 'V1' },
      { type: 'taxNumber', value: 'DE123456789' },
      { type: 'nameEmail', value: 'TEACO ap@tea.example' },
      { type: 'namePhone', value: 'TEACO 301234567' },
      { type: 'name', value: 'TEACO' },
    ]);
  });

  test('several e-mail addresses are several keys', () => {
    expect(
      keysOf(party({ name: 'A', email: 'a@x.example; B <b@x.example>,a@x.example' }))
        .filter(({ type }) => type === 'nameEmail')
        .map(({ value }) => value),
    ).toEqual(['A a@x.example', 'A b@x.example']);
  });

  test('of a product: its SKU and nothing else', () => {
    expect(keysOf({ id: '1', code: 'tea-01', name: 'Tea', type: 'stock', status: 'active' })).toEqual([
      { type: 'code', value: 'TEA-01' },
    ]);
  });

  test('blank fields are no keys', () => {
    expect(keysOf(party({ name: '  ...  ', email: 'nobody@x.example', phone: '030 1234567' }))).toEqual([]);
  });

  test.each([
    ['Tea Co.', 'TEA-CO', true],
    ['Tea  Co', 'teaco', true],
    ['Ｔｅａ Co', 'Tea Co', true],
    ['Smith & Sons', 'Smith Sons', false],
    ['Tea Ltd', 'Tea', false],
    ['Tea GmbH', 'Tea AG', false],
    ['Müller', 'Muller', false],
    ['Straße', 'STRASSE', true],
  ])('%s and %s are one name: %s', (a, b, same) => {
    expect(normalName(a) === normalName(b)).toBe(same);
  });

  test.each([
    ['GB 123 4567 89', 'GB123456789'],
    ['n/a', undefined],
    ['-', undefined],
    ['000000000', undefined],
    ['unknown', undefined],
    ['1234', undefined],
    [undefined, undefined],
  ])('tax number %s is %s', (text, value) => {
    expect(normalTaxNumber(text)).toBe(value);
  });

  test.each([
    ['+44 20 7946 0958', '079460958'],
    ['(020) 7946 0958', '079460958'],
    ['0000000000', undefined],
    ['12345', undefined],
  ])('phone %s is %s', (text, value) => {
    expect(normalPhone(text)).toBe(value);
  });
});

describe('decideMatch', () => {
  const record = party({
    code: 'V1',
    name: 'Tea Co',
    taxNumber: 'DE123456789',
    email: 'a@x.example',
    phone: '030 1234567',
  });
  const unique = { here: true, there: true };
  /** Candidates by key type. */
  const decide = (
    found: Readonly<Partial<Record<MatchKey['type'], string[]>>>,
    more: Partial<MatchQuestion> = {},
  ) =>
    decideMatch({
      keys: keysOf(record),
      candidates: ({ type }) => found[type] ?? [],
      uniqueName: unique,
      matchOn: all,
      ...more,
    });

  test.each<[string, ReturnType<typeof decide>, ReturnType<typeof decide>]>([
    ['nothing', decide({}), { kind: 'none' }],
    ['a code', decide({ code: ['A'] }), { kind: 'one', id: 'A', by: 'code' }],
    ['a tax number', decide({ taxNumber: ['A'] }), { kind: 'one', id: 'A', by: 'taxNumber' }],
    [
      'a name with e-mail',
      decide({ nameEmail: ['A'], name: ['A', 'B'] }),
      { kind: 'one', id: 'A', by: 'nameEmail' },
    ],
    ['a name with phone', decide({ namePhone: ['A'] }), { kind: 'one', id: 'A', by: 'namePhone' }],
    ['a unique name', decide({ name: ['A'] }), { kind: 'one', id: 'A', by: 'name' }],
    [
      'a name that several there have',
      decide({ name: ['A', 'B'] }, { uniqueName: { here: true, there: false } }),
      { kind: 'several', ids: ['A', 'B'], by: 'name' },
    ],
    [
      'a name that several here have',
      decide({ name: ['A'] }, { uniqueName: { here: false, there: true } }),
      { kind: 'several', ids: ['A'], by: 'name' },
    ],
    [
      'keys that contradict each other',
      decide({ code: ['A'], taxNumber: ['B'] }),
      { kind: 'several', ids: ['A', 'B'], by: 'taxNumber' },
    ],
    [
      'a shared tax number that the code decides',
      decide({ code: ['A'], taxNumber: ['A', 'B'] }),
      { kind: 'one', id: 'A', by: 'code' },
    ],
    [
      'a shared tax number that the e-mail decides',
      decide({ taxNumber: ['A', 'B'], nameEmail: ['B'] }),
      { kind: 'one', id: 'B', by: 'nameEmail' },
    ],
    [
      'a shared tax number',
      decide({ taxNumber: ['A', 'B'], name: ['A'] }),
      { kind: 'several', ids: ['A', 'B'], by: 'taxNumber' },
    ],
    [
      'another name at the same code',
      decide({ code: ['A'], name: ['B'] }),
      { kind: 'one', id: 'A', by: 'code' },
    ],
    ['one record told twice', decide({ taxNumber: ['A', 'A'] }), { kind: 'one', id: 'A', by: 'taxNumber' }],
  ])('%s', (_name, decision, expected) => {
    expect(decision).toEqual(expected);
  });

  test.each<[string, MatchQuestion['matchOn'], ReturnType<typeof decide>]>([
    ['code', ['code'], { kind: 'one', id: 'code', by: 'code' }],
    ['taxNumber', ['taxNumber'], { kind: 'one', id: 'taxNumber', by: 'taxNumber' }],
    ['name alone', ['name'], { kind: 'one', id: 'name', by: 'name' }],
    ['name and phone', ['name', 'phone'], { kind: 'one', id: 'namePhone', by: 'namePhone' }],
    ['an e-mail without the name is nothing', ['email', 'phone'], { kind: 'none' }],
    ['nothing', [], { kind: 'none' }],
  ])('matchOn limits the keys: %s', (_name, matchOn, expected) => {
    expect(
      decideMatch({ keys: keysOf(record), candidates: ({ type }) => [type], uniqueName: unique, matchOn }),
    ).toEqual(expected);
  });

  test('a pin settles it, against every key', () => {
    expect(decide({ code: ['A'], name: ['B'] }, { pin: { code: 'V9', ids: ['C'] } })).toEqual({
      kind: 'one',
      id: 'C',
      by: 'pin',
    });
    expect(decide({ code: ['A'] }, { pin: { code: 'V9', ids: ['C', 'D'] } })).toEqual({
      kind: 'several',
      ids: ['C', 'D'],
      by: 'pin',
    });
  });

  test('a party whose pin leads nowhere is refused; a product will be created under that code', () => {
    expect(decide({ code: ['A'] }, { pin: { code: 'V9', ids: [] } })).toEqual({
      kind: 'several',
      ids: [],
      by: 'pin',
    });
    const keys: MatchKey[] = [{ type: 'code', value: 'TEA-01' }];
    expect(decide({}, { keys, pin: { code: '1896-S', ids: [] } })).toEqual({ kind: 'none' });
  });

  test('never picks one of several, and never one that a strong key speaks against', () => {
    const ids = fc.uniqueArray(fc.constantFrom('A', 'B', 'C'), { maxLength: 3 });
    const found = fc.record({ code: ids, taxNumber: ids, nameEmail: ids, namePhone: ids, name: ids });
    fc.assert(
      fc.property(found, fc.boolean(), fc.boolean(), (byType, here, there) => {
        const decision = decide(byType, { uniqueName: { here, there } });
        const strong = [byType.code, byType.taxNumber, byType.nameEmail, byType.namePhone].filter(
          (list) => list.length > 0,
        );
        if (decision.kind === 'one' && decision.by === 'name') {
          expect(strong).toEqual([]);
          expect([byType.name, here, there]).toEqual([[decision.id], true, true]);
        } else if (decision.kind === 'one') {
          for (const list of strong) expect(list).toContain(decision.id);
          const both = (['A', 'B', 'C'] as const).filter((id) => strong.every((list) => list.includes(id)));
          expect(both).toEqual([decision.id]);
        } else if (decision.kind === 'none') {
          expect([...strong.flat(), ...byType.name]).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
