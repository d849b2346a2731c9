import { addDays } from '../../domain/time.ts';
import type { Cin7Standin } from '../cin7/index.ts';
import { guidOf, pick } from '../ids.ts';
import { customerCurrency, customerMail, demoCustomers } from './customers.ts';
import { demoProducts } from './products.ts';
import { type DemoCalendar, demoPurchases } from './purchases.ts';
import { demoSales } from './sales.ts';
import { currencyOf, demoSuppliers, mailOf } from './suppliers.ts';

const longAgo = (text: string): string =>
  `2024-0${1 + pick(text, 9)}-1${pick(`d${text}`, 9)}T0${pick(`h${text}`, 9)}:15:0${pick(`s${text}`, 9)}${['', '.5', '.25', '.1234567'][pick(`f${text}`, 4)]}Z`;

/** Suppliers, products, stock figures and purchases of the distributor. */
export function fillCin7(standin: Cin7Standin, calendar: DemoCalendar): void {
  for (const supplier of demoSuppliers)
    standin.addSupplier({
      Name: supplier.name,
      Currency: currencyOf(supplier),
      PaymentTerm: supplier.terms,
      TaxRule: supplier.country === 'GB' ? 'Tax on Purchases' : 'Tax Exempt',
      TaxNumber: supplier.taxNumber,
      Status: supplier.deprecated ? 'Deprecated' : 'Active',
      Addresses: [
        {
          Line1: '1 High Street',
          City: supplier.city,
          Country: supplier.country,
          Type: 'Billing',
          DefaultForType: true,
        },
      ],
      Contacts: [{ Name: 'Accounts', Email: mailOf(supplier), Phone: '+44 20 7946 0000', Default: true }],
      updated: longAgo(supplier.name),
    });
  for (const product of demoProducts) {
    const { ID } = standin.addProduct({
      SKU: product.sku,
      Name: product.name,
      Category: product.category,
      Type: product.category === 'Services' ? 'Service' : 'Stock',
      UOM: product.unit,
      Barcode: product.barcode,
      PriceTier1: Number(product.price) * 2,
      InventoryAccount: product.category === 'Chilled' ? '311' : '',
      ExpenseAccount: product.category === 'Services' ? '441' : '',
      updated: longAgo(product.sku),
    });
    if (product.category !== 'Services') stock(standin, ID, product.sku, product.name);
  }
  for (const purchase of demoPurchases(calendar)) standin.addPurchase(purchase);
  fillSales(standin, calendar);
}

/** Customers, what they bought, and what else moved in the warehouse. */
function fillSales(standin: Cin7Standin, calendar: DemoCalendar): void {
  for (const customer of demoCustomers)
    standin.addCustomer({
      Name: customer.name,
      Currency: customerCurrency(customer),
      PaymentTerm: customer.terms,
      TaxRule: customer.country === 'GB' ? 'Tax on Sales' : 'Tax Exempt',
      Addresses: [
        {
          Line1: '7 Market Place',
          City: customer.city,
          Country: customer.country,
          Type: 'Billing',
          DefaultForType: true,
        },
      ],
      Contacts: [{ Name: 'Orders', Email: customerMail(customer), Phone: '+44 20 7946 0100', Default: true }],
      updated: longAgo(customer.name),
    });
  for (const sale of demoSales(calendar)) standin.addSale(sale);
  const date = addDays(calendar.today, -2);
  const goods = (sku: string, quantity: number) => ({ date, lines: [{ sku, quantity }] });
  standin.addTransfer({ ...goods('TEA-01', 2), to: 'Showroom', reference: 'For the tasting' });
  standin.addWriteOff({ ...goods('BUT-01', 1), reference: 'Past its date' });
  standin.addAdjustment({ ...goods('JAM-02', 40), reference: 'Found behind the shelf' });
  standin.addStockTake({ ...goods('OIL-01', 24), location: 'Showroom' });
}

function stock(standin: Cin7Standin, ID: string, SKU: string, name: string): void {
  for (const Location of ['Main Warehouse', 'Showroom']) {
    const OnHand = pick(`${SKU} ${Location}`, 90);
    standin.setReference('availability', guidOf(`stock ${SKU} ${Location}`), {
      ID,
      SKU,
      Name: name,
      Location,
      Bin: '',
      Batch: '',
      ExpiryDate: null,
      OnHand,
      Allocated: Math.floor(OnHand / 9),
      Available: OnHand - Math.floor(OnHand / 9),
      OnOrder: 0,
      StockOnHand: OnHand * 4.2,
      InTransit: 0,
    });
  }
}
