import { request as plain } from 'node:http';
import { request as tls } from 'node:https';

export interface Reply {
  /** 0: no answer. */
  readonly status: number;
  readonly text: string;
}

export interface Call {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly ca: string;
}

const patienceMs = 5000;

/** Calls a receiver once; never throws. */
export function send({ url, headers, body, ca }: Call): Promise<Reply> {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  return new Promise((resolve) => {
    const none = () => resolve({ status: 0, text: '' });
    const secure = url.startsWith('https:');
    try {
      const call = (secure ? tls : plain)(
        url,
        {
          method: 'POST',
          timeout: patienceMs,
          ...(secure ? { ca } : {}),
          headers: {
            'content-type': 'application/json; charset=utf-8',
            'content-length': String(Buffer.byteLength(text)),
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
          );
          response.on('error', none);
        },
      );
      call.on('error', none);
      call.on('timeout', () => call.destroy(new Error('too slow')));
      call.end(text);
    } catch {
      none();
    }
  });
}
