import type { Answer } from '../../http/ports.ts';

export interface Offer {
  readonly scheme: string;
  readonly token?: Buffer | undefined;
}

/** What `WWW-Authenticate` offers, one header line or several. Parameters of other schemes are left out. */
export function offersOf({ headers }: Pick<Answer, 'headers'>): Offer[] {
  const lines = headers['www-authenticate'];
  const text = typeof lines === 'string' ? lines : (lines ?? []).join(', ');
  return text
    .replace(/"(?:[^"\\]|\\.)*"/g, '""')
    .split(',')
    .map((part) => /^\s*([A-Za-z][\w-]*)(?:\s+(\S+))?\s*$/.exec(part))
    .flatMap((match) => {
      const [, scheme = '', token] = match ?? [];
      if (scheme === '') return [];
      return [{ scheme, token: isToken(token) ? Buffer.from(token, 'base64') : undefined }];
    });
}

const isToken = (text: string | undefined): text is string => /^[A-Za-z0-9+/]+=*$/.test(text ?? '');

/** The server's offer under this name, whatever its case. */
export const offerOf = (answer: Pick<Answer, 'headers'>, scheme: string): Offer | undefined =>
  offersOf(answer).find((offer) => offer.scheme.toLowerCase() === scheme.toLowerCase());
