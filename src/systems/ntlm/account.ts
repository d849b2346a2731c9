/** A Windows account as the vault keeps it. */
export interface WindowsCredentials {
  readonly domain?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

export interface WindowsAccount {
  /** Empty for `user@realm` names and for accounts of the server itself. */
  readonly domain: string;
  readonly username: string;
  readonly password: string;
}

/** Takes `DOMAIN\user`, `user@realm` and separate fields; nothing without a name and a password. */
export function windowsAccount(credentials: WindowsCredentials): WindowsAccount | undefined {
  const { domain = '', username = '', password = '' } = credentials;
  if (username === '' || password === '') return undefined;
  const slash = username.indexOf('\\');
  if (slash >= 0) return { domain: username.slice(0, slash), username: username.slice(slash + 1), password };
  return { domain: username.includes('@') ? '' : domain, username, password };
}
