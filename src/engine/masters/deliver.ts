import { sourceSide } from '../../domain/document.ts';
import type { StoredDocument } from '../../store/documents.ts';
import type { Link } from '../../store/links.ts';
import type { Pass } from '../context.ts';
import { bringToRest } from '../rest.ts';
import type { Verdict } from '../verdict.ts';
import { seen } from './common.ts';
import { firstContact, linkTo } from './contact.ts';
import { keepInStep } from './in-step.ts';
import { held } from './mirror.ts';
import type { MasterSpec } from './spec.ts';
import { adoptOwed } from './write.ts';

/** Brings one master record of the leg's source to rest at the target. */
export async function deliverMaster(
  pass: Pass,
  spec: MasterSpec,
  document: StoredDocument,
  create: 'always' | 'used' | 'never',
): Promise<void> {
  await pass.queue.run(`source ${spec.kind}|${document.sourceId}`, () =>
    bringToRest(pass, document, `${spec.kind} ${document.number}`, () =>
      settle(pass, spec, document, create),
    ),
  );
}

async function settle(
  pass: Pass,
  spec: MasterSpec,
  document: StoredDocument,
  create: 'always' | 'used' | 'never',
): Promise<Verdict> {
  const side = sourceSide(pass.leg);
  const here = await held(pass, spec, side, document.sourceId);
  const link = await pass.store.links.of(pass.pair, spec.flow, side, document.sourceId);
  if (!here) return vanished(spec, document, link);
  const owed = link ? undefined : await adoptOwed(pass, spec, document);
  if (owed && 'verdict' in owed) return owed.verdict;
  if (owed) return linkTo(pass, spec, document, here, owed.id, 'our own create');
  if (link?.alias) return { state: 'linked', counted: 'unchanged', change: seen(here) };
  const kept = link ? await keepInStep(pass, spec, document, here, link) : 'link anew';
  return kept === 'link anew' ? firstContact(pass, spec, document, here, link ? 'always' : create) : kept;
}

/** Deletions are reported, not mirrored. */
const vanished = (spec: MasterSpec, document: StoredDocument, link: Link | undefined): Verdict => ({
  state: link ? 'linked' : 'skipped',
  counted: 'unchanged',
  problems: link
    ? [
        {
          code: 'deleted',
          severity: 'warning',
          record: `${spec.kind} ${document.number}`,
          seen: 'gone at the source',
          fix: 'nothing is deleted on the other side; remove or block it there by hand if it shall go',
        },
      ]
    : [],
});
