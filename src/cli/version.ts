import { readFileSync } from 'node:fs';

/** From package.json, which lies two folders up in the source as well as in what is built of it. */
export function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
