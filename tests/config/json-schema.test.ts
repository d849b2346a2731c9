import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { parseDocument } from 'yaml';
import { jsonSchema } from '../../src/config/json-schema.ts';

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const members = (schema: Json): Json[] =>
  ['oneOf', 'anyOf']
    .flatMap((key) => (Array.isArray(schema[key]) ? schema[key].filter(isObject).flatMap(members) : []))
    .concat(schema);

/** As much of JSON Schema as ours uses. */
function fits(schema: Json, value: unknown): boolean {
  for (const key of ['oneOf', 'anyOf']) {
    const options = schema[key];
    if (Array.isArray(options))
      return options.filter((option) => isObject(option) && fits(option, value)).length > 0;
  }
  const type = Array.isArray(value)
    ? 'array'
    : value === null
      ? 'null'
      : Number.isInteger(value)
        ? 'integer'
        : typeof value;
  const types = [schema['type']]
    .flat()
    .map((name) => (name === 'number' && type === 'integer' ? type : name));
  if ('const' in schema) return schema['const'] === value;
  if (Array.isArray(schema['enum'])) return schema['enum'].includes(value);
  if (!types.includes(type)) return false;
  if (Array.isArray(value))
    return value.every((item) => isObject(schema['items']) && fits(schema['items'], item));
  if (!isObject(value)) return true;
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return (
    required.every((key) => String(key) in value) &&
    Object.entries(value).every(([key, item]) => {
      const wanted = properties[key] ?? schema['additionalProperties'];
      return isObject(wanted) && fits(wanted, item);
    })
  );
}

const example = readFileSync(fileURLToPath(new URL('../../config.example.yaml', import.meta.url)), 'utf8');

test('the example fits, and what is wrong does not', () => {
  const value: unknown = parseDocument(example).toJS();
  expect(fits(jsonSchema(), value)).toBe(true);
  expect(fits(jsonSchema(), parseDocument(example.replace('tenantId:', 'tenantid:')).toJS())).toBe(false);
  expect(fits(jsonSchema(), parseDocument(example.replace('post: true', 'post: maybe')).toJS())).toBe(false);
});

test('every key is described', () => {
  const bare: string[] = [];
  const walk = (schema: Json, path: string) => {
    for (const member of members(schema)) {
      for (const [key, property] of Object.entries(
        isObject(member['properties']) ? member['properties'] : {},
      )) {
        if (!isObject(property)) continue;
        if (typeof property['description'] !== 'string') bare.push(`${path}.${key}`);
        walk(property, `${path}.${key}`);
      }
      for (const inner of [member['items'], member['additionalProperties']])
        if (isObject(inner)) walk(inner, `${path}[]`);
    }
  };
  walk(jsonSchema(), '');
  expect(bare).toEqual([]);
});

test.each([
  ['pairs', 'webhooks', 'state', 'vault'],
  ['name', 'cin7', 'erp', 'flows', 'mapping'],
  ['credentials', 'baseUrl', 'requestsPerMinute', 'tls', 'ca', 'supplierCode', 'orderReference', 'defaults'],
  ['suppliers', 'customers', 'products', 'stockAdjustments', 'vendors', 'purchaseOrders', 'bills'],
  [
    'tenantId',
    'environment',
    'company',
    'authority',
    'environmentUrl',
    'legalEntity',
    'crossCompany',
    'chartOfAccounts',
  ],
  [
    'dimensions',
    'format',
    'delimiter',
    'numbering',
    'procurement',
    'hierarchy',
    'matchOrders',
    'modifiedField',
  ],
  [
    'deployment',
    'serverUrl',
    'tenant',
    'auth',
    'scope',
    'api',
    'services',
    'journals',
    'postCodeunit',
    'stockClearing',
    'postingGroups',
  ],
  [
    'serviceUrl',
    'protocol',
    'companyId',
    'concurrency',
    'accounts',
    'freightAccounts',
    'openPeriods',
    'rateDirection',
    'batch',
    'receiptLines',
    'listCap',
    'unitSchedules',
  ],
  [
    'instanceUrl',
    'endpoint',
    'endpointVersion',
    'branch',
    'linkOrders',
    'closeOrders',
    'orderItem',
    'subaccount',
    'taxZone',
    'supplierReference',
  ],
  [
    'enabled',
    'every',
    'direction',
    'since',
    'post',
    'lines',
    'documents',
    'postingDate',
    'closedPeriod',
    'totalTolerance',
    'taxTolerance',
    'rounding',
    'conflicts',
    'create',
    'deactivate',
    'matchOn',
    'only',
    'locations',
  ],
  [
    'units',
    'taxes',
    'paymentTerms',
    'currencies',
    'group',
    'itemGroup',
    'vatBus',
    'vatProd',
    'detail',
    'category',
    'zone',
    'inTransit',
  ],
  ['host', 'port', 'publicUrl', 'secrets'],
])('every key of the contract is there: %s, ...', (...keys) => {
  const known = new Set(JSON.stringify(jsonSchema()).match(/"\w+"(?=:\{)/g));
  expect(keys.filter((key) => !known.has(`"${key}"`))).toEqual([]);
});

test('codes need no quotes, defaults are shown, keys of tables carry no mark', () => {
  const text = JSON.stringify(jsonSchema());
  expect(text).toContain('"account":{"type":["string","number","boolean"]');
  expect(text).toContain('"default":"15m"');
  expect(text).not.toContain('propertyNames');
});
