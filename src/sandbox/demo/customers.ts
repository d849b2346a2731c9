/** The customers of the demo's distributor, and which of them the ERP knows. */
export interface DemoCustomer {
  readonly name: string;
  readonly country: 'GB' | 'IE' | 'FR';
  readonly city: string;
  readonly terms: string;
  /** The customer's number at the ERP, where there is one. */
  readonly customer?: string | undefined;
}

type Row = readonly [
  name: string,
  country: DemoCustomer['country'],
  city: string,
  terms: string,
  customer?: string,
];

const rows: readonly Row[] = [
  ['Abbey Road Deli', 'GB', 'London', '30 days', 'C00010'],
  ['Bath Street Kitchen', 'GB', 'Bath', '14 days', 'C00020'],
  ['Corner House Café', 'GB', 'Bristol', '14 days', 'C00030'],
  ['Dublin Bay Provisions', 'IE', 'Dublin', '30 days', 'C00040'],
  ['Edinburgh Larder', 'GB', 'Edinburgh', '30 days', 'C00050'],
  ['Farmhouse Breakfasts', 'GB', 'York', '7 days', 'C00060'],
  ['Galerie Gourmande', 'FR', 'Lille', '30 days'],
  ['Harvest Hotel Group', 'GB', 'Leeds', 'End of next month'],
  ['Islington Wine & Cheese', 'GB', 'London', '30 days'],
  ['Jolly Baker', 'GB', 'Derby', '14 days'],
];

export const demoCustomers: readonly DemoCustomer[] = rows.map(([name, country, city, terms, customer]) => ({
  name,
  country,
  city,
  terms,
  customer,
}));

export const customerCurrency = ({ country }: DemoCustomer): string => (country === 'GB' ? 'GBP' : 'EUR');

export const customerMail = ({ name }: DemoCustomer): string =>
  `orders@${name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/^-+|-+$/g, '')}.example`;

/** Customers that only the ERP knows; two of them have one name. */
export const demoExtraCustomers: readonly (readonly [number: string, name: string])[] = [
  ['C00500', 'Riverside Catering'],
  ['C00510', 'Riverside Catering'],
  ['C00520', 'Staff sales'],
];
