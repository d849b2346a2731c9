import { refusals } from './errors.ts';
import type { Account, Item } from './rows.ts';
import type { Company } from './state.ts';

/** @throws Refusal as TestField does, for an account that a line may not use. */
export function usableAccount(company: Company, number: string): Account {
  const account =
    company.accounts.find((row) => row.number === number) ?? refusals.dialog('Account does not exist.');
  if (account.accountType !== 'Posting')
    refusals.field(
      `Account Type must be equal to 'Posting'  in G/L Account: No.=${number}. Current value is '${account.accountType.replace('_x002D_', '-')}'.`,
    );
  if (account.blocked)
    refusals.field(`Blocked must be equal to 'No'  in G/L Account: No.=${number}. Current value is 'Yes'.`);
  if (!account.directPosting)
    refusals.field(
      `Direct Posting must be equal to 'Yes'  in G/L Account: No.=${number}. Current value is 'No'.`,
    );
  return account;
}

export function usableItem(company: Company, number: string): Item {
  const item = company.items.find((row) => row.number === number) ?? refusals.dialog('Item does not exist.');
  if (item.blocked)
    refusals.field(`Blocked must be equal to 'No'  in Item: No.=${number}. Current value is 'Yes'.`);
  if (item.generalProductPostingGroupCode === '')
    refusals.field(
      `Gen. Prod. Posting Group must have a value in Item: No.=${number}. It cannot be zero or empty.`,
    );
  if (item.type === 'Inventory' && item.inventoryPostingGroupCode === '')
    refusals.field(
      `Inventory Posting Group must have a value in Item: No.=${number}. It cannot be zero or empty.`,
    );
  return item;
}
