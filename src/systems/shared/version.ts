import { fingerprint } from '../../domain/text.ts';

/**
 * The version of a record without an ETag: its stamp and a short hash of what identifies its state, so that two changes
 * under one stamp still differ. Stamps are compared as text with the fraction filled up, never as milliseconds: some
 * systems print seven digits of fraction and drop trailing zeros and the `Z`.
 */
export function stampVersion(stamp: string | null | undefined, state: unknown): string {
  return `${evenStamp(stamp)}#${fingerprint(state).slice(0, 12)}`;
}

function evenStamp(stamp: string | null | undefined): string {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?(?:Z|\+00:?00)?$/i.exec(
    (stamp ?? '').trim(),
  );
  if (!match) return (stamp ?? '').trim();
  return `${match[1]}T${match[2]}.${(match[3] ?? '').padEnd(7, '0')}`;
}
