export type VaultFault =
  | 'missing'
  | 'mode'
  | 'wrong-key'
  | 'no-key'
  | 'damaged'
  | 'unknown-entry'
  | 'bad-name'
  | 'bad-field'
  | 'locked';

/** What is wrong with the vault or its key, and what to do about it; never shows a value. */
export class VaultError extends Error {
  readonly fault: VaultFault;

  constructor(fault: VaultFault, message: string) {
    super(message);
    this.name = 'VaultError';
    this.fault = fault;
  }
}

/** The code of an error of Node's, `ENOENT` say. */
export const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
