/** The version of a row (`W/"…"`), to be given back exactly as it came; it can be compared for equality only. */
export function etagOf(row: unknown): string | undefined {
  if (typeof row !== 'object' || row === null) return undefined;
  const notes = row as Readonly<Record<string, unknown>>;
  const etag = notes['@odata.etag'] ?? notes['odata.etag'];
  return typeof etag === 'string' && etag !== '' ? etag : undefined;
}

/** The header that lets a change through only if the row still is at that version. */
export const ifMatch = (etag: string): { readonly 'if-match': string } => ({ 'if-match': etag });

/** As `ifMatch`, for a row whatever its version: never for a change that rests on what was read. */
export const ifAny: { readonly 'if-match': string } = { 'if-match': '*' };
