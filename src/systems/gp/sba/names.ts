/**
 * Every path and name of the service that we use. Hardly any of them is documented by Microsoft: a customer whose service
 * calls something otherwise finds all of it here.
 */
export const paths = {
  help: 'help',
  vendors: 'Purchasing/Vendors',
  items: 'Inventory/Items',
  payables: 'Purchasing/Payables/Transactions',
  currencies: 'Administration/Currencies',
  paymentTerms: 'Administration/PaymentTerms',
  /** Only where the customer has such services of his own. */
  accounts: 'Financials/Accounts',
  receipts: 'Purchasing/Receivings/Transactions',
} as const;

export const options = { top: '$top', skip: '$skip', filter: '$filter' } as const;

/** DOCTYPE of PM10000. */
export const documentTypes = { bill: 1, credit: 5 } as const;

/** POPTYPE of POP10300: a shipment. */
export const receiptType = 1;

/** IV00101: 1 sales inventory, 2 discontinued, 3 kit, 4 misc charges, 5 services, 6 flat fee. */
export const itemTypes = { stock: 1, discontinued: 2, kit: 3 } as const;

/** Fields that filters and keys name. */
export const fields = {
  vendor: 'VendorId',
  vendorName: 'VendorName',
  item: 'ItemNumber',
  itemDescription: 'ItemDescription',
  voucher: 'VoucherNumber',
  documentType: 'DocumentType',
  documentDate: 'DocumentDate',
  receipt: 'ReceiptNumber',
  modified: 'ModifiedDate',
  account: 'AccountNumber',
  currency: 'CurrencyId',
  paymentTerms: 'PaymentTermsId',
} as const;
