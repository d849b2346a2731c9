export type Env = Readonly<Record<string, string | undefined>>;

export interface Substituted {
  readonly text: string;
  /** Whether anything was put in: then the text may be a secret. */
  readonly changed: boolean;
  readonly problems: readonly string[];
}

/** Puts environment variables in the place of every `${env:NAME}`; what they hold is taken as it is. */
export function substitute(text: string, env: Env): Substituted {
  const problems: string[] = [];
  let changed = false;
  const done = text.replace(/\$\{env:([^}]*)(\}?)/gi, (whole, name: string, end: string) => {
    changed = true;
    const value = /^[A-Za-z_]\w*$/.test(name) && end === '}' && whole.startsWith('${env:') ? env[name] : null;
    if (value === null) problems.push(`a variable is written as \${env:NAME}`);
    else if (value === undefined) problems.push(`the environment variable ${name} is not set`);
    return value ?? '';
  });
  return { text: done, changed, problems };
}
