import { type Body, type Desk, missing } from './people-desk.ts';
import { productType, releasedCreationType, releasedType } from './product-model.ts';
import { products, releasedProductCreations, releasedProducts, setBlocked } from './products.ts';
import { type Company, type Row, textOf } from './rows.ts';
import { defaultChart, fillCompany } from './setup.ts';
import { companyOf } from './state.ts';
import { vendorType } from './vendor-model.ts';
import { createVendor, vendors } from './vendors.ts';
import { readBody } from './write.ts';

/** Companies, vendors and products. */
export interface MasterPeople {
  /** Default: a company of pounds sterling that numbers vendors and orders itself. */
  addCompany(id: string, more?: Partial<Omit<Company, 'id'>>): Company;
  /** Numbering, change management and the like. */
  changeCompany(id: string, changes: Partial<Omit<Company, 'id'>>): Company;
  addVendor(fields: Body): Row;
  /** The same party as a vendor of another company. */
  shareVendor(account: string, company: string, fields?: Body): Row;
  editVendor(account: string, fields: Body, company?: string): Row;
  holdVendor(account: string, status?: string, company?: string): Row;
  deleteVendor(account: string, company?: string): void;
  /** A product, shared and released; groups and units have defaults, and prices may stand here too. */
  addProduct(fields: Body): Row;
  /** Company data of a released product. */
  editProduct(item: string, fields: Body, company?: string): Row;
  /** Name and description. */
  renameProduct(product: string, fields: Body): Row;
  blockProduct(item: string, blocked?: boolean, company?: string): Row;
}

export function masterPeople({ world, main, scope, companyIn, row, edit }: Desk): MasterPeople {
  return {
    addCompany(id, more = {}) {
      const company = world.companies.put({
        ...blankCompany,
        name: id.toUpperCase(),
        ...more,
        id: id.toLowerCase(),
      });
      fillCompany(world, company);
      return company;
    },
    changeCompany: (id, changes) => world.companies.put({ ...companyOf(world, id), ...changes }),
    addVendor: (body) =>
      createVendor(scope, companyIn(body), readBody(vendorType, { VendorGroupId: '10', ...body })),
    shareVendor(account, company, body = {}) {
      const known = row(vendorType, main, account);
      const name = textOf(known, 'VendorOrganizationName');
      const fields = { VendorOrganizationName: name, VendorGroupId: '10', ...body };
      return createVendor(scope, company, readBody(vendorType, fields), textOf(known, 'VendorPartyNumber'));
    },
    editVendor: (account, body, company = main) =>
      vendors.update?.(scope, row(vendorType, company, account), readBody(vendorType, body)) ??
      missing(account),
    holdVendor: (account, status = 'All', company = main) =>
      edit(vendorType, row(vendorType, company, account), { OnHoldStatus: status }),
    deleteVendor: (account, company = main) => vendors.remove?.(scope, row(vendorType, company, account)),
    addProduct(body) {
      const company = companyIn(body);
      const number = String(body['ItemNumber'] ?? body['ProductNumber'] ?? '');
      const own = (name: string) => Object.hasOwn(releasedCreationType.fields, name);
      const split = (wanted: boolean) =>
        Object.fromEntries(Object.entries(body).filter(([name]) => own(name) === wanted));
      const made = { ...blankProduct, ItemNumber: number, ProductNumber: number, ...split(true) };
      releasedProductCreations.create?.(scope, company, readBody(releasedCreationType, made));
      const released = row(releasedType, company, number);
      const rest = readBody(releasedType, split(false));
      return Object.keys(rest).length === 0
        ? released
        : (releasedProducts.update?.(scope, released, rest) ?? released);
    },
    editProduct: (item, body, company = main) =>
      releasedProducts.update?.(scope, row(releasedType, company, item), readBody(releasedType, body)) ??
      missing(item),
    renameProduct: (product, body) =>
      products.update?.(scope, row(productType, '', product), readBody(productType, body)) ??
      missing(product),
    blockProduct: (item, blocked = true, company = main) =>
      setBlocked(world, row(releasedType, company, item), blocked),
  };
}

const blankCompany: Omit<Company, 'id'> = {
  name: '',
  country: 'GBR',
  currency: 'GBP',
  chart: defaultChart,
  vendorNumbers: 'automatic',
  orderNumbers: 'automatic',
  changeManagement: false,
};

const blankProduct = {
  ProductName: 'Product',
  ItemModelGroupId: 'FIFO',
  ProductGroupId: 'Goods',
  StorageDimensionGroupName: 'SiteWH',
  TrackingDimensionGroupName: 'None',
  InventoryUnitSymbol: 'ea',
  PurchaseUnitSymbol: 'ea',
  SalesUnitSymbol: 'ea',
  BOMUnitSymbol: 'ea',
} as const;
