import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  acumatica,
  businessCentral,
  financeOperations,
  gp,
  nav,
  problemsOf,
  type Sample,
  yaml,
} from './sample.ts';

type Case = readonly [name: string, sample: Sample | string, ...problems: string[]];

const check = (cases: readonly Case[]) =>
  test.each(cases)('%s', (_name, sample, ...problems) => {
    const text = typeof sample === 'string' ? sample : yaml(sample);
    expect(problemsOf(text)).toEqual(problems.map((problem) => `config.yaml:${problem}`));
  });

const online = 'type: nav\ndeployment: online\ntenantId: t\ncompany: C';
const documents = 'since: 2026-01-01';

describe('the form of the file', () => {
  check([
    ['empty', '', '1:1 pairs: missing; expected a list'],
    ['no map', '- a', '1:1: expected keys with values'],
    ['no pair', 'pairs: []', '1:8 pairs: must not be empty'],
    ['a pair that is no map', 'pairs: [5]', '1:9 pairs[0]: expected keys with values'],
    [
      'missing keys',
      'pairs:\n  - name: a\n',
      '2:5 pairs[0].cin7: missing; expected keys with values',
      '2:5 pairs[0].erp: missing; expected keys with values',
      '2:5 pairs[0].flows: missing; expected keys with values',
    ],
    ['syntax errors, without their echoes', 'pairs:\n  - name: "a\n  b: [\n', '4:1: missing closing "quote'],
    ['a tab', 'pairs:\n\t- name: a', '2:1: tabs are not allowed as indentation'],
    [
      'two documents',
      'state: a\n---\nstate: b',
      '2:1: source contains multiple documents; please use YAML.parseAllDocuments()',
    ],
    ['a key that is a list', { mapping: '[a]: b' }, '12:7 pairs[0].mapping: a key must be plain text'],
    ['an unknown tag', { mapping: 'units: !unit {}' }, '12:14: unresolved tag: !unit'],
    [
      'keys twice',
      { flows: 'suppliers: {}\nsuppliers: {}', mapping: 'units: { Each: A, each: B, Each : C }' },
      '12:7 pairs[0].flows.suppliers: the same key stands on line 11',
      '14:25 pairs[0].mapping.units.each: the same key as "Each" stands on line 14',
      '14:34 pairs[0].mapping.units.Each: the same key stands on line 14',
    ],
    [
      'blank keys and values',
      { mapping: 'units: { "": a, Each:, " ": "" }' },
      '12:16 pairs[0].mapping.units[""]: a key must not be blank',
      '12:28 pairs[0].mapping.units.Each: has no value; expected a code',
      '12:30 pairs[0].mapping.units[" "]: the same key as "" stands on line 12',
    ],
  ]);
});

describe('unknown keys', () => {
  check([
    ['at the top', { top: 'sate: a' }, '1:1 sate: unknown key, did you mean "state"?'],
    ['nothing like it', { top: 'zzz: a' }, '1:1 zzz: unknown key; expected state, vault, pairs or webhooks'],
    ['in cin7', { cin7: 'baseURL: x' }, '5:7 pairs[0].cin7.baseURL: unknown key, did you mean "baseUrl"?'],
    [
      'in an ERP type, with the key that it takes the place of',
      { erp: 'type: business-central\ntenantid: x\ncompny: C' },
      '6:7 pairs[0].erp.company: missing; expected text',
      '8:7 pairs[0].erp.tenantid: unknown key, did you mean "tenantId"?',
      '9:7 pairs[0].erp.compny: unknown key, did you mean "company"?',
    ],
    [
      'of another ERP type',
      { erp: `${businessCentral}\nendpointVersion: 24.200.001\nstockClearing: 1` },
      '10:7 pairs[0].erp.endpointVersion: unknown key here; it belongs to acumatica',
      '11:7 pairs[0].erp.stockClearing: unknown key here; it belongs to nav',
    ],
    [
      'of the other deployment of NAV',
      { erp: `${online}\nserverUrl: https://x.example` },
      '11:7 pairs[0].erp.serverUrl: unknown key here; it belongs to on-premises',
    ],
    [
      'of NAV',
      { erp: `${nav}\nstokClearing: 1` },
      '12:7 pairs[0].erp.stokClearing: unknown key, did you mean "stockClearing"?',
    ],
    [
      'deep inside',
      { erp: `${nav}\njournals: { purchases: { bach: X } }` },
      '12:32 pairs[0].erp.journals.purchases.bach: unknown key, did you mean "batch"?',
    ],
    [
      'a flow',
      { flows: 'suplliers: {}' },
      '11:7 pairs[0].flows.suplliers: unknown key, did you mean "suppliers"?',
    ],
    [
      'in a flow',
      { flows: 'suppliers: { evry: 1h, rounding: { acount: 1, limit: 1 } }' },
      '11:20 pairs[0].flows.suppliers.evry: unknown key, did you mean "every"?',
      '11:40 pairs[0].flows.suppliers.rounding.account: missing; expected a code',
      '11:42 pairs[0].flows.suppliers.rounding.acount: unknown key, did you mean "account"?',
    ],
    [
      'a mapping table',
      { mapping: 'acounts: {}' },
      '12:7 pairs[0].mapping.acounts: unknown key, did you mean "accounts"?',
    ],
    [
      'in targets',
      {
        mapping:
          'accounts: { 310: { account: 1, dimension: {} } }\ntaxes: { a: { cod: X } }\nlocations: { b: { cde: X } }',
      },
      '12:38 pairs[0].mapping.accounts["310"].dimension: unknown key, did you mean "dimensions"?',
      '13:21 pairs[0].mapping.taxes.a.cod: unknown key, did you mean "code"?',
      '14:25 pairs[0].mapping.locations.b.cde: unknown key, did you mean "code"?',
    ],
    [
      'in defaults',
      {
        cin7: 'defaults: { supplier: {} }',
        erp: `${businessCentral}\ndefaults: { vendors: [{ wen: {}, set: {} }] }`,
      },
      '5:19 pairs[0].cin7.defaults.supplier: unknown key, did you mean "suppliers"?',
      '11:31 pairs[0].erp.defaults.vendors[0].wen: unknown key, did you mean "when"?',
    ],
    [
      'in webhooks',
      { more: 'webhooks: { secrets: a, publicURL: b }' },
      '12:25 webhooks.publicURL: unknown key, did you mean "publicUrl"?',
    ],
  ]);
});

describe('wrong values', () => {
  check([
    [
      'a type',
      { erp: 'type: acumatika' },
      '7:13 pairs[0].erp.type: expected business-central, finance-operations, nav, gp or acumatica, did you mean "acumatica"?',
    ],
    [
      'no type',
      { erp: 'company: C' },
      '6:7 pairs[0].erp.type: missing; expected business-central, finance-operations, nav, gp or acumatica',
    ],
    [
      'a deployment',
      { erp: 'type: nav\ndeployment: on-premise' },
      '8:19 pairs[0].erp.deployment: expected online or on-premises, did you mean "on-premises"?',
    ],
    [
      'no deployment',
      { erp: 'type: nav' },
      '6:7 pairs[0].erp.deployment: missing; expected online or on-premises',
    ],
    [
      'a word of a few',
      { erp: `${gp.replace('sba', 'saop')}` },
      '9:17 pairs[0].erp.protocol: expected soap or sba, did you mean "soap"?',
    ],
    [
      'numbers',
      { cin7: 'requestsPerMinute: fast', more: 'webhooks: { secrets: a, port: 70000 }' },
      '5:26 pairs[0].cin7.requestsPerMinute: expected a whole number from 1 to 6000',
      '13:31 webhooks.port: expected a whole number from 0 to 65535',
    ],
    [
      'a quoted number',
      { cin7: 'requestsPerMinute: "60"' },
      '5:26 pairs[0].cin7.requestsPerMinute: expected a whole number from 1 to 6000',
    ],
    [
      'yes for true',
      { flows: 'suppliers: { enabled: yes }' },
      '11:29 pairs[0].flows.suppliers.enabled: expected true or false',
    ],
    [
      'durations',
      { flows: 'suppliers: { every: 90s }\nproducts: { every: 15 }' },
      '11:27 pairs[0].flows.suppliers.every: expected a duration such as 15m, 1h or 1d',
      '12:26 pairs[0].flows.products.every: expected a duration such as 15m, 1h or 1d',
    ],
    [
      'dates',
      { flows: 'purchases: { since: 01/02/2026 }\nsuppliers: { since: 2026-02-30 }' },
      '11:27 pairs[0].flows.purchases.since: expected a date such as 2026-01-31',
      '12:27 pairs[0].flows.suppliers.since: there is no such day in the calendar',
    ],
    [
      'amounts',
      { flows: 'purchases: { since: 2026-01-01, totalTolerance: 1%, taxTolerance: -0.01 }' },
      '11:55 pairs[0].flows.purchases.totalTolerance: expected an amount such as 0.05',
      '11:73 pairs[0].flows.purchases.taxTolerance: must not be negative',
    ],
    [
      'a list',
      { flows: 'suppliers: { matchOn: code, direction: bth }' },
      '11:29 pairs[0].flows.suppliers.matchOn: expected a list',
      '11:46 pairs[0].flows.suppliers.direction: expected cin7-to-erp, erp-to-cin7 or both, did you mean "both"?',
    ],
    [
      'in a list',
      { flows: 'suppliers: { matchOn: [code, phnoe] }' },
      '11:36 pairs[0].flows.suppliers.matchOn[1]: expected code, taxNumber, name, email or phone, did you mean "phone"?',
    ],
    [
      'an attribute',
      { cin7: 'supplierCode: AditionalAttribute3' },
      '5:21 pairs[0].cin7.supplierCode: expected AdditionalAttribute1 to AdditionalAttribute10, did you mean "AdditionalAttribute3"?',
    ],
    [
      'text that is a map, or blank',
      { erp: 'type: business-central\ntenantId: {}\ncompany: " "' },
      '8:17 pairs[0].erp.tenantId: expected text',
      '9:16 pairs[0].erp.company: must not be blank',
    ],
    [
      'a name',
      'pairs:\n  - { name: a|b, cin7: { credentials: a }, flows: {}, erp: { credentials: b, type: business-central, company: C } }',
      '2:13 pairs[0].name: expected up to 64 letters, digits, blanks, dots, hyphens or underscores',
    ],
    [
      'a target',
      { mapping: 'accounts: { 310: 10700 }\ntaxes: { a: NONE, b: [] }\nunits: { c: {} }' },
      '12:24 pairs[0].mapping.accounts["310"]: expected a map such as { account: "10700" }',
      '13:19 pairs[0].mapping.taxes.a: expected none, or a map such as { code: TAXABLE }, did you mean "none"?',
      '13:28 pairs[0].mapping.taxes.b: expected none, or a map such as { code: TAXABLE }',
      '14:19 pairs[0].mapping.units.c: expected a code',
    ],
    [
      'defaults',
      { erp: `${businessCentral}\ndefaults: { vendors: x, bills: [{ when: {} }], customers: { a: [] } }` },
      '10:28 pairs[0].erp.defaults.vendors: expected fields with their values, or a list of { when, set }',
      '10:39 pairs[0].erp.defaults.bills[0].set: missing; expected keys with values',
      '10:70 pairs[0].erp.defaults.customers.a: expected a code',
    ],
    [
      'journal names',
      { erp: `${nav}\njournals: { sales: { batch: ELEVENCHARS } }` },
      '12:35 pairs[0].erp.journals.sales.batch: at most 10 characters',
    ],
    [
      'a batch of GP',
      { erp: `${gp}\nbatch: MUCH-TOO-{date}` },
      '11:14 pairs[0].erp.batch: is longer than 15 characters',
    ],
    [
      'a batch of GP with another variable',
      { erp: `${gp}\nbatch: "{day}"` },
      '11:14 pairs[0].erp.batch: knows only {date}',
    ],
    [
      'open periods',
      { erp: `${gp}\nopenPeriods: { from: 2026-02-01, to: 2026-01-01 }` },
      '11:44 pairs[0].erp.openPeriods.to: must not end before it begins',
    ],
  ]);
});

describe('addresses', () => {
  const refused = 'plain http is refused for any host but loopback; use https';
  check([
    ['plain http', { cin7: 'baseUrl: http://cin7.example' }, `5:16 pairs[0].cin7.baseUrl: ${refused}`],
    [
      'plain http to a host that looks like loopback',
      { cin7: 'baseUrl: http://127.0.0.1.example' },
      `5:16 pairs[0].cin7.baseUrl: ${refused}`,
    ],
    [
      'plain http to loopback',
      { cin7: 'baseUrl: http://127.0.0.1:8080/x', erp: `${businessCentral}\nbaseUrl: http://localhost:1` },
    ],
    ['plain http to loopback in IPv6', { cin7: 'baseUrl: "http://[::1]:8080"' }],
    [
      'an authority is https always',
      { erp: `${businessCentral}\nauthority: http://localhost:1` },
      '10:18 pairs[0].erp.authority: an authority must be https',
    ],
    [
      'no address',
      { cin7: 'baseUrl: cin7.example' },
      '5:16 pairs[0].cin7.baseUrl: expected an address such as https://host.example',
    ],
    [
      'another scheme',
      { cin7: 'baseUrl: ftp://cin7.example' },
      '5:16 pairs[0].cin7.baseUrl: expected an address that begins with https://',
    ],
    [
      'credentials in it',
      { cin7: 'baseUrl: https://me:secret@cin7.example' },
      '5:16 pairs[0].cin7.baseUrl: must not hold a user or password; the vault keeps credentials',
    ],
    [
      'a query',
      { cin7: 'baseUrl: https://cin7.example/?key=1' },
      '5:16 pairs[0].cin7.baseUrl: must end before any ? or #',
    ],
    [
      'the addresses of every type',
      { erp: financeOperations.replace('https', 'http') },
      `9:23 pairs[0].erp.environmentUrl: ${refused}`,
    ],
    ['of NAV', { erp: nav.replace('https', 'http') }, `9:18 pairs[0].erp.serverUrl: ${refused}`],
    ['of GP', { erp: gp.replace('https', 'http') }, `8:19 pairs[0].erp.serviceUrl: ${refused}`],
    [
      'of Acumatica',
      { erp: acumatica.replace('https', 'http') },
      `8:20 pairs[0].erp.instanceUrl: ${refused}`,
    ],
    [
      'of webhooks',
      { more: 'webhooks: { secrets: a, publicUrl: http://hooks.example }' },
      `12:36 webhooks.publicUrl: ${refused}`,
    ],
  ]);
});

describe('what a type of ERP offers', () => {
  check([
    [
      'flows',
      { flows: 'customers: {}\nreceipts: { enabled: false }' },
      '11:7 pairs[0].flows.customers: business-central does not offer customers; it offers suppliers, products and purchases',
      '12:7 pairs[0].flows.receipts: business-central does not offer receipts; it offers suppliers, products and purchases',
    ],
    [
      'legs',
      { flows: 'products: { direction: both }\npurchases: { since: 2026-01-01, direction: erp-to-cin7 }' },
      '11:30 pairs[0].flows.products.direction: business-central has products only erp-to-cin7',
      '12:50 pairs[0].flows.purchases.direction: business-central has purchases only cin7-to-erp',
    ],
    [
      'a first day for documents',
      { flows: 'purchases:\nsuppliers:' },
      '11:17 pairs[0].flows.purchases.since: missing; expected a date such as 2026-01-31: older documents are skipped for ever',
    ],
    ['none for flows that are off', { flows: 'purchases: { enabled: false }' }],
    [
      'posting by GP',
      { erp: gp, flows: `purchases: { ${documents}, post: true }` },
      '12:45 pairs[0].flows.purchases.post: gp documents are posted by people; only false is possible',
    ],
    [
      'posting by F&O',
      { erp: financeOperations, flows: `purchases: { ${documents}, post: true }` },
      '12:45 pairs[0].flows.purchases.post: finance-operations documents are posted by people; only false is possible',
    ],
    ['posting elsewhere', { erp: acumatica, flows: `purchases: { ${documents}, post: true }` }],
    [
      'item lines of NAV',
      { erp: nav, flows: `purchases: { ${documents}, lines: item }` },
      '13:46 pairs[0].flows.purchases.lines: nav books lines by account; only account is possible',
    ],
    [
      'item lines of GP',
      { erp: gp, flows: `purchases: { ${documents}, lines: item }` },
      '12:46 pairs[0].flows.purchases.lines: gp books lines by account; only account is possible',
    ],
    [
      'documents',
      { flows: `purchases: { ${documents}, documents: [bills, orders] }\nsuppliers: { documents: [bills] }` },
      '11:58 pairs[0].flows.purchases.documents[1]: business-central has no orders; expected bills or credits',
      '12:20 pairs[0].flows.suppliers.documents: only purchases have documents',
    ],
  ]);
});

describe('what flows need of the two sides', () => {
  const both = `purchases: { ${documents} }\ninventory: { ${documents} }`;
  check([
    [
      'stock clearing of NAV',
      { erp: nav, flows: both },
      '6:7 pairs[0].erp.stockClearing: missing; with both purchases and inventory, stock would be valued twice without it',
    ],
    ['stock clearing is there', { erp: `${nav}\nstockClearing: 2910`, flows: both }],
    [
      'no stock clearing for one of them',
      { erp: nav, flows: `${both.replace(' }\ninv', ', enabled: false }\ninv')}` },
    ],
    [
      'a scope for OAuth',
      { erp: nav.replace('ntlm', 'oauth') },
      '6:7 pairs[0].erp.scope: missing; oauth needs the scope of the server, {AppIdUri}/.default',
    ],
    [
      'journal batches of their own',
      {
        erp: `${online}\njournals: { sales: { batch: CIN7PURCH } }`,
        flows: `purchases: { ${documents} }\nsales: { ${documents} }`,
      },
      '11:26 pairs[0].erp.journals.sales: purchases are written to the same journal batch; each needs its own',
    ],
    [
      'accrued purchases of GP',
      { erp: gp, flows: `receipts: { ${documents} }` },
      '6:7 pairs[0].erp.accounts.accruedPurchases: missing; receipts credit this account',
    ],
    [
      'a place for the order number',
      { erp: acumatica, flows: `purchases: { ${documents}, direction: both }` },
      '4:7 pairs[0].cin7.orderReference: missing; purchases from the ERP keep its order number there, such as AdditionalAttribute1',
    ],
    ['no place without that leg', { erp: acumatica, flows: `purchases: { ${documents} }` }],
    ['two files', { top: 'state: ./x\nvault: ./x' }, '2:8 vault: must be another file than state'],
  ]);
});

describe('targets of the mapping', () => {
  const targets = 'accounts: { 310: { account: 1, dimensions: { D: V }, subaccount: 2, category: 3 } }';
  check([
    [
      'accounts of Business Central',
      { mapping: targets },
      '12:60 pairs[0].mapping.accounts["310"].subaccount: business-central has no subaccount; it has account and dimensions',
      '12:75 pairs[0].mapping.accounts["310"].category: business-central has no category; it has account and dimensions',
    ],
    [
      'accounts of F&O',
      { erp: `${financeOperations}\ndimensions: { format: [D] }`, mapping: targets },
      '14:60 pairs[0].mapping.accounts["310"].subaccount: finance-operations has no subaccount; it has account, dimensions and category',
    ],
    [
      'dimensions of F&O stand in its format',
      {
        erp: financeOperations,
        mapping:
          'accounts: { 310: { account: 1, dimensions: { Department: a, Site: b } } }\nlocations: { a: { dimensions: { Site: b } } }',
      },
      '13:67 pairs[0].mapping.accounts["310"].dimensions.Site: not in erp.dimensions.format, which has BusinessUnit and Department',
      '14:39 pairs[0].mapping.locations.a.dimensions.Site: not in erp.dimensions.format, which has BusinessUnit and Department',
    ],
    [
      'accounts of GP',
      { erp: gp, mapping: targets },
      '13:38 pairs[0].mapping.accounts["310"].dimensions: gp has no dimensions; it has account',
      '13:60 pairs[0].mapping.accounts["310"].subaccount: gp has no subaccount; it has account',
      '13:75 pairs[0].mapping.accounts["310"].category: gp has no category; it has account',
    ],
    [
      'accounts of Acumatica',
      { erp: acumatica, mapping: targets },
      '12:38 pairs[0].mapping.accounts["310"].dimensions: acumatica has no dimensions; it has account and subaccount',
      '12:75 pairs[0].mapping.accounts["310"].category: acumatica has no category; it has account and subaccount',
    ],
    [
      'taxes of Business Central',
      { mapping: 'taxes: { a: { group: X }, b: {}, c: { code: X } }' },
      '12:21 pairs[0].mapping.taxes.a.group: taxes of business-central have no group; expected none or { code }',
      '12:36 pairs[0].mapping.taxes.b: expected none or { code }',
    ],
    [
      'taxes of F&O',
      {
        erp: financeOperations,
        mapping: 'taxes: { a: { group: X }, b: { group: X, itemGroup: Y }, c: { code: Z } }',
      },
      '13:19 pairs[0].mapping.taxes.a: expected none or { group, itemGroup }',
      '13:69 pairs[0].mapping.taxes.c.code: taxes of finance-operations have no code; expected none or { group, itemGroup }',
    ],
    [
      'taxes of NAV',
      {
        erp: nav,
        mapping:
          'taxes: { a: { vatBus: X }, b: { account: 1 }, c: { vatBus: X, vatProd: Y, account: Z }, d: { vatBus: X, vatProd: Y } }',
      },
      '14:19 pairs[0].mapping.taxes.a: expected none or { vatBus, vatProd } or { account }',
      '14:56 pairs[0].mapping.taxes.c: expected none or { vatBus, vatProd } or { account }',
    ],
    [
      'taxes of GP',
      { erp: gp, mapping: 'taxes: { a: { account: X }, b: { account: X, detail: Y }, c: { detail: Y } }' },
      '13:68 pairs[0].mapping.taxes.c: expected none or { account, detail? }',
    ],
    [
      'taxes of Acumatica',
      {
        erp: acumatica,
        mapping: 'taxes: { a: { category: X }, b: { category: X, zone: Y }, c: { zone: Y } }',
      },
      '12:68 pairs[0].mapping.taxes.c: expected none or { category, zone? }',
    ],
    [
      'locations',
      { mapping: 'locations: { a: Ignore, b: {}, c: { site: 1, code: X }, d: { inTransit: Y } }' },
      '12:23 pairs[0].mapping.locations.a: unknown value, did you mean "ignore"?',
      '12:34 pairs[0].mapping.locations.b: expected a code, ignore, or a map such as { code: BLUE }',
      '12:43 pairs[0].mapping.locations.c.site: business-central has no site; it has code and dimensions',
      '12:68 pairs[0].mapping.locations.d.inTransit: business-central has no inTransit; it has code and dimensions',
    ],
    [
      'locations of the others',
      { erp: acumatica, mapping: 'locations: { a: { warehouse: X, branch: Y }, b: { code: X } }' },
    ],
  ]);
});

describe('environment', () => {
  test('fills in any text, also a part of it, and numbers and yes or no', () => {
    const text = yaml({
      cin7: `baseUrl: https://\${env:HOST}/x/\${env:PATH_}\nrequestsPerMinute: \${env:N}`,
      flows: `suppliers: { enabled: "\${env:ON}" }`,
    });
    expect(problemsOf(text, { HOST: 'a.example', PATH_: 'b', N: '30', ON: 'false' })).toEqual([]);
  });

  test('between braces it must be quoted, which YAML does not say so clearly', () => {
    expect(problemsOf(yaml({ flows: `suppliers: { enabled: \${env:ON} }` }), { ON: 'true' })).toEqual([
      'config.yaml:11:30: between { and } a variable must stand in quotes',
    ]);
  });

  test('names what is not set or not well written, and says no more about it', () => {
    const text = yaml({
      cin7: `baseUrl: \${env:A}\${env:B}\nrequestsPerMinute: \${env:C}`,
      erp: `type: \${env:D}`,
      mapping: `units: { a: "\${env:}", b: "\${ENV:x}", c: "\${env:X" }`,
    });
    expect(problemsOf(text)).toEqual([
      'config.yaml:5:16 pairs[0].cin7.baseUrl: the environment variable A is not set',
      'config.yaml:5:16 pairs[0].cin7.baseUrl: the environment variable B is not set',
      'config.yaml:6:26 pairs[0].cin7.requestsPerMinute: the environment variable C is not set',
      'config.yaml:9:13 pairs[0].erp.type: the environment variable D is not set',
      `config.yaml:12:19 pairs[0].mapping.units.a: a variable is written as \${env:NAME}`,
      `config.yaml:12:33 pairs[0].mapping.units.b: a variable is written as \${env:NAME}`,
      `config.yaml:12:48 pairs[0].mapping.units.c: a variable is written as \${env:NAME}`,
    ]);
  });

  test('what a variable holds is never shown, wherever it stands and whatever is wrong with it', () => {
    const places = [
      (value: string) => yaml({ cin7: `baseUrl: ${value}` }),
      (value: string) => yaml({ cin7: `requestsPerMinute: ${value}\nsupplierCode: ${value}` }),
      (value: string) => yaml({ erp: `type: ${value}` }),
      (value: string) => yaml({ erp: `type: nav\ndeployment: ${value}` }),
      (value: string) =>
        yaml({ flows: `suppliers: { every: ${value}, direction: ${value}, matchOn: [${value}] }` }),
      (value: string) =>
        yaml({ mapping: `locations: { a: ${value} }\ntaxes: { a: ${value} }\naccounts: { a: ${value} }` }),
      (value: string) => yaml({ top: `state: ${value}\nvault: ${value}`, cin7: `defaults: ${value}` }),
      (value: string) =>
        [
          'pairs:',
          ...[1, 2].map(
            () =>
              `  - { name: "${value}", cin7: { credentials: "${value}" }, erp: { type: business-central, credentials: "${value}", company: "${value}" }, flows: { purchases: { since: 2026-01-01, only: { locations: ["${value}"] } } } }`,
          ),
        ].join('\n'),
    ];
    const secret = fc.stringMatching(/^[a-zA-Z0-9:/@ -]{12,30}$/).map((value) => `s3cr3t${value}`);
    fc.assert(
      fc.property(secret, fc.constantFrom(...places), (value, place) => {
        for (const line of problemsOf(place(`\${env:SECRET}`), { SECRET: value }))
          expect(line).not.toContain('s3cr3t');
      }),
    );
  });
});
