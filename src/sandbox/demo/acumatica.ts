import { addDays } from '../../domain/time.ts';
import type { AcumaticaStandin } from '../acumatica/index.ts';
import { demoExtraItems, demoProducts } from './products.ts';
import type { DemoCalendar } from './purchases.ts';
import { currencyOf, demoExtraVendors, demoSuppliers, mailOf } from './suppliers.ts';

export const acumaticaTerms: Readonly<Record<string, string>> = {
  COD: 'COD',
  '7 days': '7D',
  '14 days': '14D',
  '30 days': '30D',
  '60 days': '60D',
  'End of next month': 'EONM',
};

export const acumaticaUnits: Readonly<Record<string, string>> = {
  Each: 'EACH',
  Case: 'CASE',
  Kg: 'KG',
  Bottle: 'BOTTLE',
  Hour: 'HOUR',
  Item: 'EACH',
};

/** Vendors for about half of the suppliers, items for most products, two open orders, and closed periods. */
export function fillAcumatica(standin: AcumaticaStandin, calendar: DemoCalendar): void {
  for (const supplier of demoSuppliers) {
    if (supplier.vendor === undefined) continue;
    const home = currencyOf(supplier) === 'GBP';
    standin.addVendor({
      VendorID: supplier.vendor,
      VendorName: supplier.vendorName ?? supplier.name,
      VendorClass: home ? 'DEFAULT' : 'FOREIGN',
      CurrencyID: currencyOf(supplier),
      Terms: acumaticaTerms[supplier.terms] ?? '30D',
      // The pinned one has neither the name nor the tax number of its supplier.
      TaxRegistrationID: supplier.name === 'Tea Co' ? '' : supplier.taxNumber,
      PrintOrders: false,
      SendOrdersbyEmail: false,
      MainContact: {
        Email: mailOf(supplier),
        Phone1: '+44 20 7946 0000',
        Address: { AddressLine1: '1 High Street', City: supplier.city, Country: supplier.country },
      },
    });
  }
  for (const [VendorID, VendorName, Country] of demoExtraVendors)
    standin.addVendor({ VendorID, VendorName, MainContact: { Address: { Country } } });
  for (const product of demoProducts) if (product.item) addItem(standin, product);
  for (const [code, Description] of demoExtraItems) standin.addStockItem(code, { Description, LastCost: 20 });
  const order = (VendorID: string, items: readonly string[]) =>
    standin.addOrder({
      VendorID,
      Date: calendar.today,
      PromisedOn: addDays(calendar.today, 7),
      Description: 'Ordered by hand',
      Hold: false,
      Details: items.map((InventoryID, i) => ({
        InventoryID,
        OrderQty: 6 * (i + 1),
        UnitCost: 12.5,
        WarehouseID: 'MAIN',
      })),
    });
  order('V00020', ['JAM-01', 'MAR-01']);
  order('V00080', ['SHB-01']);
  standin.closePeriod(addDays(calendar.openFrom, -1));
}

function addItem(standin: AcumaticaStandin, product: (typeof demoProducts)[number]): void {
  const unit = acumaticaUnits[product.unit] ?? 'EACH';
  const shared = { Description: product.name, LastCost: Number(product.price) };
  if (product.category === 'Services')
    standin.addNonStockItem(product.sku, { ...shared, BaseUnit: unit, PurchaseUnit: unit, SalesUnit: unit });
  else
    standin.addStockItem(product.sku, {
      ...shared,
      BaseUOM: unit,
      PurchaseUOM: unit,
      SalesUOM: unit,
      InventoryAccount: product.category === 'Chilled' ? '10720' : '10700',
    });
}
