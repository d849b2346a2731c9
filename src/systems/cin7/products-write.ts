import type { DefaultsRule } from '../../config/schema.ts';
import { isZero, toNumber } from '../../domain/decimal.ts';
import { printMoney } from '../../domain/money.ts';
import type { Product } from '../../domain/product.ts';
import { fold } from '../../domain/text.ts';
import type { MasterTarget, Versioned } from '../../engine/ports.ts';
import type { HttpResponse } from '../../http/ports.ts';
import { Findings } from '../../mapping/findings.ts';
import type { References } from '../../mapping/references.ts';
import { typedDefaults } from '../shared/defaults.ts';
import { checkLength, cutTo, masterDraft, merge } from '../shared/masters.ts';
import { readWire } from '../shared/wire.ts';
import { lengths, title } from './capabilities.ts';
import { checkRequired, type Place } from './checks.ts';
import type { Cin7Client } from './client.ts';
import { type Body, type MasterWrites, masterSteps } from './master-steps.ts';
import { checkReferences, defaultFields, defaultsKey, required } from './product-body.ts';
import { productVersion, readProduct, readProducts, toVersioned } from './products.ts';
import { baseCurrency } from './references.ts';
import { type ProductRow, product } from './wire.ts';

/** Products into Cin7: POST for a new one, PUT by `ID` for a change (API Blueprint, "Product"). */
export function productTarget(options: {
  readonly client: Cin7Client;
  readonly references: References;
  readonly defaults: readonly DefaultsRule[] | undefined;
}): MasterTarget<Product> {
  const { client, references, defaults } = options;

  const versioned = async (row: ProductRow, response: HttpResponse) =>
    toVersioned(row, response, await baseCurrency(references));
  const writes: MasterWrites<Product, ProductRow> = {
    what: 'product',
    path: '/product',
    list: 'Products',
    parse: (json, { status }, name) =>
      readWire(product, { status, json }, { system: title, name, effect: 'write' }),
    read: (id) => readProduct(client, id),
    version: productVersion,
    versioned,
    overlay,
    holds,
  };

  // Only what is prose is cut; a code that was cut would be another one.
  const carry = (record: Product): Product => cutTo(record, { name: lengths.product.name });

  return {
    kind: 'product',
    needs: ['units', 'categories', 'accounts', 'taxes', 'locations', 'setup'],
    carry,

    create(wanted, lookups) {
      const record = carry(wanted);
      const at = `product ${record.code}`;
      const findings = new Findings();
      const place: Place = { record: at, findings, reference: lookups.reference };
      const preset = typedDefaults(
        defaults,
        { currency: record.price?.currency },
        { record: at, key: defaultsKey, fields: defaultFields },
        findings,
      );
      const category = lookups.reference('categories').get(record.category ?? '')?.code;
      const body: Body = {
        PriceTier1: priceOf(record, place),
        CostingMethod: 'FIFO',
        ...preset,
        SKU: record.code,
        Name: record.name || record.code,
        Type: record.type === 'service' ? 'Service' : 'Stock',
        Status: record.status === 'active' ? 'Active' : 'Deprecated',
        ...(record.unit ? { UOM: record.unit } : {}),
        ...(category ? { Category: category } : {}),
        ...(record.barcode ? { Barcode: record.barcode } : {}),
      };
      checkLength(record.code, lengths.product.code, { record: at, field: 'SKU' }, findings);
      checkRequired(place, body, required, defaultsKey);
      checkReferences(place, body);
      return masterDraft({ ...head(record), body }, findings);
    },

    change(current, wanted, fields, lookups) {
      const at = `product ${wanted.code}`;
      const findings = new Findings();
      const after = merge(current.record, carry(wanted), fields);
      const has = (field: keyof Product) => fields.includes(field);
      const body: Body = {
        ID: current.id,
        ...(has('name') ? { Name: after.name } : {}),
        ...(has('unit') && after.unit ? { UOM: after.unit } : {}),
        ...(has('barcode') ? { Barcode: after.barcode ?? '' } : {}),
        ...(has('status') ? { Status: after.status === 'active' ? 'Active' : 'Deprecated' } : {}),
      };
      checkReferences({ record: at, findings, reference: lookups.reference }, body);
      return masterDraft({ ...head(after), body, current }, findings);
    },

    async find(draft) {
      const sku = String((draft.body as Body)['SKU']);
      const base = await baseCurrency(references);
      const found: Versioned<Product>[] = [];
      // `Sku` filters by a part of the SKU.
      for await (const page of client.pages('/product', 'Products', 'product look-up', {
        Sku: sku,
        IncludeDeprecated: true,
      })) {
        for (const row of readProducts(page.rows, page.response)) {
          if (fold(row.SKU) === fold(sku)) found.push(toVersioned(row, page.response, base));
        }
      }
      return found;
    },

    async read(id) {
      const found = await readProduct(client, id);
      return found && versioned(found.row, found.response);
    },

    steps: (draft) => masterSteps(client, writes, draft),
  };
}

/** The fields that we own as they are now, with the changes laid over; `Type` is read-only once it is there. */
const overlay = (row: ProductRow, body: Body): Body => ({
  ID: row.ID,
  SKU: row.SKU,
  Name: row.Name,
  Category: row.Category,
  CostingMethod: row.CostingMethod,
  UOM: row.UOM,
  Status: row.Status,
  Barcode: row.Barcode,
  ...body,
});

const holds = (row: ProductRow, body: Body): boolean =>
  Object.entries(body).every(
    ([field, value]) => fold(String(row[field as keyof ProductRow] ?? '')) === fold(String(value ?? '')),
  );

const head = (record: Product) => ({
  kind: 'product' as const,
  naturalKey: fold(record.code),
  title: `product ${record.code}`,
  currency: record.price?.currency ?? '',
});

/** Price tiers are in base currency; a price in another one is left out rather than taken for the wrong thing. */
function priceOf({ price }: Product, { record, findings, reference }: Place): number {
  const base = reference('setup').get('me')?.data?.['currency'];
  if (!price || isZero(price.amount)) return 0;
  if (price.currency === base) return toNumber(price.amount);
  findings.add({
    code: 'value-dropped',
    record,
    field: 'PriceTier1',
    seen: printMoney(price),
    fix: `prices in Cin7 are in ${base || 'base currency'}: set it there, or set ${defaultsKey}.PriceTier1`,
  });
  return 0;
}
