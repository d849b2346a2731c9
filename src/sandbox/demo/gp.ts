import { decimal } from '../../domain/decimal.ts';
import { addDays } from '../../domain/time.ts';
import type { GpStandin } from '../gp/index.ts';
import { demoExtraItems, demoProducts } from './products.ts';
import type { DemoCalendar } from './purchases.ts';
import { currencyOf, type DemoSupplier, demoExtraVendors, demoSuppliers, mailOf } from './suppliers.ts';

export const gpTerms: Readonly<Record<string, string>> = {
  COD: 'COD',
  '7 days': 'NET 7',
  '14 days': 'NET 14',
  '30 days': 'NET 30',
  '60 days': 'NET 60',
  'End of next month': 'EOM+1',
};

/** Unit of measure schedules and the Cin7 units that they stand for. */
export const gpSchedules: Readonly<Record<string, string>> = {
  EACH: 'Each',
  CASE: 'Case',
  KG: 'Kg',
  BOTTLE: 'Bottle',
  HOUR: 'Hour',
};

/** `ALBIONPR0001`, as people at GP number vendors. */
export const gpVendorId = ({ name }: Pick<DemoSupplier, 'name'>): string =>
  `${name
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .slice(0, 8)
    .toUpperCase()}0001`;

/** The supplier that nobody has entered at GP: its bills are rejected. */
export const gpUnknownSupplier = 'Pelham Design Studio';

/** Vendors for all suppliers but one, items for most products, and closed periods. */
export function fillGp(standin: GpStandin, calendar: DemoCalendar): void {
  for (const supplier of demoSuppliers) {
    if (supplier.name !== gpUnknownSupplier) standin.addVendor(vendorOf(supplier));
  }
  for (const [, name, country] of demoExtraVendors)
    standin.addVendor({ id: gpVendorId({ name }), name, country, onHold: name.startsWith('Thames') });
  for (const product of demoProducts) if (product.item) standin.addItem(itemOf(product));
  for (const [number, description] of demoExtraItems)
    standin.addItem({ number, description, type: number === 'GIFT-CARD' ? 'FlatFee' : 'Kit' });
  standin.addItem({ number: 'JAM-OLD', description: 'Damson Preserve', type: 'Discontinued' });
  standin.closePeriods(addDays(calendar.openFrom, -1));
}

function vendorOf(supplier: DemoSupplier): Parameters<GpStandin['addVendor']>[0] {
  const name = supplier.vendorName ?? supplier.name;
  const currency = currencyOf(supplier);
  const domestic = supplier.country === 'GB';
  return {
    id: gpVendorId(supplier),
    name,
    checkName: name,
    classId: domestic ? 'DOMESTIC' : 'FOREIGN',
    active: !supplier.deprecated,
    currency: currency === 'GBP' ? '' : currency,
    terms: gpTerms[supplier.terms] ?? 'NET 30',
    // The pinned one has neither the name nor the tax number of its supplier.
    taxRegistrationNumber: supplier.name === 'Tea Co' ? '' : supplier.taxNumber,
    payablesAccount: domestic ? '' : '000-2110-00',
    contact: mailOf(supplier).split('@')[0] ?? '',
    line1: '1 High Street',
    city: supplier.city,
    country: supplier.country,
    phone: '+44 20 7946 0000',
  };
}

function itemOf(product: (typeof demoProducts)[number]): Parameters<GpStandin['addItem']>[0] {
  const [unitSchedule = 'EACH'] = Object.entries(gpSchedules).find(([, unit]) => unit === product.unit) ?? [];
  return {
    number: product.sku,
    description: product.name,
    type: product.category === 'Services' ? 'Service' : 'SalesItem',
    classId: product.category.toUpperCase().slice(0, 11),
    unitSchedule,
    baseUnit: product.unit,
    standardCost: decimal(product.price),
    currentCost: decimal(product.price),
  };
}
