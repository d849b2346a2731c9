import { describe, expect, test } from '@jest/globals';
import { readMetadata } from '../../../src/systems/nav/metadata.ts';
import { pagesOf, shown } from '../../../src/systems/nav/services.ts';

const property = (name: string, more = '') => `<Property Name="${name}" Type="Edm.String" ${more}/>`;
const type = (name: string, key: string, properties: string) =>
  `<EntityType Name="${name}"><Key><PropertyRef Name="${key}"/></Key>${properties}</EntityType>`;

const document = `<?xml version="1.0"?><edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices><Schema Namespace="NAV" xmlns="http://docs.oasis-open.org/odata/ns/edm">
${type('VendorCard', 'No', property('No', 'Nullable="false" MaxLength="20"') + property('Name', 'MaxLength="50"') + property('Control16', 'MaxLength="100"'))}
${type('Setup', 'Primary_Key', ['Primary_Key', 'Allow_Posting_From', 'Allow_Posting_To', 'LCY_Code'].map((name) => property(name)).join(''))}
<Action Name="Cin7Posting_PostBatch"/>
<EntityContainer Name="NAV"><EntitySet Name="VendorCard" EntityType="NAV.VendorCard"/><EntitySet Name="FIBU_Einrichtung" EntityType="NAV.Setup"/><ActionImport Name="Cin7Posting_PostBatch" Action="NAV.Cin7Posting_PostBatch"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`;

describe('$metadata', () => {
  const published = readMetadata(document);

  test('tells services, keys, fields with lengths, and codeunits', () => {
    expect(published?.services['VendorCard']).toEqual({
      keys: ['No'],
      fields: { No: 20, Name: 50, Control16: 100 },
    });
    expect(published?.actions).toEqual(['Cin7Posting_PostBatch']);
  });

  test('what is no metadata document is nothing', () => {
    expect(readMetadata('<html><body>sign in</body></html>')).toBeUndefined();
    expect(readMetadata('<edmx:Edmx>')).toBeUndefined();
  });

  test('pages are known by their configured names, set-ups by their fields', () => {
    const services = { vendors: 'VendorCard', customers: 'CustomerCard' } as unknown as Parameters<
      typeof pagesOf
    >[1];
    const pages = pagesOf(published ?? { services: {}, actions: [] }, services);
    expect(Object.entries(pages).map(([page, { name }]) => [page, name])).toEqual([
      ['vendors', 'VendorCard'],
      ['ledgerSetup', 'FIBU_Einrichtung'],
    ]);
    expect(shown(pages.vendors, 'Contact', 'ContactName', 'Control16')).toBe('Control16');
  });
});
