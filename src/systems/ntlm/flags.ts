/** NEGOTIATE flags (MS-NLMP 2.2.2.5). */
export const flags = {
  unicode: 0x00000001,
  requestTarget: 0x00000004,
  sign: 0x00000010,
  ntlm: 0x00000200,
  alwaysSign: 0x00008000,
  targetTypeDomain: 0x00010000,
  extendedSessionSecurity: 0x00080000,
  targetInfo: 0x00800000,
  version: 0x02000000,
  key128: 0x20000000,
  keyExchange: 0x40000000,
  key56: 0x80000000,
} as const;

/** What we ask for. */
export const asked =
  (flags.unicode |
    flags.requestTarget |
    flags.sign |
    flags.ntlm |
    flags.alwaysSign |
    flags.extendedSessionSecurity |
    flags.targetInfo |
    flags.version |
    flags.key128 |
    flags.keyExchange |
    flags.key56) >>>
  0;

export const has = (set: number, flag: number): boolean => (set & flag) !== 0;

/** VERSION structure: Windows 10, NTLMSSP revision 15. Windows takes messages without one, gss-ntlmssp doesn't. */
export const version = Buffer.from([10, 0, 0x61, 0x4a, 0, 0, 0, 15]);
