import { z } from 'zod';
import { type PlainDate, parsePlainDate } from '../../domain/time.ts';
import { decodeName } from '../odata/decode.ts';

/** What we read of the standard API, in its own names (AL pages in microsoft/ALAppExtensions:Apps/W1/APIV2 and APIV1). */

const text = () =>
  z
    .string()
    .nullish()
    .transform((value) => (value ?? '').trim());
const guid = () => z.string().transform((value) => value.toLowerCase());
const member = () => text().transform((value) => decodeName(value).trim());
const date = () =>
  z
    .string()
    .nullish()
    .transform((value): PlainDate | undefined => parsePlainDate(value));

export const company = z.object({ id: guid(), name: text(), displayName: text() });

export const account = z.object({
  number: text(),
  displayName: text(),
  category: member(),
  /** Not in `beta`. */
  accountType: member(),
  blocked: z.boolean().nullish(),
  directPosting: z.boolean().nullish(),
});

const dimensionValue = z.object({ code: text(), displayName: text() });
export const dimension = z.object({
  id: guid(),
  code: text(),
  displayName: text(),
  dimensionValues: z.array(dimensionValue).optional(),
});

export const coded = z.object({ id: guid(), code: text(), displayName: text() });

export const setup = z.object({
  localCurrencyCode: text(),
  allowPostingFrom: date(),
  allowPostingTo: date(),
  shortcutDimension1Code: text(),
  shortcutDimension2Code: text(),
  shortcutDimension3Code: text(),
  shortcutDimension4Code: text(),
  shortcutDimension5Code: text(),
  shortcutDimension6Code: text(),
  shortcutDimension7Code: text(),
  shortcutDimension8Code: text(),
});

/** A batch of general journals; its name is `code`. */
export const journal = z.object({
  id: guid(),
  code: text(),
  templateDisplayName: text(),
  balancingAccountNumber: text(),
});
