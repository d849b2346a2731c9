import type { FinanceOperationsStandin } from '../finance-operations/index.ts';
import { demoExtraItems, demoProducts } from './products.ts';
import { currencyOf, type DemoSupplier, demoExtraVendors, demoSuppliers, mailOf } from './suppliers.ts';

/** The second legal entity: its vendors and products are read besides. */
export const demoCrossCompany = 'LVIE';

/** Cin7's terms, as F&O calls them. */
export const demoTerms: Readonly<Record<string, string>> = {
  COD: 'COD',
  '7 days': 'Net7',
  '14 days': 'Net14',
  '30 days': 'Net30',
  '60 days': 'Net60',
  'End of next month': 'EOM1',
};

export const demoUnits: Readonly<Record<string, string>> = {
  Each: 'ea',
  Case: 'case',
  Kg: 'kg',
  Bottle: 'btl',
  Hour: 'hr',
};

const countries: Readonly<Record<DemoSupplier['country'], string>> = {
  GB: 'GBR',
  FR: 'FRA',
  IT: 'ITA',
  ES: 'ESP',
  IE: 'IRL',
  GR: 'GRC',
  US: 'USA',
};

/**
 * What is wrong on purpose, besides the account that is not mapped: the vendor's invoices are refused, though not its
 * orders, and the item cannot be ordered.
 */
export const financeOperationsProblems = {
  heldVendor: 'Casa Verde Olive Oils S.L.',
  blockedItem: 'COF-02',
} as const;

/** The same distributor: vendors for about half of the suppliers, items for most products, a second legal entity. */
export function fillFinanceOperations(standin: FinanceOperationsStandin): void {
  standin.addCompany(demoCrossCompany, {
    name: 'Larder & Vine (Ireland) Ltd',
    country: 'IRL',
    currency: 'EUR',
  });
  standin.addVendor({
    dataAreaId: standin.defaultCompany,
    VendorAccountNumber: 'US-101',
    VendorOrganizationName: 'Contoso Office Supply',
  });
  for (const supplier of demoSuppliers) if (supplier.vendor !== undefined) addVendor(standin, supplier);
  for (const [VendorAccountNumber, VendorOrganizationName, country] of demoExtraVendors)
    standin.addVendor({
      VendorAccountNumber,
      VendorOrganizationName,
      VendorGroupId: '20',
      AddressCountryRegionId: countries[country as DemoSupplier['country']],
    });
  standin.shareVendor('V00050', demoCrossCompany, { VendorAccountNumber: 'IE-001', CurrencyCode: 'EUR' });
  standin.addVendor({
    dataAreaId: demoCrossCompany,
    VendorAccountNumber: 'IE-002',
    VendorOrganizationName: 'Shannon Creameries',
    AddressCountryRegionId: 'IRL',
  });
  addProducts(standin);
  const held = demoSuppliers.find(({ name }) => name === financeOperationsProblems.heldVendor);
  standin.holdVendor(held?.vendor ?? '', 'Invoice');
  standin.blockProduct(financeOperationsProblems.blockedItem);
}

function addVendor(standin: FinanceOperationsStandin, supplier: DemoSupplier): void {
  standin.addVendor({
    VendorAccountNumber: supplier.vendor,
    VendorOrganizationName: supplier.vendorName ?? supplier.name,
    AddressStreet: '1 High Street',
    AddressCity: supplier.city,
    AddressCountryRegionId: countries[supplier.country],
    PrimaryEmailAddress: mailOf(supplier),
    // The pinned one has neither the name nor the tax number of its supplier.
    TaxExemptNumber: supplier.name === 'Tea Co' ? '' : supplier.taxNumber,
    CurrencyCode: currencyOf(supplier),
    DefaultPaymentTermsName: demoTerms[supplier.terms] ?? 'Net30',
    SalesTaxGroupCode: 'DOM',
  });
}

function addProducts(standin: FinanceOperationsStandin): void {
  for (const product of demoProducts) {
    if (!product.item) continue;
    const unit = demoUnits[product.unit];
    const service = product.category === 'Services';
    standin.addProduct({
      ItemNumber: product.sku,
      ProductName: product.name,
      ProductType: service ? 'Service' : 'Item',
      ItemModelGroupId: service ? 'SERVICE' : 'FIFO',
      ProductGroupId: service ? 'Services' : 'Goods',
      InventoryUnitSymbol: unit,
      PurchaseUnitSymbol: unit,
      SalesUnitSymbol: unit,
      BOMUnitSymbol: unit,
      PurchaseSalesTaxItemGroupCode: 'FULL',
      PurchasePrice: Number(product.price),
    });
  }
  for (const [ItemNumber, ProductName] of demoExtraItems) standin.addProduct({ ItemNumber, ProductName });
}
