/** Option members outside of pages: every character that no identifier has becomes `_xHHHH_` (`Bank_x0020_Account`). */
export const escapeCaption = (caption: string): string =>
  caption.replace(
    /[^A-Za-z0-9_]/g,
    (character) => `_x${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}_`,
  );

export const plainCaption = (name: string): string =>
  name.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
