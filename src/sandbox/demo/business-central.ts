import { decimal } from '../../domain/decimal.ts';
import type { BusinessCentralStandin } from '../business-central/index.ts';
import { demoExtraItems, demoProducts } from './products.ts';
import type { DemoCalendar } from './purchases.ts';
import { currencyOf, demoExtraVendors, demoSuppliers, mailOf } from './suppliers.ts';

const termCodes: Readonly<Record<string, string>> = {
  '7 days': '7 DAYS',
  '14 days': '14 DAYS',
  '30 days': '30 DAYS',
  '60 days': '60 DAYS',
  'End of next month': 'CM+1M',
};

export const unitCodes: Readonly<Record<string, string>> = {
  Each: 'PCS',
  Case: 'CASE',
  Kg: 'KG',
  Bottle: 'BOTTLE',
  Hour: 'HOUR',
};

const categoryCodes = {
  'Dry goods': 'DRY',
  Chilled: 'CHILLED',
  Drinks: 'DRINKS',
  Services: 'SERVICES',
} as const;

/** Vendors for about half of the suppliers, items for most products, and a closed period. */
export function fillBusinessCentral(standin: BusinessCentralStandin, calendar: DemoCalendar): void {
  const terms = (code: string) => standin.company.paymentTerms.find((row) => row.code === code)?.id;
  for (const supplier of demoSuppliers) {
    if (supplier.vendor === undefined) continue;
    standin.addVendor({
      number: supplier.vendor,
      displayName: supplier.vendorName ?? supplier.name,
      addressLine1: '1 High Street',
      city: supplier.city,
      country: supplier.country,
      email: mailOf(supplier),
      // The pinned one has neither the name nor the tax number of its supplier.
      taxRegistrationNumber: supplier.name === 'Tea Co' ? '' : supplier.taxNumber,
      currencyCode: currencyOf(supplier),
      paymentTermsId: terms(termCodes[supplier.terms] ?? '30 DAYS'),
    });
  }
  for (const [number, displayName, country] of demoExtraVendors)
    standin.addVendor({ number, displayName, country, paymentTermsId: terms('30 DAYS') });
  standin.vendorDefaultDimension('V00110', 'PROJECT', 'E-COM');
  for (const product of demoProducts) {
    if (!product.item) continue;
    standin.addItem({
      number: product.sku,
      displayName: product.name,
      type: product.category === 'Services' ? 'Service' : 'Inventory',
      itemCategoryCode: categoryCodes[product.category],
      gtin: product.barcode,
      unitCost: decimal(product.price),
      baseUnitOfMeasureCode: unitCodes[product.unit] ?? 'PCS',
    });
  }
  for (const [number, displayName] of demoExtraItems)
    standin.addItem({ number, displayName, itemCategoryCode: 'DRY', unitCost: decimal('20') });
  standin.setPostingRange(calendar.openFrom);
}
