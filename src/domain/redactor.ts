/** Knows every secret of this process and takes them out of whatever is about to be shown or stored. */
export interface Redactor {
  /** Registers a secret: from now on it is masked raw, in base64 and base64url (whatever its offset), and URL-encoded. */
  add(secret: string): void;
  redact(text: string): string;
}

const mask = '[secret]';

export function createRedactor(): Redactor {
  const forms = new Set<string>();
  let pattern: RegExp | undefined;
  return {
    add(secret) {
      if (secret.length < 4) return;
      for (const form of writtenForms(secret)) forms.add(form);
      pattern = undefined;
    },
    redact(text) {
      if (forms.size === 0) return text;
      pattern ??= new RegExp(
        [...forms]
          .sort((a, b) => b.length - a.length)
          .map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
          .join('|'),
        'g',
      );
      return text.replace(pattern, mask);
    },
  };
}

function* writtenForms(secret: string): Generator<string> {
  yield secret;
  yield encodeURIComponent(secret);
  yield encodeURIComponent(secret).replace(/%20/g, '+');
  yield JSON.stringify(secret).slice(1, -1);
  // Inside a longer base64 text (`user:secret`) the same bytes look different at each of three offsets.
  for (const offset of [0, 1, 2]) {
    const padded = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
    const whole = padded.subarray(0, padded.length - (padded.length % 3));
    const text = whole.toString('base64').slice(offset === 0 ? 0 : 4);
    if (text.length >= 6) {
      yield text;
      yield text.replace(/\+/g, '-').replace(/\//g, '_');
    }
  }
  yield Buffer.from(secret).toString('base64');
  yield Buffer.from(secret).toString('base64url');
}
