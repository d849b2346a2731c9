import type { ZodType } from 'zod';
import type { GpItem, GpName, GpVendor } from '../api.ts';
import { fields, itemTypes, paths } from './names.ts';
import * as wire from './wire.ts';

/** How one kind of record is read from its rows. */
export interface RecordKind<R, Row = never> {
  readonly path: string;
  readonly name: string;
  readonly keyField: string;
  readonly nameField: string;
  readonly schema: ZodType<Row>;
  toRecord(row: Row): R;
  /** Nothing for a row in a shape that we do not know. */
  read(row: unknown): R | undefined;
  toName(record: R): GpName;
  modified(record: R): string;
}

const kindOf = <R, Row>(kind: Omit<RecordKind<R, Row>, 'read'>): RecordKind<R> =>
  ({
    ...kind,
    read(row: unknown) {
      const parsed = kind.schema.safeParse(row);
      return parsed.success ? kind.toRecord(parsed.data) : undefined;
    },
  }) as RecordKind<R>;

export const vendorKind: RecordKind<GpVendor> = kindOf({
  path: paths.vendors,
  name: 'vendor',
  keyField: fields.vendor,
  nameField: fields.vendorName,
  schema: wire.vendor,
  toRecord: (row) => ({
    id: row.VendorId,
    name: row.VendorName,
    active: row.Status !== '2',
    currency: row.CurrencyId,
    terms: row.PaymentTermsId,
    taxNumber: row.TaxRegistrationNumber,
    line1: row.Address1,
    city: row.City,
    state: row.State,
    postcode: row.PostalCode,
    country: row.Country,
    phone: row.Phone1,
    modified: row.ModifiedDate,
  }),
  toName: ({ id, name, active }: GpVendor) => ({
    id,
    name,
    usable: active,
    ...(active ? {} : { why: 'Status is 2' }),
  }),
  modified: ({ modified }: GpVendor) => modified,
});

export const itemKind: RecordKind<GpItem> = kindOf({
  path: paths.items,
  name: 'item',
  keyField: fields.item,
  nameField: fields.itemDescription,
  schema: wire.item,
  toRecord: (row) => ({
    number: row.ItemNumber,
    description: row.ItemDescription,
    type: typeOf(row.ItemType),
    inactive: row.Inactive,
    schedule: row.UnitOfMeasureScheduleId,
    baseUnit: row.BaseUnitOfMeasure,
    modified: row.ModifiedDate,
  }),
  toName: ({ number, description, inactive, type }: GpItem) => {
    const usable = !inactive && type !== 'discontinued' && type !== 'kit';
    return {
      id: number,
      name: description,
      usable,
      ...(usable ? {} : { why: inactive ? 'Inactive is true' : type }),
    };
  },
  modified: ({ modified }: GpItem) => modified,
});

function typeOf(type: string): GpItem['type'] {
  const number = Number(type);
  if (number === itemTypes.kit) return 'kit';
  if (number === itemTypes.discontinued) return 'discontinued';
  return number === itemTypes.stock ? 'stock' : 'service';
}
