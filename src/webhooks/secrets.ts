import { createHash, timingSafeEqual } from 'node:crypto';

/** The secrets of a pair that are valid now: one, or two while they are being changed. The first is the one to give out. */
export interface PairSecrets {
  readonly current: string;
  /** Takes the same time whatever is asked, and however much of it is right. */
  isSecret(text: string): boolean;
}

/** Shorter ones could be guessed. */
export const shortest = 16;

/** @throws Error that names what is wrong with the secret of a pair, without showing it. */
export function pairSecrets(pair: string, value: string | undefined): PairSecrets {
  const all = (value ?? '').split(',').map((text) => text.trim());
  const live = all.filter((text) => text !== '');
  const problem =
    live.length === 0
      ? 'there is no secret'
      : live.length > 2
        ? 'there are more than two secrets'
        : live.some((text) => text.length < shortest)
          ? `a secret has fewer than ${shortest} characters`
          : live.some((text) => !/^[A-Za-z0-9._~-]+$/.test(text))
            ? 'a secret may hold letters, digits and . _ ~ - only, since it is part of an address'
            : undefined;
  if (problem !== undefined) throw new Error(`pair ${pair}: ${problem}`);
  const digests = live.map(digest);
  return {
    current: live[0] as string,
    isSecret(text) {
      const asked = digest(text);
      let fits = false;
      for (const known of digests) fits = timingSafeEqual(known, asked) || fits;
      return fits;
    },
  };
}

/** Of one length whatever the text, as a comparison in constant time needs. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
