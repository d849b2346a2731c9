import type { z } from 'zod';
import type { DocumentKind } from '../../domain/document.ts';
import type { Draft } from '../../engine/ports.ts';
import type { DimensionFormat } from './dimensions.ts';

export type Fields = Readonly<Record<string, string | number>>;
/** A header or a line as it was read, in its schema's types. */
export type Row = Readonly<Record<string, unknown>> & { readonly '@odata.etag'?: string | undefined };

/** What purchase orders and pending vendor invoices call or do differently; everything else they share. */
export interface DocumentShape {
  readonly kind: DocumentKind;
  /** For messages: `vendor invoice`. */
  readonly what: string;
  readonly headers: 'PurchaseOrderHeadersV2' | 'VendorInvoiceHeaders';
  readonly lines: 'PurchaseOrderLinesV2' | 'VendorInvoiceLines';
  /** The header's name for its lines. */
  readonly navigation: 'PurchaseOrderLinesV2' | 'VendorInvoiceLine';
  /** What names a document within its company, and a line within its document. */
  readonly key: 'PurchaseOrderNumber' | 'HeaderReference';
  readonly lineKey: 'LineNumber' | 'InvoiceLineNumber';
  /** The number that people know it by. */
  readonly number: 'PurchaseOrderNumber' | 'InvoiceNumber';
  readonly header: z.ZodType<Row> & { readonly shape: object };
  readonly line: z.ZodType<Row> & { readonly shape: object };
  /** Header fields that must be as they were sent; the server may answer others in its own way. */
  readonly compared: readonly string[];
  readonly comparedLine: readonly string[];
  /** What a line buys: an item or a category. */
  readonly objectFields: readonly string[];
  /** Header fields that a change of an order brings to what the draft says. */
  readonly amended: readonly string[];
  /** The text with default dimensions, and the one that begins with a main account. */
  readonly dimensionField: string;
  readonly accountField: string;
  readonly dimensions: DimensionFormat;
}

/** Header and lines in the entities' own names; a line's number is ours, so that it can be asked for. */
export interface DocumentBody {
  readonly header: Fields;
  readonly lines: readonly Fields[];
}

export interface PurchaseDraft extends Draft {
  readonly body: DocumentBody;
}

/** A document as it was read. */
export interface DocumentRows {
  readonly header: Row;
  /** In the order of their numbers. */
  readonly lines: readonly Row[];
}

export const fieldsOf = (schema: { readonly shape: object }): string[] =>
  Object.keys(schema.shape).filter((field) => !field.startsWith('@'));

export const numberOf = (shape: DocumentShape, line: Row | Fields): string => String(line[shape.lineKey]);

export const textOf = (row: Row | Fields, field: string): string => {
  const value = row[field];
  return typeof value === 'string' ? value : '';
};
