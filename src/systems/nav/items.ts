import type { ReferenceRow } from '../../mapping/references.ts';
import type { NavClient } from './client.ts';
import { optionOf, textOf, yesOf } from './rows.ts';

const fields = ['No', 'Description', 'Type', 'Blocked', 'Base_Unit_of_Measure', 'Item_Tracking_Code'];

/** Items from their cards (page 30), with why the item journal would not take one (ItemJnlCheckLine). */
export async function readItems(client: NavClient): Promise<ReferenceRow[]> {
  const page = (await client.server()).pages.items;
  if (!page) return [];
  const select = fields.filter((field) => field in page.fields);
  const rows = await client.all('items', 'list of items', { select });
  return rows.map((row) => {
    const type = optionOf(row, 'Type');
    const tracking = textOf(row, 'Item_Tracking_Code');
    const why = [
      yesOf(row, 'Blocked') ? 'Blocked is true' : '',
      type === '' || type === 'Inventory' ? '' : `Type is ${type}`,
      select.includes('Base_Unit_of_Measure') && textOf(row, 'Base_Unit_of_Measure') === ''
        ? 'Base_Unit_of_Measure is blank'
        : '',
      tracking === '' ? '' : `Item_Tracking_Code is ${tracking}: lots and serial numbers are entered by hand`,
    ]
      .filter(Boolean)
      .join(', ');
    const [code, name] = [textOf(row, 'No'), textOf(row, 'Description')];
    return why === '' ? { code, name, usable: true } : { code, name, usable: false, why };
  });
}
