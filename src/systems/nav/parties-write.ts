import type { DefaultsRule } from '../../config/schema.ts';
import type { Party } from '../../domain/party.ts';
import { fold } from '../../domain/text.ts';
import type { Instant } from '../../domain/time.ts';
import type { MasterTarget, Outcome, Versioned } from '../../engine/ports.ts';
import type { HttpResponse } from '../../http/ports.ts';
import { Findings } from '../../mapping/findings.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import type { References } from '../../mapping/references.ts';
import { etagOf } from '../odata/etag.ts';
import { text } from '../odata/literal.ts';
import { equal } from '../odata/query.ts';
import { typedDefaults } from '../shared/defaults.ts';
import { checkLength, masterDraft } from '../shared/masters.ts';
import { changedMeanwhile } from '../shared/stale.ts';
import { lengths, title } from './capabilities.ts';
import type { NavClient } from './client.ts';
import { partyKey, partyVersion, partyWords, readParty, toVersioned } from './parties.ts';
import {
  type Body,
  bodyOf,
  carry,
  currencyField,
  head,
  holds,
  titleOf,
  withoutBlanks,
} from './party-body.ts';
import type { PartyShape } from './party-shape.ts';
import { type Row, textOf } from './rows.ts';

/**
 * Suppliers as vendors, customers as customers, through their cards. A card made from outside has no posting groups
 * unless `defaults` set them; without, nothing can be posted to it.
 */
export function partyTarget(options: {
  readonly client: NavClient;
  readonly references: References;
  readonly mapping: Mapping;
  readonly shape: PartyShape;
  readonly defaults: readonly DefaultsRule[] | undefined;
}): MasterTarget<Party> {
  const { client, references, mapping, shape, defaults } = options;
  const { page, what } = shape;
  const pageNow = () => client.peek()?.pages[page];

  const versioned = async (row: Row, servedAt: Instant): Promise<Versioned<Party>> =>
    toVersioned(row, servedAt, await partyWords(client, references, mapping, shape));
  const outcome = async (row: Row, servedAt: Instant): Promise<Outcome> => {
    const record = await versioned(row, servedAt);
    return { ref: { id: record.id, number: record.number, version: record.version }, record };
  };
  const answer = ({ json, servedAt }: HttpResponse) => outcome((json ?? {}) as Row, servedAt);

  return {
    kind: shape.kind,
    needs: ['setup', 'currencies', 'paymentTerms', 'countries'],
    carry: (record) => carry(record, pageNow()),

    create(wanted, lookups) {
      const record = carry(wanted, pageNow());
      const findings = new Findings();
      const at = { record: titleOf(shape, record), key: shape.defaults, fields: shape.fields };
      checkLength(record.code, lengths.supplier.code, { record: at.record, field: 'number' }, findings);
      const own = { shape, page: pageNow() };
      const all = Object.keys(record) as (keyof Party)[];
      const body: Body = {
        ...(record.code === '' ? {} : { No: record.code }),
        ...typedDefaults(defaults, record, at, findings),
        ...withoutBlanks(bodyOf(record, all, own, lookups, findings)),
        ...currencyField(record, shape, lookups, findings),
      };
      return masterDraft({ ...head(shape, record), body }, findings);
    },

    change(current, wanted, changed, lookups) {
      const record = carry(wanted, pageNow());
      const findings = new Findings();
      const body = bodyOf(record, changed, { shape, page: pageNow() }, lookups, findings);
      return masterDraft(
        { ...head(shape, { ...current.record, name: record.name }), body, current },
        findings,
      );
    },

    async find(draft) {
      const body = draft.body as Body;
      const number = String(body['No'] ?? '');
      const [field, value] = number === '' ? ['Name', String(body['Name'])] : ['No', fold(number)];
      const found: Versioned<Party>[] = [];
      for await (const part of client.list(page, `${what} look-up`, { filter: equal(field, text(value)) })) {
        for (const row of part.rows)
          if (fold(textOf(row, field)) === fold(value)) found.push(await versioned(row, part.servedAt));
      }
      return found;
    },

    async read(id) {
      const found = await readParty(client, shape, id);
      return found && versioned(found.row, found.servedAt);
    },

    steps(draft) {
      const json = draft.body as Body;
      const { current } = draft;
      if (!current) {
        const create = async () => answer(await client.send(page, { method: 'POST', json }, `new ${what}`));
        return [{ role: 'create', name: 'create', run: create }];
      }
      return [
        {
          role: 'fill',
          name: 'update',
          async probe() {
            const found = await readParty(client, shape, current.id);
            return found && holds(found.row, json) ? outcome(found.row, found.servedAt) : undefined;
          },
          // The ETag moves with the balance too: what counts is whether the card still says what the change was made for.
          async run() {
            const found = await readParty(client, shape, current.id);
            const words = await partyWords(client, references, mapping, shape);
            if (!found || partyVersion(found.row, words) !== current.version)
              throw changedMeanwhile(title, what);
            const key = partyKey(current.id);
            const version = etagOf(found.row) ?? '*';
            return answer(await client.send(page, { method: 'PATCH', key, json, version }, `${what} update`));
          },
        },
      ];
    },
  };
}
