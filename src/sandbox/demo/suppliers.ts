/** The suppliers of the demo's distributor, and which of them Business Central knows as a vendor. */
export interface DemoSupplier {
  readonly name: string;
  readonly country: 'GB' | 'FR' | 'IT' | 'ES' | 'IE' | 'GR' | 'US';
  readonly city: string;
  readonly terms: string;
  readonly taxNumber: string;
  /** The vendor's number, where there is one, and its name, where it is another. */
  readonly vendor?: string | undefined;
  readonly vendorName?: string | undefined;
  readonly deprecated?: boolean | undefined;
}

type Row = readonly [
  name: string,
  country: DemoSupplier['country'],
  city: string,
  terms: string,
  vendor?: string,
  vendorName?: string,
];

const rows: readonly Row[] = [
  ['Tea Co', 'GB', 'London', '30 days', 'V00010', 'The Tea Company Limited'],
  ['Albion Preserves Ltd', 'GB', 'Maldon', '30 days', 'V00020'],
  ['Brackenbury Dairy', 'GB', 'Carlisle', '14 days', 'V00030'],
  ['Casa Verde Olive Oils S.L.', 'ES', 'Jaén', '60 days', 'V00040'],
  ['Dunmore Smokehouse', 'IE', 'Galway', '30 days', 'V00050'],
  ['Épicerie Lacroix', 'FR', 'Lyon', '30 days', 'V00060'],
  ['Fratelli Bassano S.r.l.', 'IT', 'Parma', '60 days', 'V00070'],
  ['Glen Orrin Shortbread', 'GB', 'Inverness', '30 days', 'V00080', 'Glen Orrin Shortbread Bakers Ltd'],
  ['Harbour Freight Services', 'GB', 'Felixstowe', '7 days', 'V00090'],
  ['Isle of Mara Sea Salt', 'GB', 'Oban', '30 days', 'V00100'],
  ['Juniper & Rye Distillers', 'GB', 'Bath', '30 days', 'V00110'],
  ['Kentish Orchards', 'GB', 'Faversham', '14 days', 'V00120'],
  ['Langley Packaging Supplies', 'GB', 'Slough', '30 days', 'V00130'],
  ['Mendip Cheese Makers', 'GB', 'Wells', '14 days', 'V00140'],
  ['Northfield Cold Storage', 'GB', 'Leeds', 'End of next month', 'V00150'],
  ['Oleificio San Rocco', 'IT', 'Imperia', '60 days', 'V00160'],
  ['Pennine Coffee Roasters', 'GB', 'Hebden Bridge', '30 days', 'V00170'],
  ['Quince & Co. Confectioners', 'GB', 'York', '30 days', 'V00180'],
  ['Rosewood Tasting Events', 'GB', 'London', '14 days', 'V00190'],
  ['Stavros Honey Cooperative', 'GR', 'Kalamata', '60 days', 'V00200'],
  ['Tamar Valley Charcuterie', 'GB', 'Tavistock', '14 days', 'V00210'],
  ['Umbria Truffle House', 'IT', 'Norcia', '30 days'],
  ['Vermont Maple Partners', 'US', 'Burlington', '60 days'],
  ['Wensley Oatcakes', 'GB', 'Hawes', '30 days'],
  ['Yew Tree Ciders', 'GB', 'Hereford', '30 days'],
  ['Zennor Fudge Kitchen', 'GB', 'St Ives', '14 days'],
  ['Ardmore Spice Merchants', 'GB', 'Bristol', '30 days'],
  ['Biscuiterie du Lac', 'FR', 'Annecy', '30 days'],
  ['Cotswold Chutney Company', 'GB', 'Stroud', '30 days'],
  ['Dales Farm Butter', 'GB', 'Skipton', '7 days'],
  ['Estuary Seafoods', 'GB', 'Whitstable', '7 days'],
  ['Fenland Mustard Works', 'GB', 'Ely', '30 days'],
  ['Galician Conservas S.A.', 'ES', 'Vigo', '60 days'],
  ['Hillside Herbs', 'GB', 'Ludlow', '14 days'],
  ['Iberico Selección', 'ES', 'Salamanca', '60 days'],
  ['Jura Chocolatiers', 'GB', 'Glasgow', '30 days'],
  ['Kerry Gold Standard Foods', 'IE', 'Tralee', '30 days'],
  ['Loire Vinegars', 'FR', 'Orléans', '30 days'],
  ['Marsh & Daughters Customs Brokers', 'GB', 'Dover', '7 days'],
  ['New Forest Mushrooms', 'GB', 'Lyndhurst', '14 days'],
  ['Old Mill Flours', 'GB', 'Tewkesbury', '30 days'],
  ['Pelham Design Studio', 'GB', 'Brighton', '14 days'],
  ['Quayside Print', 'GB', 'Newcastle', '14 days'],
  ['Closed Kitchen Ltd', 'GB', 'Derby', '30 days'],
];

/** Pinned in the mapping, since neither name nor tax number lead to the vendor. */
export const demoPins: Readonly<Record<string, string>> = { 'Tea Co': 'V00010' };

export const demoSuppliers: readonly DemoSupplier[] = rows.map(
  ([name, country, city, terms, vendor, vendorName], i) => ({
    name,
    country,
    city,
    terms,
    taxNumber: country === 'US' ? '' : `${country}${String(731_000_000 + i * 4_217)}`,
    vendor,
    vendorName,
    deprecated: name.startsWith('Closed'),
  }),
);

export const currencyOf = ({ country }: DemoSupplier): string =>
  country === 'GB' ? 'GBP' : country === 'US' ? 'USD' : 'EUR';

export const mailOf = ({ name }: DemoSupplier): string =>
  `accounts@${name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/^-+|-+$/g, '')}.example`;

/** Vendors that only Business Central knows. */
export const demoExtraVendors: readonly (readonly [number: string, name: string, country: string])[] = [
  ['V00500', 'City of London Business Rates', 'GB'],
  ['V00510', 'Thames Fleet Leasing', 'GB'],
  ['V00520', 'Bluebell Cleaning', 'GB'],
  ['V00530', 'Atelier Dupont', 'FR'],
];
