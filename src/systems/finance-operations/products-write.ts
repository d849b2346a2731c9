import type { DefaultsRule } from '../../config/schema.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Product } from '../../domain/product.ts';
import { cut, fold, tidy } from '../../domain/text.ts';
import type { FollowStep, Lookups, MasterDraft, MasterTarget, Outcome } from '../../engine/ports.ts';
import { Findings } from '../../mapping/findings.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import { mapUnit } from '../../mapping/units.ts';
import { text } from '../odata/literal.ts';
import { entity } from '../odata/query.ts';
import { type DefaultFields, typedDefaults } from '../shared/defaults.ts';
import { checkLength, cutTo, masterDraft } from '../shared/masters.ts';
import { changedMeanwhile } from '../shared/stale.ts';
import { lengths, title } from './capabilities.ts';
import type { FinanceOperationsClient } from './client.ts';
import { checkKey, checkOwnCompany, companyIn } from './company-checks.ts';
import { idOf, partsOf } from './ids.ts';
import { productSet } from './product-names.ts';
import { type FoundItem, findItems, type Item, readItem, releasedSet, toVersioned } from './products.ts';
import { etagIn } from './vendors.ts';

const defaultsKey = 'erp.defaults.products';
const creationSet = 'ReleasedProductCreationsV2';

const unitFields = ['InventoryUnitSymbol', 'PurchaseUnitSymbol', 'SalesUnitSymbol', 'BOMUnitSymbol'] as const;

/** Groups that every creation was seen to name (public samples of ReleasedProductCreationsV2). */
const required = [
  'ItemModelGroupId',
  'StorageDimensionGroupName',
  'TrackingDimensionGroupName',
  ...unitFields,
];

const texts = (names: readonly string[]): DefaultFields =>
  Object.fromEntries(names.map((name) => [name, 'text'] as const));
/** What `erp.defaults.products` may set when a product is created (Common Data Model, EcoResReleasedProductCreationV2Entity) ... */
const creationFields = texts([
  'ItemModelGroupId',
  'ProductGroupId',
  'ProductDimensionGroupName',
  'StorageDimensionGroupName',
  'TrackingDimensionGroupName',
  'InventoryReservationHierarchyName',
  'SalesSalesTaxItemGroupCode',
  'PurchaseSalesTaxItemGroupCode',
  'ServiceType',
  'RetailProductCategoryname',
  ...unitFields,
]);
/** ... and in the step behind it (EcoResReleasedProductV2Entity). */
const releaseFields = texts([
  'PrimaryVendorAccountNumber',
  'ProductLifecycleStateId',
  'OriginCountryRegionId',
  'DefaultLedgerDimensionDisplayValue',
]);

type Fields = Readonly<Record<string, string | number | boolean>>;

/** Bodies by the set that each goes to; a change of the shared product shows in every company. */
interface ProductBody {
  readonly create?: Fields | undefined;
  readonly release?: Fields | undefined;
  readonly product?: Fields | undefined;
}

/** Products: created and released in one go, then changed where the field stands: units and codes here, the name for all. */
export function productTarget(options: {
  readonly client: FinanceOperationsClient;
  readonly mapping: Mapping;
  readonly defaults: readonly DefaultsRule[] | undefined;
}): MasterTarget<Product> {
  const { client, mapping, defaults } = options;

  const outcome = (item: FoundItem): Outcome => {
    const record = toVersioned(item, mapping);
    return { ref: { id: record.id, number: record.number, version: record.version }, record };
  };

  /** One PATCH, and the record as it is afterwards. */
  function patch(name: string, at: Patch): FollowStep {
    return {
      role: 'fill',
      name,
      async probe() {
        const item = await readItem(client, at.id);
        return item && holds(item, at.json) ? outcome(item) : undefined;
      },
      async run() {
        await client.send(
          { method: 'PATCH', path: at.path, json: at.json, version: at.version },
          `${name} update`,
        );
        const item = await readItem(client, at.id);
        if (!item) throw changedMeanwhile(title, 'product');
        return outcome(item);
      },
    };
  }

  return {
    kind: 'product',
    needs: ['setup', 'units'],
    carry,

    create(wanted, lookups) {
      const record = carry(wanted);
      const findings = new Findings();
      const at = `product ${record.code}`;
      const number = lookups.mapping.sku(record.code);
      const fields = { ...creationFields, ...releaseFields };
      const preset = typedDefaults(defaults, {}, { record: at, key: defaultsKey, fields }, findings);
      const unit = mapUnit(
        { record: at, field: 'unit' },
        record.unit,
        lookups.mapping,
        lookups.reference('units'),
        findings,
      );
      const create: Fields = {
        dataAreaId: companyIn(lookups),
        ItemNumber: number,
        ProductNumber: number,
        ProductName: record.name || number,
        ProductSearchName: cut(record.name || number, lengths.product.searchName),
        ProductType: record.type === 'service' ? 'Service' : 'Item',
        ProductSubType: 'Product',
        ...only(preset, creationFields),
        ...(unit === undefined ? {} : Object.fromEntries(unitFields.map((field) => [field, unit]))),
      };
      const release = only(preset, releaseFields);
      checkLength(number, lengths.product.code, { record: at, field: 'SKU' }, findings);
      checkKey(number, { record: at, field: 'SKU' }, findings);
      for (const field of required) {
        if (create[field] === undefined || create[field] === '')
          findings.add({
            code: 'value-missing',
            record: at,
            field,
            fix: `set ${defaultsKey}.${field} in the config`,
          });
      }
      const body: ProductBody = { create, ...(Object.keys(release).length > 0 ? { release } : {}) };
      return masterDraft({ ...head(lookups, number, at), body }, findings);
    },

    change(current, wanted, changed, lookups) {
      const record = carry(wanted);
      const findings = new Findings();
      const at = `product ${current.record.code}`;
      const place = { record: at, field: 'unit' };
      const unit = changed.includes('unit')
        ? mapUnit(place, record.unit, lookups.mapping, lookups.reference('units'), findings)
        : undefined;
      const name = changed.includes('name') && record.name !== '' ? record.name : undefined;
      checkOwnCompany(current.id, at, lookups, findings);
      if (changed.includes('status')) findings.add(noStatus(at, record));
      const units = unitFields.filter((field) => field !== 'BOMUnitSymbol');
      const body: ProductBody = {
        ...(name === undefined ? {} : { product: { ProductName: name } }),
        ...(unit === undefined ? {} : { release: Object.fromEntries(units.map((field) => [field, unit])) }),
      };
      return masterDraft({ ...head(lookups, current.number, at), body, current }, findings);
    },

    async find(draft) {
      const { create } = draft.body as ProductBody;
      const items = await findItems(client, String(create?.['dataAreaId']), String(create?.['ItemNumber']));
      return items.map((item) => toVersioned(item, mapping));
    },

    async read(id) {
      const item = await readItem(client, id);
      return item && toVersioned(item, mapping);
    },

    steps(draft) {
      const { create, release, product } = draft.body as ProductBody;
      const current = draft.current;
      const id = current?.id ?? createdId(create);
      const [company = '', number = '', productNumber = ''] = partsOf(id);
      const released = entity(releasedSet, { dataAreaId: text(company), ItemNumber: text(number) });
      const shared = entity(productSet, { ProductNumber: text(productNumber) });
      const tag = (index: number) => (current ? etagIn(current.version, index) : undefined);
      return [
        ...(current ? [] : [{ role: 'create', name: 'create', run: () => createItem(draft) } as const]),
        ...(product ? [patch('product', { id, path: shared, json: product, version: tag(1) })] : []),
        // The shared product's change may have moved the tag of its release.
        ...(release
          ? [patch('release', { id, path: released, json: release, version: product ? undefined : tag(0) })]
          : []),
      ];
    },
  };

  async function createItem(draft: MasterDraft): Promise<Outcome> {
    const { create } = draft.body as ProductBody;
    await client.send({ method: 'POST', path: creationSet, json: create }, 'new product');
    const item = await readItem(client, createdId(create));
    if (!item) throw changedMeanwhile(title, 'product');
    return outcome(item);
  }
}

interface Patch {
  readonly id: string;
  readonly path: string;
  readonly json: Fields;
  readonly version: string | undefined;
}

const carry = (record: Product): Product => ({
  ...cutTo(record, { name: lengths.product.name }),
  // The price is in the company's currency, which no entity tells; bar codes stand elsewhere.
  price: undefined,
  barcode: undefined,
  category: undefined,
});

/** What keeps an item from being used is its lifecycle state, and which one means what is the site's own. */
const noStatus = (at: string, { status }: Product): Problem => ({
  code: 'value-dropped',
  record: at,
  field: 'status',
  seen: status,
  fix: 'set the product lifecycle state there by hand',
});

const createdId = (create: Fields | undefined): string =>
  idOf(
    String(create?.['dataAreaId']).toLowerCase(),
    String(create?.['ItemNumber']),
    String(create?.['ProductNumber']),
  );

const only = (values: Fields, fields: DefaultFields): Fields =>
  Object.fromEntries(Object.entries(values).filter(([field]) => field in fields));

/** Whether an item already is as a change wants it, as far as what is read of it shows. */
const holds = ({ released, product }: Item, json: Fields): boolean =>
  Object.entries(json).every(([field, value]) => {
    const there = { ...product, ...released }[field as 'ProductName' | 'InventoryUnitSymbol'];
    return there === undefined ? false : tidy(there) === tidy(String(value));
  });

const head = (lookups: Lookups, number: string, title: string) => ({
  kind: 'product' as const,
  naturalKey: `${companyIn(lookups)}|${fold(number)}`.toLowerCase(),
  title,
  currency: '',
});
