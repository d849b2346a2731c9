import { zero } from '../../domain/decimal.ts';
import { type StockMovement, titleOfMovement } from '../../domain/movement.ts';
import { base32, cut, fold } from '../../domain/text.ts';
import type { Draft } from '../../engine/ports.ts';
import type { LineBody } from './group-shape.ts';

/** Lines of the item journal that are one movement. */
export interface ItemDraft extends Draft {
  readonly body: { readonly lines: readonly LineBody[] };
}

const mark = '-C7';
const hashLength = 6;

/**
 * The document number of a movement: Cin7's number cut, a mark of ours and a hash of the task. Page 38 need not show the
 * external number, so it is by this that our own entries are known among the others.
 */
export const itemDocumentNo = (movement: Pick<StockMovement, 'task' | 'number'>, length: number): string => {
  const room = length - mark.length - hashLength;
  return `${cut(movement.number.replace(/\s+/g, ''), room)}${mark}${base32(movement.task, hashLength)}`.toUpperCase();
};

export const isOwnDocumentNo = (text: string): boolean => /-C7[A-Z2-7]{6}$/i.test(text.trim());

export const itemTitle = (movement: StockMovement): string => titleOfMovement(movement);

/** A movement has no amount in a currency: that of no currency stands for it (ISO 4217), with the quantity in it. */
export const noCurrency = 'XXX';
export const noTax = { amount: zero, currency: noCurrency };

export const documentNoOfDraft = (draft: Pick<ItemDraft, 'body'>): string =>
  String(draft.body.lines[0]?.['Document_No'] ?? '');

/** `journal|ST-00012-C7ABCDEF`, `ledger|…`: a late copy in the batch is another thing than what was posted. */
export const itemRefId = (where: 'journal' | 'ledger', documentNo: string): string =>
  `${where}|${documentNo}`;

export function itemPlaceIn(id: string): {
  readonly where: 'journal' | 'ledger';
  readonly documentNo: string;
} {
  const [where = '', ...rest] = id.split('|');
  return { where: where === 'ledger' ? 'ledger' : 'journal', documentNo: fold(rest.join('|')) };
}
