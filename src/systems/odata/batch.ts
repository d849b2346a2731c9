/**
 * Multipart batches of OData v4: one change set, carried out as a whole or not at all
 * (https://docs.oasis-open.org/odata/odata/v4.0/os/part1-protocol/odata-v4.0-os-part1-protocol.html, 11.7).
 */
export interface BatchWrite {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  /** Absolute path with its query, `/data/Lines?cross-company=true`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly json?: unknown;
}

export interface BatchAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly json: unknown;
}

const line = '\r\n';

/** The body of a batch with one change set, and its content type. Boundaries only need to be absent from the texts. */
export function printBatch(writes: readonly BatchWrite[]): { readonly type: string; readonly body: string } {
  const texts = writes.map(({ json }) => (json === undefined ? '' : JSON.stringify(json)));
  const batch = absentFrom(texts, 'batch');
  const set = absentFrom(texts, 'changeset');
  const parts = writes.map(({ method, path, headers = {} }, index) =>
    [
      `--${set}`,
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      `Content-ID: ${index + 1}`,
      '',
      `${method} ${path} HTTP/1.1`,
      'Accept: application/json',
      ...(texts[index] === '' ? [] : ['Content-Type: application/json']),
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      '',
      texts[index],
    ].join(line),
  );
  const head = [`--${batch}`, `Content-Type: multipart/mixed; boundary=${set}`, ''];
  const body = [...head, ...parts, `--${set}--`, `--${batch}--`, ''].join(line);
  return { type: `multipart/mixed; boundary=${batch}`, body };
}

/** Every answer in a multipart text, those of change sets included, in order; nothing when it is not well formed. */
export function readBatch(type: string, text: string): BatchAnswer[] | undefined {
  const parts = split(type, text);
  if (parts === undefined) return undefined;
  const answers: BatchAnswer[] = [];
  for (const part of parts) {
    const { headers, body } = cutHead(part);
    const inner = headers['content-type'] ?? '';
    const read = /^multipart\/mixed/i.test(inner) ? readBatch(inner, body) : readAnswer(body);
    if (read === undefined) return undefined;
    answers.push(...read);
  }
  return answers;
}

function split(type: string, text: string): string[] | undefined {
  const boundary = /^multipart\/mixed\s*;.*?boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary === undefined) return undefined;
  const parts = `\n${text}`.split(`\n--${boundary}`);
  if (parts.length < 2 || !parts.at(-1)?.startsWith('--')) return undefined;
  return parts.slice(1, -1).map((part) => part.replace(/^[ \t]*\r?\n/, '').replace(/\r$/, ''));
}

function readAnswer(text: string): BatchAnswer[] | undefined {
  const status = /^\s*HTTP\/1\.\d (\d{3})[^\r\n]*\r?\n?/.exec(text);
  if (status === null) return undefined;
  const { headers, body } = cutHead(text.slice(status[0].length));
  return [{ status: Number(status[1]), headers, text: body, json: parsed(body) }];
}

function cutHead(text: string): { headers: Record<string, string>; body: string } {
  const headers: Record<string, string> = {};
  let rest = text;
  for (;;) {
    const end = rest.indexOf('\n');
    const first = (end < 0 ? rest : rest.slice(0, end)).replace(/\r$/, '');
    rest = end < 0 ? '' : rest.slice(end + 1);
    const colon = first.indexOf(':');
    if (first === '' || colon < 0) return { headers, body: rest };
    headers[first.slice(0, colon).trim().toLowerCase()] = first.slice(colon + 1).trim();
  }
}

function parsed(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function absentFrom(texts: readonly string[], stem: string): string {
  for (let n = 1; ; n++) {
    const boundary = `${stem}_${n}`;
    if (!texts.some((text) => text.includes(boundary))) return boundary;
  }
}
