/** A supplier or a customer, in words that both sides share. Blank text is `''`; `undefined` means that the side has no such field. */
export interface Party {
  readonly id: string;
  /** The code that people know it by on its own side: an ERP's vendor number; on Cin7 the agreed attribute, else `''`. */
  readonly code: string;
  readonly name: string;
  readonly taxNumber?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly contact?: string | undefined;
  readonly line1?: string | undefined;
  readonly line2?: string | undefined;
  readonly city?: string | undefined;
  readonly state?: string | undefined;
  readonly postcode?: string | undefined;
  /** ISO 3166 alpha-2, or the side's own text where that is no known country. */
  readonly country?: string | undefined;
  /** The payment term by its Cin7 name; an ERP's code comes through `mapping.paymentTerms`. */
  readonly terms?: string | undefined;
  /** ISO 4217. Sent on create, never changed. */
  readonly currency: string;
  readonly status: 'active' | 'inactive';
  /** ERP only: the account that what is owed to it stands on, where it has one of its own. */
  readonly payablesAccount?: string | undefined;
}

/** What flows from side to side once two parties are linked; the rest identifies or is fixed at creation. */
export const partyFields = [
  'name',
  'taxNumber',
  'email',
  'phone',
  'contact',
  'line1',
  'line2',
  'city',
  'state',
  'postcode',
  'country',
  'terms',
  'status',
] as const satisfies readonly (keyof Party)[];
