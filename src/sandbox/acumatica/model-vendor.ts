import { booleans, datetimes, decimals, detail, ints, part, strings, top } from './contract.ts';

/** Vendor (AP303000): sheet, section 8. There is no e-mail at the top level. */

export const address = part('Address', {
  ...strings('AddressLine1 AddressLine2 City Country PostalCode State'),
  ...booleans('Validated'),
});

const contact = part(
  'Contact',
  {
    ...ints('ContactID', { computed: true }),
    ...strings('Attention DisplayName Email Fax FirstName JobTitle LastName MiddleName'),
    ...strings('Phone1 Phone1Type Phone2 Phone2Type Title WebSite'),
    ...booleans('AddressValidated'),
  },
  { linked: { Address: address } },
);

export const contactNames = [
  'MainContact',
  'RemittanceContact',
  'ShippingContact',
  'PrimaryContact',
] as const;

export const vendorModel = top(
  ['Vendor', 'AP303000', 'Vendor', 'VendorID'],
  {
    ...strings('VendorID VendorName Status VendorClass AccountRef CurrencyID CurrencyRateType Terms TaxZone'),
    ...strings(
      'TaxRegistrationID TaxCalculationMode PaymentMethod PaymentBy CashAccount APAccount APSubaccount',
    ),
    ...strings('LocationName ParentAccount Warehouse ShipVia ShippingTerms FOBPoint ReceivingBranch'),
    ...strings('ReceiptAction F1099Box'),
    ...strings('LegalName', { since: '22.200.001' }),
    ...booleans('EnableCurrencyOverride EnableRateOverride F1099Vendor FATCA ForeignEntity LandedCostVendor'),
    ...booleans('PaySeparately PrintOrders SendOrdersbyEmail VendorIsLaborUnion VendorIsTaxAgency'),
    ...booleans('RemittanceAddressOverride RemittanceContactOverride ShippingAddressOverride'),
    ...booleans('ShippingContactOverride'),
    ...ints('LeadTimedays PaymentLeadTimedays'),
    ...decimals('MaxReceipt MinReceipt ThresholdReceipt'),
    ...datetimes('CreatedDateTime LastModifiedDateTime', { computed: true }),
  },
  {
    linked: Object.fromEntries(contactNames.map((name) => [name, contact])),
    details: {
      Contacts: detail('Contact', strings('DisplayName Email FirstName LastName Phone1'), ['DisplayName']),
      Attributes: detail('Attribute', strings('AttributeID AttributeDescription Value ValueDescription'), [
        'AttributeID',
      ]),
      PaymentInstructions: detail(
        'Payment Instructions',
        strings('Description PaymentInstructionsID PaymentMethod Value'),
        ['PaymentInstructionsID'],
      ),
    },
  },
);
