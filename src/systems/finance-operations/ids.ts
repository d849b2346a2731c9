/**
 * Ids of records are their whole keys, as the server prints them but for the company's case: `usmf|V-001`, and for a
 * product both of its keys, `usmf|TEA-01|TEA-01`. Blanks count: an item number may begin with one.
 */
export const idOf = (...parts: readonly string[]): string => parts.map(escapePart).join('|');

export const partsOf = (id: string): string[] => id.split('|').map((part) => decodeURIComponent(part));

const escapePart = (part: string): string => part.replace(/[%|]/g, encodeURIComponent);
