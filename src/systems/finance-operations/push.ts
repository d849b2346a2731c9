import type { FinanceOperationsConfig } from '../../config/schema.ts';
import type { Notice } from '../../domain/notice.ts';
import { fold, tidy } from '../../domain/text.ts';
import type { Delivery, Endpoint, FlowLeg, Push, Reading, Telling } from '../../engine/ports.ts';

/**
 * Business Events (Microsoft Learn, "Business events overview" and "Business events developer documentation"): set up in
 * the application only, sent to an HTTPS address or through Event Grid, not signed, at least once, in no order; whatever
 * could not be delivered may be sent again by hand long after. Data events (`<Entity>_DataEvent_Update`) are a separate
 * set-up.
 */
export const financeOperationsPush = (erp: FinanceOperationsConfig): Push => ({
  topics: async () => [],
  read: (delivery) => readDelivery(delivery, [erp.legalEntity, ...erp.crossCompany]),
  instructions,
});

type Fields = Readonly<Record<string, unknown>>;

function readDelivery({ json, trusted, headers }: Delivery, companies: readonly string[]): Reading {
  if (!trusted) return { refused: true, tellings: [] };
  const events = (Array.isArray(json) ? json : [json]).filter(isFields);
  const validation = events.find((event) => fold(text(event, 'eventType')) === validationEvent);
  if (validation !== undefined || fold(headers['aeg-event-type']) === 'SUBSCRIPTIONVALIDATION') {
    const code = text(fieldsOf(validation ?? events[0]), 'validationCode');
    const answer = {
      status: 200,
      text: JSON.stringify({ validationResponse: code }),
      type: 'application/json',
    };
    return { answer, tellings: [] };
  }
  // Through Event Grid the event stands in `data`.
  return {
    tellings: events.map((event) => tell('BusinessEventId' in event ? event : fieldsOf(event), companies)),
  };
}

const validationEvent = 'MICROSOFT.EVENTGRID.SUBSCRIPTIONVALIDATIONEVENT';

/** The names in brackets are those of the catalogue; where it does not show a field, nothing but a pass can find out. */
function tell(event: Fields, companies: readonly string[]): Telling {
  const name = text(event, 'BusinessEventId') || 'other';
  const number = text(event, 'ControlNumber') || text(event, 'EventId');
  const key = number === '' ? undefined : `${name}|${number}`;
  const company = fold(text(event, 'BusinessEventLegalEntity', 'LegalEntity'));
  const foreign = company !== '' && !companies.some((own) => fold(own) === company);
  const notices = foreign ? [] : noticesOf(name, event);
  return { topic: notices.length > 0 ? name : 'other', notices, key };
}

function noticesOf(name: string, event: Fields): Notice[] {
  const order = text(event, 'PurchaseOrderNumber', 'PurchId');
  const invoice = text(event, 'InvoiceNumber', 'InvoiceId', 'VendorInvoiceNumber');
  if (/^PurchaseOrder(Confirmed|Received)|^ProductReceipt/i.test(name)) return [document(order)];
  if (/^VendorInvoice(Posted|Matched)|^VendInvoice/i.test(name)) return [document(invoice)];
  const entity = /^(\w+)_DataEvent_/i.exec(name)?.[1] ?? '';
  if (/^vend/i.test(entity)) return [{ flow: 'suppliers', role: 'source' }];
  if (/product/i.test(entity)) return [{ flow: 'products', role: 'source' }];
  if (/^(purch|vendorinvoice)/i.test(entity)) return [document('')];
  return [];
}

const document = (number: string): Notice => ({ flow: 'purchases', role: 'target', number });

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const fieldsOf = (event: Fields | undefined): Fields => {
  const data = event?.['data'];
  return isFields(data) ? data : (event ?? {});
};
const text = (fields: Fields, ...names: string[]): string =>
  tidy(
    String(names.map((name) => fields[name]).find((value) => value !== undefined && value !== null) ?? ''),
  );

function instructions({ base, secret }: Endpoint, legs: readonly FlowLeg[]): string[] {
  const flows = new Set(legs.map(({ flow }) => flow));
  return [
    'Finance & Operations, System administration > Setup > Business events:',
    'Azure: a Key Vault with one secret whose value is the address below, and an app registration that may read it.',
    `Address: ${base}/${secret}`,
    'Endpoints > New > HTTPS: name ml-connector, the Key Vault and its secret, the app registration.',
    ...(flows.has('purchases')
      ? [
          'Activate for the legal entity: PurchaseOrderConfirmedBusinessEvent, PurchaseOrderReceivedBusinessEvent, VendorInvoiceMatchedBusinessEvent, VendorInvoicePostedBusinessEvent.',
        ]
      : []),
    ...(flows.has('suppliers') || flows.has('products')
      ? [
          'Vendors and products have no business event. Where Dataverse virtual entities are set up, activate the data events of VendorsV2 and ReleasedProductsV2; else polling finds them.',
        ]
      : []),
    'Through Event Grid instead: an event subscription with the endpoint type Web Hook and the same address.',
  ];
}
