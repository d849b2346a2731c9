import { toNumber } from '../../domain/decimal.ts';
import type { JsonObject } from '../exchange.ts';
import { blankGuid } from '../ids.ts';
import type { EntityType } from '../odata/model.ts';
import type { Table } from '../tables.ts';
import * as model from './model.ts';
import type { Resource, Scope } from './resource.ts';
import type { Account, Coded, Item } from './rows.ts';
import type { Company } from './state.ts';
import { framed, idOfCode } from './views.ts';

/** Sets that can only be read here. */

const coded = (set: string, type: EntityType, table: (company: Company) => Table<Coded>): Resource => ({
  set,
  type: () => type,
  rows: ({ company }) => table(company).all().map(showCoded),
});

const showCoded = (row: Coded): JsonObject =>
  framed(row, { code: row.code, displayName: row.displayName, ...row.more });

const dimensionValues: Resource = {
  set: 'dimensionValues',
  type: () => model.dimensionValue,
  rows({ company, parent }) {
    const wanted = parent === undefined ? undefined : String(parent.row['code']);
    const rows = company.dimensionValues.all();
    return (wanted === undefined ? rows : rows.filter((row) => row.dimension === wanted)).map((row) =>
      framed(row, {
        code: row.code,
        dimensionId: idOfCode(company.dimensions, row.dimension),
        displayName: row.displayName,
        consolidationCode: '',
      }),
    );
  },
};

const showAccount = (row: Account, netChange: number): JsonObject =>
  framed(row, {
    number: row.number,
    displayName: row.displayName,
    category: row.category,
    subCategory: row.subCategory,
    blocked: row.blocked,
    accountType: row.accountType,
    directPosting: row.directPosting,
    netChange,
    consolidationTranslationMethod: 'Average_x0020_Rate_x0020__x0028_Manual_x0029_',
    consolidationDebitAccount: '',
    consolidationCreditAccount: '',
    excludeFromConsolidation: false,
  });

function accountRows({ company }: Scope): JsonObject[] {
  const cents = new Map<string, number>();
  for (const { accountNumber, amount } of company.entries.all())
    cents.set(accountNumber, (cents.get(accountNumber) ?? 0) + Math.round(toNumber(amount) * 100));
  return company.accounts.all().map((row) => showAccount(row, (cents.get(row.number) ?? 0) / 100));
}

export const showItem = (company: Company, row: Item): JsonObject =>
  framed(row, {
    number: row.number,
    displayName: row.displayName,
    displayName2: row.displayName2,
    type: row.type,
    itemCategoryId: idOfCode(company.itemCategories, row.itemCategoryCode),
    itemCategoryCode: row.itemCategoryCode,
    blocked: row.blocked,
    gtin: row.gtin,
    inventory: 0,
    unitPrice: toNumber(row.unitPrice),
    priceIncludesTax: false,
    unitCost: toNumber(row.unitCost),
    taxGroupId: company.taxGroups.find((group) => group.code === row.taxGroupCode)?.id ?? blankGuid,
    taxGroupCode: row.taxGroupCode,
    baseUnitOfMeasureId: idOfCode(company.unitsOfMeasure, row.baseUnitOfMeasureCode),
    baseUnitOfMeasureCode: row.baseUnitOfMeasureCode,
    generalProductPostingGroupId: blankGuid,
    generalProductPostingGroupCode: row.generalProductPostingGroupCode,
    inventoryPostingGroupId: blankGuid,
    inventoryPostingGroupCode: row.inventoryPostingGroupCode,
  });

const setup: Resource = {
  set: 'generalLedgerSetup',
  type: () => model.generalLedgerSetup,
  rows: ({ company }) =>
    company.setups.all().map((row) =>
      framed(row, {
        allowPostingFrom: row.allowPostingFrom || '0001-01-01',
        allowPostingTo: row.allowPostingTo || '0001-01-01',
        additionalReportingCurrency: '',
        localCurrencyCode: row.localCurrencyCode,
        localCurrencySymbol: '£',
        ...Object.fromEntries(
          [1, 2, 3, 4, 5, 6, 7, 8].map((n) => [
            `shortcutDimension${n}Code`,
            row.shortcutDimensions[n - 1] ?? '',
          ]),
        ),
      }),
    ),
};

export const referenceResources = (defaultDimensions: Resource): readonly Resource[] => [
  { set: 'accounts', type: () => model.account, rows: accountRows },
  {
    set: 'items',
    type: () => model.item,
    rows: ({ company }) => company.items.all().map((row) => showItem(company, row)),
    parts: { defaultDimensions },
  },
  {
    ...coded('dimensions', model.dimension, (company) => company.dimensions),
    parts: { dimensionValues },
  },
  dimensionValues,
  coded('unitsOfMeasure', model.unitOfMeasure, (company) => company.unitsOfMeasure),
  {
    set: 'taxGroups',
    type: () => model.taxGroup,
    rows: ({ company }) => company.taxGroups.all().map(showCoded),
  },
  coded('currencies', model.currency, (company) => company.currencies),
  coded('paymentTerms', model.paymentTerm, (company) => company.paymentTerms),
  coded('paymentMethods', model.paymentMethod, (company) => company.paymentMethods),
  coded('countriesRegions', model.countryRegion, (company) => company.countriesRegions),
  coded('locations', model.location, (company) => company.locations),
  coded('itemCategories', model.itemCategory, (company) => company.itemCategories),
  setup,
];
