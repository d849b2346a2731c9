/**
 * What of a request's body the audit trail keeps: an allow-list by the last word of the field's name, so that a field
 * nobody thought of is masked. Free text and everything about persons (names, addresses, phones, mail, tax numbers)
 * is masked; a masked value that is there shows as `[redacted]`.
 */
const kept = new Set(
  (
    'id number no nbr code sequence line date period amount amt cost quantity qty price tax total net gross currency rate ' +
    'type status state unit uom account subaccount dimension value percent discount inclusive key reference ref batch ' +
    'voucher company posted version object sku branch zone group category site warehouse location terms term hold debit credit'
  ).split(' '),
);
const personal = /tax.?(registration|number|exempt)|phone|fax|mail|contact|address|postal|zip|street|city/i;

export function auditable(value: unknown, field = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => auditable(item, field));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, auditable(item, key)]));
  }
  if (value === null || value === undefined || value === '' || typeof value === 'boolean') return value;
  return isKept(field) ? value : '[redacted]';
}

function isKept(field: string): boolean {
  if (personal.test(field)) return false;
  const words = field
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_\W]+/g, ' ')
    .toLowerCase()
    .split(' ')
    .filter(Boolean);
  return words.some((word) => kept.has(word));
}
