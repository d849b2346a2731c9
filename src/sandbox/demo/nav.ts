import { pick } from '../ids.ts';
import type { NavStandin } from '../nav/index.ts';
import { customerCurrency, customerMail, demoCustomers, demoExtraCustomers } from './customers.ts';
import { type DemoProduct, demoExtraItems, demoProducts } from './products.ts';
import type { DemoCalendar } from './purchases.ts';
import { currencyOf, demoExtraVendors, demoSuppliers, mailOf } from './suppliers.ts';

const termCodes: Readonly<Record<string, string>> = {
  '7 days': '7 DAYS',
  '14 days': '14 DAYS',
  '30 days': '30 DAYS',
  '60 days': '60 DAYS',
  'End of next month': 'CM+1M',
};

const unitCodes: Readonly<Record<string, string>> = {
  Each: 'PCS',
  Case: 'CASE',
  Kg: 'KG',
  Bottle: 'BOTTLE',
  Hour: 'HOUR',
};

/** The codeunit that the site's partner installed to post item journals. */
export const demoCodeunit = { service: 'Cin7Posting', procedure: 'PostBatch' } as const;

/**
 * Vendors and customers for about half of Cin7's, items for most products with what was on stock before Cin7's demo
 * movements, a mandatory dimension, a closed period, and a line by hand that is nobody's business but its writer's.
 */
export function fillNav(standin: NavStandin, calendar: DemoCalendar): void {
  fillVendors(standin);
  fillCustomers(standin);
  for (const product of demoProducts) if (product.item) fillItem(standin, product);
  for (const [No, Description] of demoExtraItems)
    standin.addItem({ No, Description, Base_Unit_of_Measure: 'PCS', Unit_Cost: 20 });
  standin.setDefaultDimension(15, '8410', 'DEPARTMENT', '', 'Code Mandatory');
  standin.setDefaultDimension(23, 'V00110', 'PROJECT', 'E-COM');
  standin.addLine('GENERAL', 'DEFAULT', {
    Posting_Date: calendar.today,
    Document_No: 'ACCR-001',
    Account_Type: 'G/L Account',
    Account_No: '8130',
    Amount: 1200,
    Description: 'Rent accrued, by hand',
  });
  standin.publishCodeunit(demoCodeunit.service, demoCodeunit.procedure);
  standin.setPostingRange(calendar.openFrom);
}

function fillVendors(standin: NavStandin): void {
  for (const supplier of demoSuppliers) {
    if (supplier.vendor === undefined) continue;
    const currency = currencyOf(supplier);
    standin.addVendor({
      No: supplier.vendor,
      Name: supplier.vendorName ?? supplier.name,
      Address: '1 High Street',
      City: supplier.city,
      Country_Region_Code: supplier.country,
      E_Mail: mailOf(supplier),
      // The pinned one has neither the name nor the tax number of its supplier.
      VAT_Registration_No: supplier.name === 'Tea Co' ? '' : supplier.taxNumber,
      Currency_Code: currency === 'GBP' ? '' : currency,
      Payment_Terms_Code: termCodes[supplier.terms] ?? '30 DAYS',
      Vendor_Posting_Group: currency === 'GBP' ? 'DOMESTIC' : 'FOREIGN',
    });
  }
  for (const [No, Name, country] of demoExtraVendors)
    standin.addVendor({ No, Name, Country_Region_Code: country, Payment_Terms_Code: '30 DAYS' });
}

function fillItem(standin: NavStandin, product: DemoProduct): void {
  standin.addItem({
    No: product.sku,
    Description: product.name,
    Type: product.category === 'Services' ? 'Service' : 'Inventory',
    Base_Unit_of_Measure: unitCodes[product.unit] ?? 'PCS',
    GTIN: product.barcode,
    Unit_Cost: Number(product.price),
    Unit_Price: Number(product.price) * 2,
  });
  if (product.category === 'Services') return;
  for (const [cin7, location] of stockLocations) {
    const quantity = pick(`${product.sku} ${cin7}`, 90);
    if (quantity > 0)
      standin.addItemEntry({ item: product.sku, location, quantity, unitCost: 4.2, documentNo: 'OPENING' });
  }
}

/** As the mapping has them. */
const stockLocations = [
  ['Main Warehouse', 'MAIN'],
  ['Showroom', 'SHOWROOM'],
] as const;

function fillCustomers(standin: NavStandin): void {
  for (const customer of demoCustomers) {
    if (customer.customer === undefined) continue;
    const currency = customerCurrency(customer);
    standin.addCustomer({
      No: customer.customer,
      Name: customer.name,
      Address: '7 Market Place',
      City: customer.city,
      Country_Region_Code: customer.country,
      E_Mail: customerMail(customer),
      Currency_Code: currency === 'GBP' ? '' : currency,
      Payment_Terms_Code: termCodes[customer.terms] ?? '30 DAYS',
      Customer_Posting_Group: currency === 'GBP' ? 'DOMESTIC' : 'FOREIGN',
    });
  }
  for (const [No, Name] of demoExtraCustomers)
    standin.addCustomer({ No, Name, Country_Region_Code: 'GB', Payment_Terms_Code: '30 DAYS' });
}
