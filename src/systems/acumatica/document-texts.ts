import { documentId, documentKey } from '../../domain/document.ts';
import { cut, fitNumber, tidy } from '../../domain/text.ts';
import type { Findings } from '../../mapping/findings.ts';
import { lengths } from './capabilities.ts';

type Kind = 'order' | 'bill' | 'credit';

/**
 * Our document's id as it stands in the description, in front, so that nothing cuts it off. No field of the contract is
 * made for it, and of all texts of a document only the description can be filtered by and is nobody's key.
 */
export const markerOf = (pair: string, kind: Kind, purchaseId: string, task: string): string =>
  `Cin7 #${documentId(documentKey(pair, kind, purchaseId, task))}`;

/** The supplier's number (of an order: our own) as the field takes it; the description tells it whole where it was cut. */
export function numberFor(
  kind: Kind,
  number: string,
  record: string,
  findings: Findings,
): { readonly sent: string; readonly whole: string } {
  const { number: length } = lengths[kind];
  if (number === '') {
    findings.add({
      code: 'number-missing',
      record,
      field: 'number',
      fix: `enter the supplier's number of the ${kind === 'bill' ? 'invoice' : 'credit note'} in Cin7`,
    });
  }
  const sent = fitNumber(number, length);
  if (sent === tidy(number)) return { sent, whole: '' };
  const fix = 'nothing: the description tells it whole';
  findings.add({ code: 'value-cut', record, field: 'number', seen: number, allowed: [sent], fix });
  return { sent, whole: number };
}

export const describe = (kind: Kind, marker: string, orderNumber: string, whole: string): string =>
  cut(tidy(`${marker} ${orderNumber} ${whole}`), lengths[kind].description);

/** A calendar date as documents take it: with an offset, a site in another zone could store the day before. */
export const dateTime = (date: string): string => `${date}T00:00:00`;
