import { fold } from '../../domain/text.ts';
import type { DocumentTarget, Remote } from '../../engine/ports.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import type { References } from '../../mapping/references.ts';
import { changedMeanwhile } from '../shared/stale.ts';
import { title } from './capabilities.ts';
import { beganGroup, compareGroup } from './group-compare.ts';
import type { GroupContext } from './group-context.ts';
import { mapGroup } from './group-map.ts';
import {
  byDocument,
  draftRemote,
  groupId,
  isOfKind,
  placeIn,
  postedRemote,
  versionOf,
} from './group-remote.ts';
import type { Content, GroupDraft, LineBody } from './group-shape.ts';
import { groupSteps } from './group-steps.ts';
import { entriesByDocument, entriesOf, reversedSince } from './ledger.ts';
import { type Row, textOf } from './rows.ts';
import { company } from './setup.ts';

/**
 * Bills and invoices as groups of general journal lines: looked for in our batch and in the party's ledger, written as a
 * whole, read back line by line, posted where the server lets us; else a person posts, and that is noticed.
 */
export function groupTarget<D extends Content>(
  context: GroupContext & {
    readonly mapping: Mapping;
    readonly references: References;
    readonly stockClearing: string | undefined;
  },
): DocumentTarget<D, GroupDraft> {
  const { client, shape, journal, mapping, references, stockClearing } = context;

  /** Groups of our kind in the batch, whole ones, for some document numbers. */
  async function groupsOf(documentNos: readonly string[]): Promise<Map<string, Row[]>> {
    if (documentNos.length === 0) return new Map();
    const lines = await journal.lines(`lines of ${shape.what}s`, 'Document_No', documentNos);
    return byDocument(lines.filter((line) => isOfKind(shape, line)));
  }

  return {
    kind: shape.kind,
    watches: true,
    clears: true,
    needs: ['setup', 'accounts', 'dimensions', 'dimensionValues', 'defaultDimensions', 'currencies'],
    map: (content, lookups) => mapGroup(shape, journal, stockClearing, content, lookups),

    async find(draft) {
      const [party] = draft.body.lines as readonly [LineBody];
      const [no, number] = [String(party['Account_No']), String(party[shape.key])];
      const hits = (await journal.lines(`${shape.what} look-up`, shape.key, [number])).filter((line) =>
        isOfKind(shape, line),
      );
      const numbers = new Set(hits.map((line) => textOf(line, 'Document_No')));
      const groups =
        shape.key === 'Document_No' ? byDocument(hits) : await groupsOf([...numbers].filter(Boolean));
      const found: Remote[] = [];
      for (const lines of groups.values()) {
        const remote = draftRemote(shape, mapping, draft.local, lines);
        const other = partyNo(lines, shape.party);
        if (other === undefined || fold(other) === fold(no)) found.push(remote);
      }
      for (const entry of await entriesOf(client, shape, no, number))
        found.push(postedRemote(shape, mapping, draft.local, entry));
      return found;
    },

    async read(refs) {
      const places = refs.map(placeIn);
      const drafted = places.filter(({ where }) => where === 'journal').map(({ documentNo }) => documentNo);
      const groups = await groupsOf(drafted);
      const elsewhere = places.filter(({ documentNo }) => !groups.has(fold(documentNo)));
      const entries = byDocument(
        await entriesByDocument(
          client,
          shape,
          elsewhere.map(({ documentNo }) => documentNo),
        ),
      );
      return places.flatMap(({ where, local, documentNo }) => {
        const lines = where === 'journal' ? groups.get(fold(documentNo)) : undefined;
        if (lines) return draftRemote(shape, mapping, local, lines);
        // The last entry tells: what was reversed may have been posted anew.
        const entry = entries.get(fold(documentNo))?.at(-1);
        return entry ? postedRemote(shape, mapping, local, entry) : [];
      });
    },

    compare: compareGroup,
    began: beganGroup,
    steps: (draft, done) => groupSteps(context, draft, done),

    async follow(mark) {
      const told = await reversedSince(client, shape, mark);
      const code = (await references.load('setup')).get(company)?.data?.['localCurrency'] ?? '';
      const local = mapping.back.currency(code);
      const undone = told.documentNos.map((documentNo) => ({
        id: groupId({ where: 'ledger', local, documentNo }),
        number: documentNo,
      }));
      return { mark: told.mark, undone };
    },

    async withdraw(ref) {
      const { documentNo } = placeIn(ref);
      const lines = (await groupsOf([documentNo])).get(fold(documentNo)) ?? [];
      if (lines.length === 0) {
        const posted = (await entriesByDocument(client, shape, [documentNo])).length > 0;
        if (posted) throw changedMeanwhile(title, shape.what);
        return;
      }
      if (ref.version !== undefined && versionOf(lines) !== ref.version)
        throw changedMeanwhile(title, shape.what);
      await journal.remove(lines, `withdrawal of a ${shape.what}`);
    },
  };
}

const partyNo = (lines: readonly Row[], type: string): string | undefined => {
  const line = lines.find((candidate) => fold(textOf(candidate, 'Account_Type')) === fold(type));
  return line && textOf(line, 'Account_No');
};
