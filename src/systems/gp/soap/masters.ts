import { isFailure } from '../../../domain/failure.ts';
import { fold } from '../../../domain/text.ts';
import { addDays, dateOf, type Instant } from '../../../domain/time.ts';
import type { GpItem, GpMasters, GpName, GpPage, GpRow, GpVendor } from '../api.ts';
import { dayBefore, mayBeNewer } from '../stamps.ts';
import { absentOr } from './absent.ts';
import type { SoapClient } from './client.ts';
import { allRows, listRows, type SoapList } from './lists.ts';
import type { XmlAnswer } from './read-xml.ts';
import {
  type ItemNode,
  item,
  itemSummary,
  readNode,
  summary,
  type VendorNode,
  vendor,
  vendorSummary,
} from './wire.ts';
import type { XmlTree } from './write-xml.ts';

interface Kind<R> {
  /** `Vendor`: as in the names of the operations. */
  readonly object: string;
  readonly name: string;
  readonly nameCriterion: string;
  /** What is no record of ours, by its summary. */
  isNone(row: XmlAnswer): boolean;
  toName(row: XmlAnswer): GpName;
  toRecord(content: XmlAnswer): R;
}

/** Summaries say what changed; each changed record is then read by its key, because they show little of it. */
function masters<R>(client: SoapClient, cap: number, now: () => Instant, kind: Kind<R>): GpMasters<R> {
  const list = (criteria: { before?: XmlTree | undefined; behind?: XmlTree | undefined } = {}): SoapList => ({
    operation: `Get${kind.object}List`,
    element: `${kind.object}Summary`,
    name: `list of ${kind.name}s`,
    idCriterion: 'Id',
    ...criteria,
  });

  async function read(id: string) {
    const first = { key: { Id: id } };
    const call = { operation: `Get${kind.object}ByKey`, first, name: kind.name, effect: 'read' } as const;
    const byId = { ...list(), behind: undefined, before: { Id: { EqualValue: id } } };
    const found = await client
      .call(call)
      .catch(absentOr(async () => (await allRows(client, byId, cap)).length > 0));
    return found && { record: kind.toRecord(found.content), servedAt: found.response.servedAt };
  }

  const isDue = (row: XmlAnswer, since: Instant | undefined): boolean =>
    !kind.isNone(row) &&
    (since === undefined || mayBeNewer(readNode(summary, row, kind.name).ModifiedDate, since));

  async function readAll(rows: readonly XmlAnswer[]): Promise<GpRow<R>[]> {
    const found: GpRow<R>[] = [];
    for (const row of rows) {
      const { id } = kind.toName(row);
      const answer = await read(id).catch(unreadable);
      if (answer === 'unreadable') found.push({ id });
      else if (answer) found.push({ id, record: answer.record });
    }
    return found;
  }

  async function* changed(since: Instant | undefined): AsyncIterable<GpPage<R>> {
    const to = `${addDays(dateOf(now()), 2)}T00:00:00`;
    const behind = since && { ModifiedDate: { From: `${dayBefore(since)}T00:00:00`, To: to } };
    for await (const { rows, servedAt } of listRows(client, list({ behind }), cap)) {
      const due = rows.filter((row) => isDue(row, since));
      for (let at = 0; at < due.length || at === 0; at += portion)
        yield { rows: await readAll(due.slice(at, at + portion)), servedAt };
    }
  }

  const names = async (of: SoapList): Promise<GpName[]> =>
    (await allRows(client, of, cap)).filter((row) => !kind.isNone(row)).map(kind.toName);

  return {
    changed,
    read,
    all: () => names(list()),
    named: async (name) =>
      (await names(list({ behind: { [kind.nameCriterion]: { EqualValue: name } } }))).filter(
        (found) => fold(found.name) === fold(name),
      ),
  };
}

/** Records that are stored together while a list is walked. */
const portion = 50;

/** One record that the service refuses to show keeps nobody else waiting. */
function unreadable(error: unknown): 'unreadable' {
  if (isFailure(error, 'refused')) return 'unreadable';
  throw error;
}

export const soapVendors = (client: SoapClient, cap: number, now: () => Instant): GpMasters<GpVendor> =>
  masters(client, cap, now, {
    object: 'Vendor',
    name: 'vendor',
    nameCriterion: 'Name',
    isNone: () => false,
    toName(row) {
      const { Key, Name, IsActive } = readNode(vendorSummary, row, 'vendor');
      return { id: Key.Id, name: Name, usable: IsActive, ...(IsActive ? {} : { why: 'IsActive is false' }) };
    },
    toRecord: (content) => toVendor(readNode(vendor, content, 'vendor')),
  });

function toVendor(node: VendorNode): GpVendor {
  const { Addresses } = node;
  const own = Addresses.find(({ Key }) => fold(Key.Id) === fold(node.DefaultAddressKey.Id)) ?? Addresses[0];
  return {
    id: node.Key.Id,
    name: node.Name,
    active: node.IsActive,
    currency: node.CurrencyKey.ISOCode,
    terms: node.PaymentTermsKey.Id,
    taxNumber: node.TaxRegistrationNumber || node.TaxIdentificationNumber,
    contact: own?.ContactPerson ?? '',
    line1: own?.Line1 ?? '',
    line2: own?.Line2 ?? '',
    city: own?.City ?? '',
    state: own?.State ?? '',
    postcode: own?.PostalCode ?? '',
    country: own?.CountryRegion ?? '',
    phone: own?.Phone1.Value === undefined ? '' : String(own.Phone1.Value),
    payablesAccount: node.AccountsPayableGLAccountKey.Id,
    modified: node.ModifiedDate,
  };
}

export const soapItems = (client: SoapClient, cap: number, now: () => Instant): GpMasters<GpItem> =>
  masters(client, cap, now, {
    object: 'Item',
    name: 'item',
    nameCriterion: 'Description',
    isNone: (row) => readNode(itemSummary, row, 'item').Type === 'Kit',
    toName(row) {
      const { Key, Description, IsDiscontinued } = readNode(itemSummary, row, 'item');
      const usable = !IsDiscontinued;
      return { id: Key.Id, name: Description, usable, ...(usable ? {} : { why: 'discontinued' }) };
    },
    toRecord: (content) => toItem(readNode(item, content, 'item')),
  });

function toItem(node: ItemNode): GpItem {
  return {
    number: node.Key.Id,
    description: node.Description,
    type: itemType(node.Type || node['@type']),
    inactive: node.IsInactive,
    schedule: node.UofMScheduleKey.Id,
    modified: node.ModifiedDate,
  };
}

function itemType(type: string): GpItem['type'] {
  if (/^kit/i.test(type)) return 'kit';
  if (/^discontinued/i.test(type)) return 'discontinued';
  return /^(sales)?(item|inventory)/i.test(type) ? 'stock' : 'service';
}
