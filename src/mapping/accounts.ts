import { fold } from '../domain/text.ts';
import type { Findings } from './findings.ts';
import { type At, lookUp } from './look-up.ts';
import type { AccountTarget, Mapping } from './mapping.ts';
import type { ReferenceIndex } from './references.ts';
import { candidates } from './suggest.ts';
import { mappingFix, unknownCode } from './yaml-fix.ts';

/**
 * The account that a line books on, with its code as the ERP prints it. A line without an account takes
 * `accounts.default`. Nothing, and a problem, if there is none or no document may use it now.
 */
export function mapAccount(
  at: At,
  cin7Account: string | undefined,
  mapping: Mapping,
  accounts: ReferenceIndex,
  findings: Findings,
): AccountTarget | undefined {
  const blank = fold(cin7Account) === '';
  const key = blank ? 'default' : (cin7Account ?? '').trim();
  const fix = mappingFix('accounts', key, { account: unknownCode });
  const target = blank ? mapping.defaultAccount : mapping.account(key);
  if (target === undefined) {
    findings.add({
      code: blank ? 'account-missing' : 'account-unmapped',
      record: at.record,
      field: at.field,
      seen: blank ? undefined : key,
      allowed: candidates([key], accounts),
      fix: blank ? `give the line an account in Cin7, or add ${fix}` : `add ${fix}`,
    });
    return undefined;
  }
  const code = useAccount(at, target.account, accounts, findings, `change ${fix}`);
  return code === undefined ? undefined : { ...target, account: code };
}

/** The code of an account as the ERP prints it; nothing, and a problem, if no document may use it now. */
export function useAccount(
  at: At,
  account: string,
  accounts: ReferenceIndex,
  findings: Findings,
  fix = `name another account in the config`,
): string | undefined {
  return lookUp(
    { at, code: account, list: 'accounts', index: accounts, problem: 'account-unusable', fix },
    findings,
  )?.code;
}
