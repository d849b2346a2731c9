import { booleans, datetimes, decimals, detail, ints, part, strings, top } from './contract.ts';
import { address } from './model-vendor.ts';

/** Bill (AP301000), PurchaseOrder (PO301000): sheet, section 8. */

const changed = datetimes('LastModifiedDateTime', { computed: true });

const billLine = detail('AP Transactions', {
  ...strings('Account Branch CostCode InventoryID POOrderNbr POOrderType POReceiptType POReceiptNbr'),
  ...strings('Project ProjectTask Subaccount TaxCategory TransactionDescription UOM'),
  ...strings('LCNbr LCType', { since: '24.200.001' }),
  ...ints('LCLineNbr', { since: '24.200.001' }),
  ...ints('POLine POReceiptLine'),
  ...decimals('ExtendedCost Qty UnitCost'),
  ...booleans('CalculateDiscountsOnImport NonBillable'),
  // The account's description and the amount after discounts: both disabled on the form.
  ...strings('Description', { computed: true }),
  ...decimals('Amount', { computed: true }),
});

const taxLine = detail(
  'Tax Detail',
  {
    ...strings('TaxID'),
    ...decimals('TaxableAmount TaxAmount'),
    ...decimals('TaxRate', { computed: true }),
  },
  ['TaxID'],
);

const application = detail('AP Adjust', {
  ...strings('DocType ReferenceNbr Status'),
  ...decimals('AmountPaid Balance'),
});

export const billModel = top(
  ['Bill', 'AP301000', 'AP Document', 'Type', 'ReferenceNbr'],
  {
    ...strings('Type ReferenceNbr Vendor VendorRef BranchID CashAccount CurrencyID Description LocationID'),
    ...strings('PostPeriod Project Terms'),
    ...booleans('ApprovedForPayment Hold'),
    ...booleans('IsTaxValid', { absent: '22.200.001' }),
    ...datetimes('Date DueDate'),
    ...decimals('Amount'),
    ...strings('Status', { computed: true }),
    ...decimals('Balance TaxTotal', { computed: true }),
    ...changed,
  },
  { details: { Details: billLine, TaxDetails: taxLine, Applications: application } },
);

const orderLine = detail(
  'Purchase Order Line',
  {
    ...strings(
      'Account AlternateID BranchID CostCode InventoryID LineDescription LineType OrigPONbr OrigPOType',
    ),
    ...strings('Project ProjectTask ReceiptAction Subaccount Subitem TaxCategory UOM WarehouseID'),
    ...ints('LineNbr'),
    ...decimals('CompleteOn ExtendedCost MaxReceiptPercent MinReceiptPercent OrderQty UnitCost'),
    ...booleans('CalculateDiscountsOnImport Cancelled Completed'),
    ...datetimes('Promised Requested'),
    ...strings('Description OrderNbr OrderType', { computed: true }),
    ...decimals('QtyOnReceipts ReceivedAmount', { computed: true }),
    ...decimals('OrderedQty', { since: '22.200.001', computed: true }),
  },
  ['LineNbr'],
);

const shipping = part(
  'Shipping',
  {
    ...strings('ShippingDestinationType ShippingLocation ShipTo Warehouse'),
    ...booleans('ShipToAddressOverride ShipToAddressValidated ShipToContactOverride'),
  },
  { linked: { ShipToAddress: address } },
);

export const orderModel = top(
  ['PurchaseOrder', 'PO301000', 'Purchase Order', 'Type', 'OrderNbr'],
  {
    ...strings('Type OrderNbr VendorID VendorRef Branch CurrencyID CurrencyRateTypeID Description Location'),
    ...strings('Owner Project Terms VendorTaxZone'),
    ...decimals('ControlTotal CurrencyRate CurrencyReciprocalRate'),
    ...datetimes('Date PromisedOn CurrencyEffectiveDate'),
    ...booleans('Hold'),
    ...booleans('IsTaxValid', { since: '22.200.001' }),
    ...strings('BaseCurrencyID Status', { computed: true }),
    ...decimals('LineTotal OrderTotal TaxTotal', { computed: true }),
    ...changed,
  },
  { linked: { ShippingInstructions: shipping }, details: { Details: orderLine, TaxDetails: taxLine } },
);
