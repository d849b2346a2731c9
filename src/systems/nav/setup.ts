import { fold } from '../../domain/text.ts';
import type { PlainDate } from '../../domain/time.ts';
import type { Lookups } from '../../engine/ports.ts';
import type { ReferenceIndex, ReferenceList, ReferenceRow } from '../../mapping/references.ts';
import type { NavClient } from './client.ts';
import { dayOf, type Row, textOf } from './rows.ts';
import { setup as ledgerSetup } from './wire.ts';

/** The one row of the list `setup`. */
export const company = 'company';

/** What the ledger's set-up says, from the API or from page 118; '' where nothing tells. */
interface LedgerSetup {
  readonly localCurrency: string;
  readonly from: PlainDate | undefined;
  readonly to: PlainDate | undefined;
  /** Codes of the shortcut dimensions 1 to 8. */
  readonly dimensions: readonly string[];
}

/** The set-up, with what the journals' pages take: `map` looks at nothing else. */
export async function readSetup(client: NavClient, username: string | undefined): Promise<ReferenceRow[]> {
  const { pages } = await client.server();
  const ledger = (await fromApi(client)) ?? (await fromPage(client));
  const range = await ownRange(client, username);
  const fields = pages.generalJournal?.fields ?? {};
  const itemFields = pages.itemJournal?.fields ?? {};
  const data: Record<string, string> = {
    localCurrency: ledger?.localCurrency ?? '',
    allowPostingFrom: (range ? range.from : ledger?.from) ?? '',
    allowPostingTo: (range ? range.to : ledger?.to) ?? '',
    fields: Object.keys(fields).join(','),
    descriptionLength: String(fields['Description'] || 50),
    documentLength: String(fields['Document_No'] || 20),
    externalLength: String(fields['External_Document_No'] || 35),
    itemFields: Object.keys(itemFields).join(','),
    itemDescriptionLength: String(itemFields['Description'] || 50),
    itemDocumentLength: String(itemFields['Document_No'] || 20),
  };
  for (const [index, code] of (ledger?.dimensions ?? []).entries()) data[`dimension${index + 1}`] = code;
  return [{ code: company, name: 'set-up', usable: true, data }];
}

const places = [1, 2, 3, 4, 5, 6, 7, 8] as const;

async function fromApi(client: NavClient): Promise<LedgerSetup | undefined> {
  const rows = await client.apiAll(ledgerSetup, 'generalLedgerSetup', 'general ledger setup');
  const row = rows?.[0];
  return (
    row && {
      localCurrency: row.localCurrencyCode,
      from: row.allowPostingFrom,
      to: row.allowPostingTo,
      dimensions: places.map((place) => row[`shortcutDimension${place}Code`]),
    }
  );
}

async function fromPage(client: NavClient): Promise<LedgerSetup | undefined> {
  if (!(await client.server()).pages.ledgerSetup) return undefined;
  const [row] = await client.all('ledgerSetup', 'general ledger setup');
  return (
    row && {
      localCurrency: textOf(row, 'LCY_Code'),
      from: dayOf(row, 'Allow_Posting_From'),
      to: dayOf(row, 'Allow_Posting_To'),
      dimensions: places.map((place) =>
        textOf(row, place < 3 ? `Global_Dimension_${place}_Code` : `Shortcut_Dimension_${place}_Code`),
      ),
    }
  );
}

/** A range of our own user, which then counts instead of the company's (UserSetupManagement). */
async function ownRange(
  client: NavClient,
  username: string | undefined,
): Promise<{ readonly from: PlainDate | undefined; readonly to: PlainDate | undefined } | undefined> {
  if (username === undefined || !(await client.server()).pages.userSetup) return undefined;
  const rows = await client.all('userSetup', 'user setup');
  const own = rows.find((row) => userOf(row) === plainUser(username));
  const range = own && { from: dayOf(own, 'Allow_Posting_From'), to: dayOf(own, 'Allow_Posting_To') };
  return range?.from || range?.to ? range : undefined;
}

const userOf = (row: Row): string => plainUser(textOf(row, 'User_ID'));
const plainUser = (name: string): string => fold(name.slice(name.lastIndexOf('\\') + 1));

/** What `map` knows of the server. */
export interface Terrain {
  readonly localCurrency: string;
  readonly from: string;
  readonly to: string;
  readonly descriptionLength: number;
  readonly documentLength: number;
  readonly externalLength: number;
  has(field: string): boolean;
  /** The field of the journal that holds a shortcut dimension; nothing if the dimension is none. */
  dimensionField(code: string): string | undefined;
  /** Whether shortcut dimensions are known at all. */
  readonly knowsDimensions: boolean;
}

export function terrainOf(lookups: Pick<Lookups, 'reference'>): Terrain {
  const data = lookups.reference('setup').get(company)?.data ?? {};
  const text = (field: string) => data[field] ?? '';
  const fields = new Set(text('fields').split(','));
  const place = (code: string) =>
    places.find((candidate) => fold(text(`dimension${candidate}`)) === fold(code));
  return {
    localCurrency: text('localCurrency'),
    from: text('allowPostingFrom'),
    to: text('allowPostingTo'),
    descriptionLength: Number(text('descriptionLength') || 50),
    documentLength: Number(text('documentLength') || 20),
    externalLength: Number(text('externalLength') || 35),
    has: (field) => fields.has(field),
    knowsDimensions: places.some((candidate) => text(`dimension${candidate}`) !== ''),
    dimensionField(code) {
      const found = place(code);
      if (found === undefined) return undefined;
      return found < 3 ? `Shortcut_Dimension_${found}_Code` : `ShortcutDimCode${found}`;
    },
  };
}

/** As `terrainOf`, for lines of the item journal. */
export function itemTerrainOf(lookups: Pick<Lookups, 'reference'>): Terrain {
  const data = lookups.reference('setup').get(company)?.data ?? {};
  const fields = new Set((data['itemFields'] ?? '').split(','));
  return {
    ...terrainOf(lookups),
    descriptionLength: Number(data['itemDescriptionLength'] || 50),
    documentLength: Number(data['itemDocumentLength'] || 20),
    has: (field) => fields.has(field),
  };
}

/** The list, where this server shows it; nothing where only the standard API would, and there is none. */
export function shownList(
  lookups: Pick<Lookups, 'reference'>,
  list: ReferenceList,
): ReferenceIndex | undefined {
  const index = lookups.reference(list);
  return index.rows.length === 0 ? undefined : index;
}
