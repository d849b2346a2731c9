import type { Party } from '../../domain/party.ts';
import { fingerprint, fold, tidy } from '../../domain/text.ts';
import { parseInstant } from '../../domain/time.ts';
import type { Source, SourceRow } from '../../engine/ports.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import { countryCode } from '../shared/countries.ts';
import { stampVersion } from '../shared/version.ts';
import type { GpApi, GpName, GpVendor } from './api.ts';

/** The company's own currency is blank on vendors; `isoOf` tells Cin7's code of the others. */
export interface VendorWords {
  readonly mapping: Mapping;
  isoOf(currency: string): Promise<string>;
}

/**
 * Vendors by ModifiedDate. The list shows little of them, so each that changed is read by its key; a stamp without time of
 * day brings records back that are the same, which their content tells.
 */
export function vendorSource(api: GpApi, words: VendorWords): Source<Party> {
  const versioned = async (vendor: GpVendor, others: readonly GpName[]) => toRow(vendor, others, words);
  return {
    paging: 'keyset',
    async *changes(since) {
      const namesakesOf = createNameIndex(api, since === undefined);
      for await (const { rows, servedAt } of api.vendors.changed(since)) {
        const told: SourceRow<Party>[] = [];
        for (const { id, record } of rows) {
          told.push(
            record === undefined ? unreadable(id) : await versioned(record, await namesakesOf(record.name)),
          );
        }
        yield { rows: told, servedAt };
      }
    },
    async read(id) {
      const found = await api.vendors.read(keyOf(id));
      if (!found) return undefined;
      const row = await versioned(found.record, await api.vendors.named(found.record.name));
      return { ...row, servedAt: found.servedAt };
    },
  };
}

/** Ids are told in lower case; GP itself keeps keys in upper case, and compares them without. */
export const idOf = (key: string): string => key.toLowerCase();
export const keyOf = (id: string): string => id.toUpperCase();

/** A record that the service does not show: it is read by itself later, and fails by itself. */
export const unreadable = (id: string) => ({
  id: idOf(id),
  number: id,
  version: `unreadable#${fingerprint(id).slice(0, 12)}`,
});

/** So many names are asked for one by one; for more, the whole list costs less. */
const fewNames = 10;

/** The vendors of a name. `many`: it will be asked for all of them. */
function createNameIndex(api: GpApi, many: boolean): (name: string) => Promise<readonly GpName[]> {
  let asked = many ? fewNames : 0;
  let all: Map<string, GpName[]> | undefined;
  return async (name) => {
    if (all === undefined && asked++ < fewNames) return api.vendors.named(name);
    all ??= byName(await api.vendors.all());
    return all.get(fold(name)) ?? [];
  };
}

function byName(names: readonly GpName[]): Map<string, GpName[]> {
  const found = new Map<string, GpName[]>();
  for (const name of names) found.set(fold(name.name), [...(found.get(fold(name.name)) ?? []), name]);
  return found;
}

async function toRow(
  vendor: GpVendor,
  namesakes: readonly GpName[],
  { mapping, isoOf }: VendorWords,
): Promise<SourceRow<Party> & { readonly record: Party }> {
  const name = nameOf(vendor, namesakes);
  return {
    id: idOf(vendor.id),
    number: vendor.id,
    version: stampVersion(vendor.modified, { ...vendor, name }),
    stamp: parseInstant(vendor.modified),
    record: {
      id: idOf(vendor.id),
      code: vendor.id,
      name,
      taxNumber: tidy(vendor.taxNumber),
      phone: phoneOf(vendor.phone),
      ...(vendor.contact === undefined ? {} : { contact: tidy(vendor.contact) }),
      line1: tidy(vendor.line1),
      ...(vendor.line2 === undefined ? {} : { line2: tidy(vendor.line2) }),
      city: tidy(vendor.city),
      state: tidy(vendor.state),
      postcode: tidy(vendor.postcode),
      country: countryCode(vendor.country) ?? tidy(vendor.country),
      // A term that `mapping.paymentTerms` does not know cannot be told in Cin7's words.
      terms: vendor.terms === '' ? '' : mapping.back.term(vendor.terms),
      currency: await isoOf(vendor.currency),
      ...(vendor.payablesAccount ? { payablesAccount: vendor.payablesAccount } : {}),
      // On hold keeps from paying, not from entering.
      status: vendor.active ? 'active' : 'inactive',
    },
  };
}

/** Cin7 keeps the names of suppliers apart: of several vendors of one name, the first by id has it, the others add theirs. */
function nameOf(vendor: GpVendor, namesakes: readonly GpName[]): string {
  const name = tidy(vendor.name) || vendor.id;
  const first = namesakes.map(({ id }) => fold(id)).sort()[0] ?? fold(vendor.id);
  return first < fold(vendor.id) ? `${name} (${vendor.id})` : name;
}

/** GP keeps digits only, the extension behind ten of them, zeros where there is none. */
function phoneOf(phone: string): string {
  const text = tidy(phone);
  const match = /^(\d{10})(\d{4})$/.exec(text);
  if (!match) return text;
  const [, digits = '', extension = ''] = match;
  if (extension !== '0000') return `${digits} x${extension}`;
  return /^0+$/.test(digits) ? '' : digits;
}
