/** What is wrong with one record, told so that whoever reads it can act. */
export interface Problem {
  readonly code: ProblemCode;
  /** The record in the words of its own system: `bill INV-77 of Tea Co (PO-00012)`. */
  readonly record: string;
  readonly field?: string | undefined;
  readonly seen?: string | undefined;
  /** Some of the values that would do; `total` says how many there are when the list was shortened. */
  readonly allowed?: readonly string[] | undefined;
  /** What to do: a command, or the YAML line to add. */
  readonly fix: string;
  /** A warning does not keep the document from being written. */
  readonly severity?: 'warning' | undefined;
}

/** Every code with the state that it leads to and what it means; exit codes and the README's table derive from this. */
export const problemCodes = {
  'account-missing': ['rejected', 'A line has no account and `mapping.accounts.default` is not set.'],
  'account-unmapped': ['rejected', 'A Cin7 account stands in no line of `mapping.accounts`.'],
  'account-unusable': ['rejected', 'The mapped account does not exist at the ERP, or cannot be booked on.'],
  'currency-unmapped': ['rejected', 'The currency is unknown at the ERP.'],
  'date-missing': ['rejected', 'The document has no date.'],
  'dimension-unknown': ['rejected', 'A mapped dimension or dimension value does not exist at the ERP.'],
  'duplicate-number': ['rejected', "Another source document already uses this vendor's number."],
  'field-invalid': ['rejected', 'A value does not fit the field of the other system.'],
  'line-unmatched': [
    'rejected',
    'A bill line has no order line of equal SKU, price and discount with room for it.',
  ],
  'line-quantity-zero': ['rejected', 'A line of quantity 0 has an amount.'],
  'location-unmapped': ['rejected', 'A location stands in no line of `mapping.locations`.'],
  'master-ambiguous': ['rejected', 'Several records of the other system could be the same one.'],
  'master-exists': ['rejected', 'The matching record is already linked to another one.'],
  'master-inactive': ['rejected', 'The linked record is blocked or inactive.'],
  'master-unknown': ['rejected', 'The record is not linked and may not be created.'],
  'number-missing': ['rejected', "The bill or credit note has no supplier's number."],
  'several-found': ['rejected', 'More than one document at the ERP has this number.'],
  'order-missing': ['rejected', 'The purchase order that the bill refers to is not at the ERP yet.'],
  'source-totals': ['rejected', 'The amounts of the Cin7 document do not add up among themselves.'],
  'tax-unmapped': ['rejected', 'A tax rule stands in no line of `mapping.taxes`.'],
  'tax-unusable': [
    'rejected',
    'The mapped tax does not exist at the ERP, or a line mapped to `none` carries tax.',
  ],
  'term-unmapped': [
    'rejected',
    'A payment term stands in no line of `mapping.paymentTerms`, or its target does not exist.',
  ],
  'unit-unmapped': ['rejected', 'A unit stands in no line of `mapping.units`, or its target does not exist.'],
  'value-missing': ['rejected', 'A field that the other system requires has no value.'],
  'draft-edited': ['held', 'Somebody changed our draft at the ERP; it is left alone.'],
  'withdraw-by-hand': [
    'held',
    'What we wrote is not wanted any more, and the ERP has no way to take it back but by hand.',
  ],
  'draft-foreign': ['held', "A draft with this vendor's number exists at the ERP that is not ours."],
  'line-differs': ['held', 'A line at the ERP is not what was sent.'],
  'period-closed': ['held', 'The posting date lies in a closed period.'],
  'post-refused': ['held', 'The ERP refused to post the draft.'],
  'totals-differ': ['held', "The ERP's net, tax or total is not Cin7's."],
  'approval-pending': ['held', 'The document waits for approval at the ERP.'],
  'record-locked': ['held', 'Somebody has the record open at the ERP.'],
  refused: ['failed', 'The other system refused the record.'],
  'unclear-answer': [
    'failed',
    'The other system did not answer clearly; the next pass looks before it does anything.',
  ],
  'changed-both-sides': ['conflict', 'Both sides changed the same field and the policy is to ask.'],
  'changed-after-posting': ['diverged', 'The Cin7 document changed after it was posted.'],
  'voided-after-posting': [
    'diverged',
    'The Cin7 document was voided, undone or removed after it was posted.',
  ],
  'deleted-at-target': ['diverged', 'What we wrote was deleted at the ERP.'],
  'found-different': [
    'diverged',
    "A posted document with this vendor's number has another total or currency.",
  ],
  deactivated: ['warning', 'The record was deactivated on the other side; it is only reported.'],
  deleted: ['warning', 'The record was deleted on the other side; deletions are not mirrored.'],
  'price-differs': ['warning', "A bill's price is not the one that its goods were received at."],
  'product-unknown': ['warning', 'The SKU is not an item of the ERP; its line is booked by account.'],
  'rate-differs': ['warning', "The ERP books at another exchange rate than Cin7's."],
  'rounding-booked': ['warning', 'A rounding difference was booked on the rounding account.'],
  'value-cut': ['warning', "A text was longer than the other system's field and was cut."],
  'value-dropped': ['warning', 'A value that the other system cannot hold was left out.'],
} as const satisfies Record<string, readonly [ProblemState, string]>;

export type ProblemState = 'rejected' | 'held' | 'failed' | 'conflict' | 'diverged' | 'warning';
export type ProblemCode = keyof typeof problemCodes;

export const isWarning = (problem: Problem): boolean =>
  problem.severity === 'warning' || problemCodes[problem.code][0] === 'warning';

/** A copy that is only a warning, for a problem that this flow can live with. */
export const asWarning = (problem: Problem): Problem => ({ ...problem, severity: 'warning' });
