import type { StoredDocument } from '../store/documents.ts';
import type { Store } from '../store/store.ts';
import { UsageError } from './errors.ts';

/**
 * The one document that an id or a number means, among those that `wanted` takes.
 * @throws UsageError when there is none, or when there are several: it lists them.
 */
export async function resolveDocument(
  store: Store,
  text: string,
  wanted: (document: StoredDocument) => boolean = () => true,
): Promise<StoredDocument> {
  const found = (await store.documents.matching(text.trim())).filter(wanted);
  const exact = found.find(({ id }) => id === text.trim().toLowerCase());
  const [only, ...others] = found;
  if (exact ?? (only && others.length === 0)) return exact ?? (only as StoredDocument);
  if (only === undefined)
    throw new UsageError(`there is no document ${text}; \`ml-connector audit list\` shows what there is`);
  const list = found.map((document) => `  ${describe(document)}`);
  throw new UsageError(
    `${text} could be any of ${found.length} documents; give the id of one:\n${list.join('\n')}`,
    found.map(({ id, pair, kind, number, state }) => ({ id, pair, kind, number, state })),
  );
}

const describe = ({ id, pair, kind, number, state, target, targetSystem }: StoredDocument): string =>
  `${id}  ${pair}  ${kind} ${number}  ${state}${target ? `, ${targetSystem} ${target.number ?? target.id}` : ''}`;
