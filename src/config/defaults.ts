import { z } from 'zod';
import { code, expecting, table } from './fields.ts';

/** What new records get that the other side does not know; the first rule whose `when` holds is used. */
export interface DefaultsRule {
  readonly when: { readonly country?: string | undefined; readonly currency?: string | undefined };
  /** Values as written, by the API's own field names. */
  readonly set: Readonly<Record<string, string>>;
}

const fields = () =>
  table(code().describe('Value of the field, as the API takes it.')).transform(
    (entries): Readonly<Record<string, string>> => Object.fromEntries(entries),
  );

const rules = () =>
  expecting(
    z.union([
      fields().transform((set): readonly DefaultsRule[] => [{ when: {}, set }]),
      z
        .array(
          z.strictObject({
            when: z
              .strictObject({
                country: code().optional().describe('ISO country code, such as DE.'),
                currency: code().optional().describe('ISO currency code, such as EUR.'),
              })
              .prefault({})
              .describe('The rule is for records of this country and currency; without it, for all.'),
            set: fields().describe('The fields and their values.'),
          }),
        )
        .min(1)
        .transform((list): readonly DefaultsRule[] => list),
    ]),
    'fields with their values, or a list of { when, set }',
  );

const kind = (what: string) =>
  rules()
    .optional()
    .describe(
      `${what}: fields by the API's own names, used only on create. Or a list of { when, set }; first match wins.`,
    );

export const cin7Defaults = () =>
  z.strictObject({
    suppliers: kind('New Cin7 suppliers'),
    customers: kind('New Cin7 customers'),
    products: kind('New Cin7 products'),
    stockAdjustments: kind('New Cin7 stock adjustments'),
  });

export const erpDefaults = () =>
  z.strictObject({
    vendors: kind('New vendors'),
    customers: kind('New customers'),
    products: kind('New products'),
    purchaseOrders: kind('New purchase orders'),
    bills: kind('New bills'),
  });
