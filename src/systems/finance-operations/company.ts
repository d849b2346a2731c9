import { Failure } from '../../domain/failure.ts';
import { fold } from '../../domain/text.ts';
import { title } from './capabilities.ts';
import type { LegalEntityRow } from './wire.ts';

/**
 * The legal entity as the server prints it: `usmf`, whatever the case in the config.
 * @throws Failure that names those there are.
 */
export function chooseCompany(found: readonly LegalEntityRow[], wanted: string): LegalEntityRow {
  const entity = found.find(({ LegalEntityId }) => fold(LegalEntityId) === fold(wanted));
  if (entity) return entity;
  const names = found.map(({ LegalEntityId, Name }) => `${LegalEntityId}${Name ? ` (${Name})` : ''}`);
  const list = names.length === 0 ? 'none' : names.slice(0, 20).join('; ');
  throw new Failure({
    kind: 'refused',
    system: title,
    code: 'company',
    message: `${title}: there is no legal entity "${wanted}" that we may see. There are: ${list}. In the config, set erp.legalEntity to one of them.`,
  });
}
