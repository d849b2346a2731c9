import type { JsonObject } from '../exchange.ts';
import { blankGuid, guidOf } from '../ids.ts';
import {
  type ApiEntity,
  accountType,
  defaultDimensionType,
  dimensionType,
  dimensionValueType,
  glEntryType,
  idOf,
  itemEntryType,
  paymentTermType,
  setupType,
} from './api-entities.ts';
import { escapeCaption } from './captions.ts';
import { tableIds } from './dimensions.ts';
import { type Company, type DimensionValue, setupOf, shortcutsOf } from './state.ts';

/** What the API only shows (section 5): no blocked flag on dimension values, no external number on entries. */

const all = ['v2.0', 'v1.0', 'beta'] as const;

export const accounts: ApiEntity = {
  set: 'accounts',
  type: accountType,
  versions: all,
  rows: ({ company }) =>
    company.accounts.all().map((row) => ({
      ...idOf(row),
      number: row.No,
      displayName: row.Name,
      category: escapeCaption(row.Account_Category),
      subCategory: '',
      blocked: row.Blocked,
      accountType: escapeCaption(row.Account_Type),
      directPosting: row.Direct_Posting,
      netChange: 0,
      lastModifiedDateTime: row.modifiedAt,
    })),
};

const dimensionId = (company: Company, code: string): string => company.dimensions.get(code)?.id ?? blankGuid;

const shownValueRow = (company: Company, row: DimensionValue): JsonObject => ({
  ...idOf(row),
  code: row.Code,
  dimensionId: dimensionId(company, row.Dimension_Code),
  displayName: row.Name,
  consolidationCode: '',
  lastModifiedDateTime: row.modifiedAt,
});

export const dimensions: ApiEntity = {
  set: 'dimensions',
  type: dimensionType,
  versions: all,
  parts: ['dimensionValues'],
  rows: ({ company }) =>
    company.dimensions.all().map((row) => ({
      ...idOf(row),
      code: row.Code,
      displayName: row.Name,
      consolidationCode: '',
      lastModifiedDateTime: row.modifiedAt,
    })),
};

export const dimensionValues: ApiEntity = {
  set: 'dimensionValues',
  type: dimensionValueType,
  versions: ['v2.0', 'v1.0'],
  rows: ({ company }, parent) =>
    company.dimensionValues
      .all()
      .filter((row) => parent === undefined || row.Dimension_Code === parent['code'])
      .map((row) => shownValueRow(company, row)),
};

/** Accounts have no such part: their rules are on page 540 alone. */
export const defaultDimensions: ApiEntity = {
  set: 'defaultDimensions',
  type: defaultDimensionType,
  versions: ['v2.0'],
  part: true,
  rows: ({ company }, parent) =>
    company.defaultDimensions
      .all()
      .filter((row) => row.Table_ID !== tableIds.account && row.No === parent?.['number'])
      .map((row) => ({
        ...idOf(row),
        parentType: 'Vendor',
        parentId: parent?.['id'],
        dimensionId: dimensionId(company, row.Dimension_Code),
        dimensionCode: row.Dimension_Code,
        dimensionValueId:
          company.dimensionValues.get(`${row.Dimension_Code}|${row.Dimension_Value_Code}`)?.id ?? blankGuid,
        dimensionValueCode: row.Dimension_Value_Code,
        postingValidation: escapeCaption(row.Value_Posting),
        lastModifiedDateTime: row.modifiedAt,
      })),
};

export const paymentTerms: ApiEntity = {
  set: 'paymentTerms',
  type: paymentTermType,
  versions: all,
  rows: ({ company }) =>
    company.paymentTerms.all().map((row) => ({
      ...idOf(row),
      code: row.Code,
      displayName: row.Name,
      dueDateCalculation: typeof row.days === 'number' ? `${row.days}D` : 'CM+1M',
      lastModifiedDateTime: row.modifiedAt,
    })),
};

export const generalLedgerSetup: ApiEntity = {
  set: 'generalLedgerSetup',
  type: setupType,
  versions: ['v2.0'],
  rows({ company }) {
    const setup = setupOf(company);
    const shortcuts = shortcutsOf(company).map((code, i) => [`shortcutDimension${i + 1}Code`, code]);
    return [
      {
        ...idOf(setup),
        allowPostingFrom: setup.Allow_Posting_From || '0001-01-01',
        allowPostingTo: setup.Allow_Posting_To || '0001-01-01',
        localCurrencyCode: setup.LCY_Code,
        ...Object.fromEntries(shortcuts),
        lastModifiedDateTime: setup.modifiedAt,
      },
    ];
  },
};

export const generalLedgerEntries: ApiEntity = {
  set: 'generalLedgerEntries',
  type: glEntryType,
  versions: all,
  rows: ({ company }) =>
    company.glEntries.all().map((row) => ({
      ...idOf(row),
      entryNumber: row.Entry_No,
      postingDate: row.Posting_Date,
      documentNumber: row.Document_No,
      documentType: escapeCaption(row.Document_Type),
      accountId: company.accounts.get(row.G_L_Account_No)?.id ?? guidOf('no account'),
      accountNumber: row.G_L_Account_No,
      description: row.Description,
      debitAmount: Number(row.Debit_Amount),
      creditAmount: Number(row.Credit_Amount),
      lastModifiedDateTime: row.modifiedAt,
    })),
};

export const itemLedgerEntries: ApiEntity = {
  set: 'itemLedgerEntries',
  type: itemEntryType,
  versions: ['v2.0'],
  rows: ({ company }) =>
    company.itemEntries.all().map((row) => ({
      ...idOf(row),
      entryNumber: row.Entry_No,
      itemNumber: row.Item_No,
      postingDate: row.Posting_Date,
      entryType: escapeCaption(row.Entry_Type),
      sourceNumber: row.Source_No,
      sourceType: escapeCaption(row.Source_Type),
      documentNumber: row.Document_No,
      documentType: '_x0020_',
      description: row.Description,
      quantity: Number(row.Quantity),
      salesAmountActual: Number(row.Sales_Amount_Actual),
      costAmountActual: Number(row.Cost_Amount_Actual),
      lastModifiedDateTime: row.modifiedAt,
    })),
};
