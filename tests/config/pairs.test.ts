import { describe, expect, test } from '@jest/globals';
import { problemsOf } from './sample.ts';

interface Two {
  readonly names?: readonly [string, string];
  readonly cin7?: readonly [string, string];
  readonly erp: readonly [string, string];
  readonly flows?: readonly [string, string];
}

/** Line 1 is `pairs:`; each pair takes five lines: name, cin7, erp, flows, mapping. */
const two = ({ names = ['a', 'b'], cin7 = ['one', 'one'], erp, flows = ['{}', '{}'] }: Two): string =>
  [
    'pairs:',
    ...[0, 1].flatMap((index) => [
      `  - name: ${names[index]}`,
      `    cin7: { credentials: ${cin7[index]} }`,
      `    erp: { credentials: erp, ${erp[index]} }`,
      `    flows: ${flows[index]}`,
      '    mapping:',
    ]),
  ].join('\n');

const bc = (company: string) => `type: business-central, tenantId: t, company: ${company}`;
const nav = (company: string, more = '') =>
  `type: nav, deployment: on-premises, serverUrl: "https://h.example/NAV", company: ${company}, auth: ntlm${more}`;
const dated = (more: string) => `{ purchases: { since: 2026-01-01, ${more} } }`;

describe('pairs among themselves', () => {
  test.each<[string, Two, string[]]>([
    ['two companies', { erp: [bc('A'), bc('B')] }, []],
    [
      'names that differ only in case',
      { names: ['acme', 'ACME'], erp: [bc('A'), bc('B')] },
      ['7:11 pairs[1].name: pairs[0] has this name'],
    ],
    [
      'one Cin7 account and one company twice',
      { erp: [bc('A'), bc('a')] },
      ['9:5 pairs[1].erp: pairs[0] connects the same Cin7 account and company'],
    ],
    ['one company, two Cin7 accounts', { cin7: ['one', 'two'], erp: [bc('A'), bc('A')] }, []],
    [
      'the same company as nav and as business-central',
      { erp: [bc('A'), 'type: nav, deployment: online, tenantId: T, company: A'] },
      ['9:5 pairs[1].erp: pairs[0] connects the same Cin7 account and company'],
    ],
    [
      'addresses that stand in one vault entry',
      { erp: ['type: acumatica, endpointVersion: 1', 'type: acumatica, endpointVersion: 2'] },
      ['9:5 pairs[1].erp: pairs[0] connects the same Cin7 account and company'],
    ],
    [
      'two legal entities, two tenants, two servers',
      {
        erp: [
          'type: finance-operations, environmentUrl: "https://a.example", legalEntity: A',
          'type: finance-operations, environmentUrl: "https://a.example", legalEntity: B',
        ],
      },
      [],
    ],
    [
      'documents of one account without locations',
      { erp: [bc('A'), bc('B')], flows: [dated(''), dated('only: { locations: [X] }')] },
      [
        '5:25 pairs[0].flows.purchases.only.locations: missing; pairs[0] and pairs[1] share a Cin7 account, so each must name its locations',
      ],
    ],
    [
      'locations that overlap',
      {
        erp: [bc('A'), bc('B')],
        flows: [
          dated('only: { locations: [X, Main Warehouse] }'),
          dated('only: { locations: [Y, main warehouse] }'),
        ],
      },
      [
        '10:69 pairs[1].flows.purchases.only.locations[1]: pairs[0] has this location of the same Cin7 account',
      ],
    ],
    [
      'locations that are disjoint',
      {
        erp: [bc('A'), bc('B')],
        flows: [dated('only: { locations: [X] }'), dated('only: { locations: [Y] }')],
      },
      [],
    ],
    [
      'a flow that is off shares nothing',
      { erp: [bc('A'), bc('B')], flows: [dated(''), dated('enabled: false')] },
      [],
    ],
    ['masters may be shared', { erp: [bc('A'), bc('B')], flows: ['{ suppliers: }', '{ suppliers: }'] }, []],
    [
      'journal batches of one NAV company',
      { cin7: ['one', 'two'], erp: [nav('A'), nav('A')], flows: [dated(''), dated('')] },
      [
        '9:10 pairs[1].erp.journals.purchases.batch: pairs[0] writes to the same journal batch of this company; each needs its own',
      ],
    ],
    [
      'journal batches of their own',
      {
        cin7: ['one', 'two'],
        erp: [nav('A'), nav('A', ', journals: { purchases: { batch: OTHER } }')],
        flows: [dated(''), dated('')],
      },
      [],
    ],
  ])('%s', (_name, sample, problems) => {
    expect(problemsOf(two(sample))).toEqual(problems.map((problem) => `config.yaml:${problem}`));
  });

  test('rules are checked although other things are wrong', () => {
    const text = two({
      names: ['a', 'a'],
      erp: [bc('A'), `${bc('A')}, nonsense: 1`],
      flows: ['{ sales: }', '{ x: }'],
    });
    expect(problemsOf(text).map((line) => line.split(' ').slice(1).join(' '))).toEqual([
      'pairs[0].flows.sales: business-central does not offer sales; it offers suppliers, products and purchases',
      'pairs[0].flows.sales.since: missing; expected a date such as 2026-01-31: older documents are skipped for ever',
      'pairs[1].name: pairs[0] has this name',
      'pairs[1].erp: pairs[0] connects the same Cin7 account and company',
      'pairs[1].erp.nonsense: unknown key; expected type, credentials, tls, defaults, tenantId, environment, company, baseUrl or authority',
      'pairs[1].flows.x: unknown key; expected suppliers, customers, products, purchases, receipts, sales or inventory',
    ]);
  });
});
