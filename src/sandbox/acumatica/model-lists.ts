import { booleans, datetimes, decimals, detail, ints, strings, type TopModel, top } from './contract.ts';

/** What is read and, here, never written: sheet, section 8. There is no entity for payment terms. */

const changed = datetimes('CreatedDateTime LastModifiedDateTime', { computed: true });

const account = top(['Account', 'GL202500', 'Account', 'AccountCD'], {
  ...strings('AccountCD AccountClass AccountGroup ConsolidationAccount CurrencyID Description PostOption'),
  ...strings('RevaluationRateType TaxCategory Type'),
  ...ints('AccountID ChartOfAccountsOrder'),
  ...booleans('Active CashAccount RequireUnits Secured UseDefaultSubaccount'),
  ...changed,
});

/** No time of change in any version. */
const subaccount = top(['Subaccount', 'GL203000', 'Subaccount', 'SubaccountCD'], {
  ...strings('Description SubaccountCD'),
  ...ints('SubaccountID'),
  ...booleans('Active Secured'),
});

const itemDetails = {
  CrossReferences: detail('Cross-Reference', {
    ...strings('AlternateID AlternateType Description VendorOrCustomer'),
    ...strings('UOM', { since: '22.200.001' }),
  }),
  VendorDetails: detail('Vendor Detail', strings('VendorID VendorName')),
  Attributes: detail('Attribute', strings('AttributeID Value')),
};

const itemFields = {
  ...strings('InventoryID Description ItemClass ItemStatus ItemType PostingClass TaxCategory'),
  ...strings('POAccrualAccount POAccrualSubaccount SalesAccount SalesSubaccount PriceClass'),
  ...strings('Availability Visibility TemplateItemID', { since: '22.200.001' }),
  ...decimals('DefaultPrice LastCost'),
};

const stockItem = top(
  ['StockItem', 'IN202500', 'Stock Item', 'InventoryID'],
  {
    ...itemFields,
    ...strings('BaseUOM PurchaseUOM SalesUOM DefaultWarehouseID InventoryAccount InventorySubaccount'),
    ...strings('COGSAccount COGSSubaccount ValuationMethod LotSerialClass'),
    ...decimals('AverageCost CurrentStdCost'),
    ...booleans('IsAKit'),
    ...datetimes('LastModified', { computed: true }),
    ...datetimes('LastModifiedDateTime', { since: '24.200.001', computed: true }),
  },
  {
    details: {
      ...itemDetails,
      UOMConversions: detail('Unit Conversion', {
        ...strings('FromUOM ToUOM MultiplyOrDivide'),
        ...decimals('ConversionFactor'),
      }),
      WarehouseDetails: detail('Warehouse Detail', {
        ...strings('WarehouseID Status'),
        ...booleans('IsDefault'),
        ...decimals('QtyOnHand'),
      }),
    },
  },
);

/** Units are called otherwise than those of a stock item. */
const nonStockItem = top(
  ['NonStockItem', 'IN202000', 'Non-Stock Item', 'InventoryID'],
  {
    ...itemFields,
    ...strings('BaseUnit PurchaseUnit SalesUnit ExpenseAccount ExpenseSubaccount ExpenseAccrualAccount'),
    ...decimals('CurrentCost'),
    ...booleans('IsKit RequireReceipt RequireShipment'),
    ...datetimes('LastModifiedDateTime', { computed: true }),
  },
  { details: itemDetails },
);

const warehouse = top(
  ['Warehouse', 'IN204000', 'Warehouse', 'WarehouseID'],
  {
    ...strings('WarehouseID Description ReceivingLocationID ShippingLocationID InventoryAccount'),
    ...booleans('Active'),
    ...datetimes('LastModifiedDateTime', { since: '23.200.001', computed: true }),
  },
  {
    details: {
      Locations: detail('Warehouse Location', {
        ...strings('LocationID Description'),
        ...booleans('Active ReceiptsAllowed SalesAllowed'),
      }),
    },
  },
);

const tax = top(
  ['Tax', 'TX205000', 'Tax', 'TaxID'],
  {
    ...strings('TaxID Description TaxType CalculateOn TaxAgency TaxClaimableAccount TaxPayableAccount'),
    ...booleans('DeductibleVAT PendingVAT ReverseVAT StatisticalVAT'),
    ...datetimes('NotValidAfter'),
    ...changed,
  },
  {
    details: {
      TaxSchedule: detail('Tax Schedule', {
        ...strings('ReportingGroup TaxID'),
        ...ints('RevisionID'),
        ...decimals('TaxRate'),
        ...datetimes('StartDate'),
      }),
      Zones: detail('Tax Zone', strings('TaxID TaxZoneID DefaultTaxCategory Description')),
    },
  },
);

const taxZone = top(
  ['TaxZone', 'TX206000', 'Tax Zone', 'TaxZoneID'],
  { ...strings('TaxZoneID Description'), ...changed },
  { details: { ApplicableTaxes: detail('Applicable Tax', strings('TaxID')) } },
);

const taxCategory = top(
  ['TaxCategory', 'TX205500', 'Tax Category', 'TaxCategoryID'],
  { ...strings('TaxCategoryID Description'), ...booleans('Active ExcludeListedTaxes'), ...changed },
  { details: { Details: detail('Applicable Tax', strings('TaxID TaxCategory TaxType CalculateOn')) } },
);

const vendorClass = top(['VendorClass', 'AP201000', 'Vendor Class', 'ClassID'], {
  ...strings('ClassID Description'),
  ...changed,
});

const currency = top(['Currency', 'CM202000', 'Currency', 'CurrencyID'], {
  ...strings('CurrencyID CurrencySymbol Description'),
  ...ints('DecimalPrecision'),
  ...booleans('Active UseForAccounting'),
  ...changed,
});

const paymentMethod = top(['PaymentMethod', 'CA204000', 'Payment Method', 'PaymentMethodID'], {
  ...strings('PaymentMethodID Description MeansOfPayment'),
  ...booleans('Active UseInAP UseInAR'),
  ...changed,
});

const ledger = top(['Ledger', 'GL201500', 'Ledger', 'LedgerID'], {
  ...strings('LedgerID Description Currency Type'),
  ...datetimes('LastModifiedDateTime', { computed: true }),
});

/** One record per year. */
const financialPeriod = top(
  ['FinancialPeriod', 'GL201000', 'Financial Year', 'FinancialYear'],
  {
    ...strings('FinancialYear'),
    ...ints('NbrOfPeriods'),
    ...booleans('UserDefinedPeriods'),
    ...datetimes('StartDate'),
    ...changed,
  },
  {
    details: {
      Details: detail('Financial Period', {
        ...strings('FinancialPeriodID PeriodNbr Description Status'),
        ...booleans('AdjustmentPeriod ClosedInAP ClosedInAR ClosedInCA ClosedInFA ClosedInIN'),
        ...ints('LengthInDays'),
        ...datetimes('StartDate EndDate'),
      }),
    },
  },
);

const unitFields = {
  ...strings('FromUOM ToUOM MultiplyOrDivide'),
  ...decimals('ConversionFactor'),
};

/** Conversions up to 23.200, units with their conversions from 24.200 on. */
const oldUnits = top(['UnitsOfMeasure', 'CS203100', 'Unit', 'FromUOM', 'ToUOM'], {
  ...unitFields,
  ...changed,
});
const units = top(['UnitsOfMeasure', 'CS203500', 'Unit', 'UnitID'], strings('UnitID Description L3Code'), {
  details: { Conversion: detail('Unit Conversion', unitFields) },
});

export const listModels = {
  Account: account,
  Subaccount: subaccount,
  StockItem: stockItem,
  NonStockItem: nonStockItem,
  Warehouse: warehouse,
  Tax: tax,
  TaxZone: taxZone,
  TaxCategory: taxCategory,
  VendorClass: vendorClass,
  Currency: currency,
  PaymentMethod: paymentMethod,
  Ledger: ledger,
  FinancialPeriod: financialPeriod,
} as const;

export type ListName = keyof typeof listModels;

export const unitsModel = (version: string): TopModel => (version >= '24.200.001' ? units : oldUnits);
