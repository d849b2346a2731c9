/**
 * Ids of records are their whole keys, as the server prints them but for the company's case: `usmf|V-001`, and for a
 * product both of its keys, `usmf|TEA-01|TEA-01`. Blanks count: an item number may begin with one.
 */
export const idOf = (...parts: readonly string[]): string => parts.map(escape).join('|');

export const partsOf = (id: string): string[] => id.split('|').map((part) => decodeURIComponent(part));

const escape = (part: string): string => part.replace(/[%|]/g, encodeURIComponent);
