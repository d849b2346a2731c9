import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { bcClient, type Client, start } from './support.ts';

let sandbox: Sandbox;
let bc: Client;
beforeAll(async () => {
  sandbox = await start();
  bc = await bcClient(sandbox);
});
afterAll(() => sandbox.close());

const code = (reply: { status: number; json: { error: { code: string } } }) => [
  reply.status,
  reply.json?.error?.code,
];
const create = async (body: object = {}) =>
  (await bc('POST', 'vendors', { displayName: 'Tea', ...body })).json;

describe('creating', () => {
  test('201, Location, number from the series, codes in upper case, local currency shown by its code', async () => {
    const reply = await bc('POST', 'vendors', {
      displayName: 'Tea Co',
      country: 'gb ',
      postalCode: ' ab1 2cd',
      currencyCode: 'gbp',
    });
    expect(reply.status).toBe(201);
    expect(reply.headers['location']).toBe(
      `${sandbox.urls.businessCentral}/v2.0/${sandbox.credentials.entra.tenantId}/production/api/v2.0/companies(${sandbox.businessCentral.company.id})/vendors(${reply.json.id})`,
    );
    expect(reply.json).toMatchObject({
      number: 'V00010',
      country: 'GB',
      postalCode: 'AB1 2CD',
      currencyCode: 'GBP',
      currencyId: '00000000-0000-0000-0000-000000000000',
      blocked: '_x0020_',
      lastModifiedDateTime: '2026-09-16T10:00:00Z',
    });
    expect(await create({ currencyCode: 'EUR' })).toMatchObject({ number: 'V00020', currencyCode: 'EUR' });
    const eur = sandbox.businessCentral.company.currencies.find((row) => row.code === 'EUR');
    expect(await create({ currencyId: eur?.id })).toMatchObject({ currencyCode: 'EUR' });
  });

  test('a given number needs Manual Nos., and must be new', async () => {
    expect(await create({ number: 'ext-1' })).toMatchObject({ number: 'EXT-1' });
    expect(code(await bc('POST', 'vendors', { displayName: 'x', number: 'EXT-1' }))).toEqual([
      400,
      'Internal_EntityWithSameKeyExists',
    ]);
    sandbox.businessCentral.manualVendorNumbers = false;
    expect(code(await bc('POST', 'vendors', { displayName: 'x', number: 'EXT-2' }))).toEqual([
      400,
      'Application_DialogException',
    ]);
    sandbox.businessCentral.manualVendorNumbers = true;
  });

  test.each([
    [{ displayName: 'x'.repeat(101) }, 'Application_StringExceededLength'],
    [{ addressLine2: 'x'.repeat(51) }, 'Application_StringExceededLength'],
    [{ number: 'x'.repeat(21) }, 'Application_StringExceededLength'],
    [{ taxRegistrationNumber: 'x'.repeat(21) }, 'Application_StringExceededLength'],
    [{ displayName: ' ' }, 'BadRequest_RequiredParamNotProvided'],
    [{ displayName: 7 }, 'BadRequest'],
    [{ taxLiable: 'yes' }, 'BadRequest'],
    [{ name: 'x' }, 'BadRequest'],
    [{ Displayname: 'x' }, 'BadRequest'],
    [{ paymentTermsCode: 'COD' }, 'BadRequest'],
    [{ id: '11111111-1111-4111-8111-111111111111' }, 'BadRequest_InvalidOperation'],
    [{ balance: 1 }, 'BadRequest_InvalidOperation'],
    [{ lastModifiedDateTime: '2026-01-01T00:00:00Z' }, 'BadRequest_InvalidOperation'],
    [{ blocked: 'Everything' }, 'Unknown'],
    [{ country: 'UK' }, 'Internal_InvalidTableRelation'],
    [{ phoneNumber: '+44 1 ext. 5' }, 'Application_FieldValidationException'],
    [{ email: 'nobody' }, 'Application_DialogException'],
    [{ currencyCode: 'CHF' }, 'Application_DialogException'],
    [{ paymentTermsId: '11111111-1111-4111-8111-111111111111' }, 'Application_DialogException'],
  ])('refuses %j', async (body, error) => {
    const before = sandbox.businessCentral.state.vendors.length;
    expect(code(await bc('POST', 'vendors', { displayName: 'Tea', ...body }))).toEqual([400, error]);
    expect(sandbox.businessCentral.state.vendors).toHaveLength(before);
  });

  test('a body must be JSON and say so', async () => {
    expect(code(await bc('POST', 'vendors', '{'))).toEqual([400, 'BadRequest']);
    expect(code(await bc('POST', 'vendors', { displayName: 'x' }, { 'content-type': 'text/plain' }))).toEqual(
      [400, 'BadRequest'],
    );
  });
});

describe('changing', () => {
  test('needs the tag, the right one or a star; the tag changes with every change', async () => {
    const vendor = await create();
    const path = `vendors(${vendor.id})`;
    const patch = (tag: string | undefined, body: object = { city: 'Bath' }) =>
      bc('PATCH', path, body, tag === undefined ? { 'if-match': '' } : { 'if-match': tag });
    expect(code(await patch(undefined))).toEqual([400, 'BadRequest_InvalidToken']);
    expect(code(await patch('W/unquoted'))).toEqual([400, 'BadRequest_InvalidToken']);
    const changed = await patch(vendor['@odata.etag']);
    expect(changed.status).toBe(200);
    expect(changed.json['@odata.etag']).not.toBe(vendor['@odata.etag']);
    expect(code(await patch(vendor['@odata.etag']))).toEqual([409, 'Request_EntityChanged']);
    sandbox.businessCentral.editVendor(changed.json.number, { city: 'Wells' });
    expect(code(await patch(changed.json['@odata.etag']))).toEqual([409, 'Request_EntityChanged']);
    expect((await patch('*')).json.city).toBe('Bath');
  });

  test('a number renames the vendor and its documents', async () => {
    const vendor = await create();
    const draft = sandbox.businessCentral.addDraft('invoice', { vendorNumber: vendor.number });
    expect((await bc('PATCH', `vendors(${vendor.id})`, { number: 'RENAMED' })).json.number).toBe('RENAMED');
    expect((await bc('GET', `purchaseInvoices(${draft.id})`)).json).toMatchObject({
      vendorNumber: 'RENAMED',
      vendorId: vendor.id,
    });
  });

  test('DELETE: 204, with the tag; not with documents', async () => {
    const vendor = await create();
    expect(code(await bc('DELETE', `vendors(${vendor.id})`, undefined, { 'if-match': 'W/"x"' }))).toEqual([
      409,
      'Request_EntityChanged',
    ]);
    expect((await bc('DELETE', `vendors(${vendor.id})`)).status).toBe(204);
    const used = await create();
    sandbox.businessCentral.addDraft('invoice', { vendorNumber: used.number });
    expect(code(await bc('DELETE', `vendors(${used.id})`))).toEqual([400, 'Application_DialogException']);
  });
});

describe('default dimensions', () => {
  test('below the vendor: add, read, change, remove', async () => {
    const vendor = await create();
    const { company } = sandbox.businessCentral;
    const area = company.dimensions.find((row) => row.code === 'AREA');
    const value = (name: string) => company.dimensionValues.find((row) => row.code === name)?.id;
    const path = `vendors(${vendor.id})/defaultDimensions`;
    const added = await bc('POST', path, {
      dimensionId: area?.id,
      dimensionValueId: value('LONDON'),
      postingValidation: 'Same_x0020_Code',
    });
    expect(added.json).toMatchObject({
      parentType: 'Vendor',
      parentId: vendor.id,
      dimensionCode: 'AREA',
      dimensionValueCode: 'LONDON',
    });
    expect(code(await bc('POST', path, { dimensionId: area?.id }))).toEqual([
      400,
      'Internal_EntityWithSameKeyExists',
    ]);
    expect(code(await bc('POST', path, { dimensionCode: 'AREA' }))).toEqual([
      400,
      'BadRequest_InvalidOperation',
    ]);
    const changed = await bc('PATCH', `${path}(${added.json.id})`, { dimensionValueId: value('NORTH') });
    expect(changed.json.dimensionValueCode).toBe('NORTH');
    expect(code(await bc('PATCH', `${path}(${added.json.id})`, { dimensionValueId: value('XMAS') }))).toEqual(
      [400, 'Application_DialogException'],
    );
    expect(
      (await bc('GET', `vendors(${vendor.id})?$expand=defaultDimensions`)).json.defaultDimensions,
    ).toHaveLength(1);
    expect((await bc('DELETE', `${path}(${added.json.id})`)).status).toBe(204);
  });
});
