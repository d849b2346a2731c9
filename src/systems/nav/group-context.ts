import type { NavClient } from './client.ts';
import { isOfKind } from './group-remote.ts';
import type { GroupDraft, GroupShape } from './group-shape.ts';
import type { Journal } from './journal.ts';
import type { Row } from './rows.ts';

/** Groups of a batch that this process has compared and found right, with what they said then. */
export type Agreed = Map<string, string>;

export interface GroupContext {
  readonly client: NavClient;
  readonly shape: GroupShape;
  readonly journal: Journal;
  readonly agreed: Agreed;
}

export const documentNo = (draft: GroupDraft): string => String(draft.body.lines[0]?.['Document_No'] ?? '');

/** The group's lines in our batch as they are now. */
export const groupLines = async (
  { journal, shape }: Pick<GroupContext, 'journal' | 'shape'>,
  draft: GroupDraft,
): Promise<Row[]> =>
  (await journal.lines(`lines of a ${shape.what}`, 'Document_No', [documentNo(draft)])).filter((line) =>
    isOfKind(shape, line),
  );
