import type { Answer } from '../exchange.ts';
import { escapeXml, namespaces } from './xml.ts';

/** One reason for which the service did not take an object. */
export interface ValidationError {
  readonly id: string;
  readonly message: string;
}

/** What a refusal says, before it is put into SOAP or JSON. */
export type Reason =
  /** The message itself: security, unknown company, deserialization, SQL, eConnect. */
  | { readonly kind: 'system'; readonly number?: number | undefined; readonly message: string }
  /** Only a GUID is told; the reasons are fetched by it. */
  | { readonly kind: 'validation'; readonly errors: readonly ValidationError[] };

/** Undoes what the request did. SOAP and SBA each give it their own form. */
export class GpRefusal extends Error {
  readonly reason: Reason;
  readonly status: number;

  constructor(reason: Reason, status = 500) {
    super(reason.kind === 'system' ? reason.message : reason.errors.map((error) => error.message).join(' '));
    this.name = 'GpRefusal';
    this.reason = reason;
    this.status = status;
  }
}

const system = (message: string, number?: number, status?: number): never => {
  throw new GpRefusal({ kind: 'system', message, number }, status);
};

export const refuse = {
  /** XmlSerializer could not read the request. */
  xml: (why: string): never =>
    system(
      `There was an error reflecting the request. There is an error in XML document. ---> ${why}`,
      undefined,
      400,
    ),
  security: (operation: string): never =>
    system(
      `Security is not setup properly. You are not authorized to perform this operation: ${operation}.`,
      undefined,
      403,
    ),
  /** Also a by-key read of what is not there is a fault. */
  notFound: (what: string, key: string): never =>
    system(`The ${what} could not be found. ${what} key: ${key}`, undefined, 404),
  company: (id: unknown): never =>
    system(`The company could not be found. Company key: ${String(id)}`, undefined, 404),
  system: (message: string): never => system(message),
  validation: (...errors: readonly ValidationError[]): never => {
    throw new GpRefusal({ kind: 'validation', errors }, 400);
  },
  /** eConnect's numbered errors. */
  econnect: (error: EconnectError, detail = ''): never =>
    system(
      `Sql procedure error codes returned:\n\nError Number = ${error.number}  Stored Procedure= ${error.procedure}  Error Description = ${error.text}\n${detail}`,
      error.number,
      400,
    ),
} as const;

export interface EconnectError {
  readonly number: number;
  readonly procedure: string;
  readonly text: string;
}

const of = (number: number, procedure: string, text: string): EconnectError => ({ number, procedure, text });
const header = 'taPMTransactionInsert';
const line = 'taPMDistribution';
const receipt = 'taPopRcptHdrInsert';

/**
 * 372 is eConnect's own number (apis/dynamics-gp.md, section 6). No source was found for the others: theirs are made up
 * from 90001 on, so that nobody can rely on them; the rules are the sheet's.
 */
export const econnect = {
  noVendor: of(372, header, 'Vendor Number (VENDORID) does not exist in the Vendor Master Table - PM00200'),
  vendorInactive: of(90001, header, 'Vendor (VENDORID) is inactive'),
  voucherExists: of(
    90002,
    header,
    'Voucher Number (VCHNUMWK) already exists in the work, open or history tables',
  ),
  documentExists: of(90003, header, 'Document Number (DOCNUMBR) already exists for this vendor'),
  amounts: of(
    90004,
    header,
    'Document amount (DOCAMNT) is not MSCCHAMT + PRCHAMNT + TAXAMNT + FRTAMNT - TRDISAMT',
  ),
  distributions: of(90005, header, 'The distributions do not agree with the document'),
  taxes: of(90006, header, 'The sum of the tax details is not the tax amount (TAXAMNT)'),
  noCurrency: of(90007, header, 'Currency (CURNCYID) does not exist or the company has no access to it'),
  noRate: of(90008, header, 'There is no exchange rate (XCHGRATE) for this currency and date'),
  batchBusy: of(90009, header, 'Batch (BACHNUMB) is marked for posting, being edited or in approval'),
  closedPeriod: of(
    90010,
    header,
    'The fiscal period of the posting date (PSTGDATE) is closed or does not exist',
  ),
  noTerms: of(90011, header, 'Payment terms (PYMTRMID) do not exist'),
  noTaxDetail: of(90012, header, 'Tax detail (TAXDTLID) does not exist'),
  noAccount: of(90021, line, 'Account (ACTNUMST) does not exist'),
  accountInactive: of(90022, line, 'Account (ACTNUMST) is inactive'),
  accountEntry: of(90023, line, 'Account (ACTNUMST) does not allow account entry'),
  accountUnit: of(90024, line, 'A unit account (ACTNUMST) cannot be used here'),
  distributionType: of(90025, line, 'Distribution type (DISTTYPE) is not valid'),
  oneSide: of(90026, line, 'A distribution has either a debit (DEBITAMT) or a credit (CRDTAMNT)'),
  receiptExists: of(90031, receipt, 'Receipt Number (POPRCTNM) already exists'),
  receiptVendor: of(90032, receipt, 'Vendor (VENDORID) does not exist'),
  noItem: of(90033, 'taPopRcptLineInsert', 'Item (ITEMNMBR) does not exist'),
  noItemVendor: of(90034, 'taPopRcptLineInsert', 'Item (ITEMNMBR) is not assigned to this vendor'),
  noSite: of(90035, 'taPopRcptLineInsert', 'Site (LOCNCODE) does not exist'),
  tracked: of(90036, 'taPopRcptLineInsert', 'Lot or serial numbers are required for this item'),
  receiptDistributions: of(90037, receipt, 'The distributions do not balance'),
} as const;

const envelope = (body: string): string =>
  `<s:Envelope xmlns:s="${namespaces.soap}"><s:Body>${body}</s:Body></s:Envelope>`;

export const soapAnswer = (status: number, body: string): Answer => ({
  status,
  text: envelope(body),
  headers: { 'content-type': 'text/xml; charset=utf-8' },
});

/** `logId`: under which the reasons of a validation fault can be fetched. */
export function soapFault(reason: Reason, logId: string): Answer {
  const told = reason.kind === 'system' ? reason.message : 'Validation error occurred.';
  const detail = reason.kind === 'system' ? '' : `<detail><Message>${logId}</Message></detail>`;
  return soapAnswer(
    500,
    `<s:Fault><faultcode>s:Client</faultcode><faultstring xml:lang="en-US">${escapeXml(told)}</faultstring>${detail}</s:Fault>`,
  );
}

export function sbaError(status: number, reason: Reason, correlationId: string): Answer {
  const trace =
    reason.kind === 'system'
      ? [{ Type: 'Error', Code: reason.number ?? 0, Message: reason.message }]
      : reason.errors.map((error) => ({ Type: 'Error', Code: Number(error.id), Message: error.message }));
  return { status, body: { Status: { CorrelationId: correlationId, Code: status, Trace: trace } } };
}
