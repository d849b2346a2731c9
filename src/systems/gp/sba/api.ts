import type { GpConfig } from '../../../config/schema.ts';
import { isFailure } from '../../../domain/failure.ts';
import { fold } from '../../../domain/text.ts';
import type { Instant } from '../../../domain/time.ts';
import type { ReferenceRow } from '../../../mapping/references.ts';
import type { SystemOptions } from '../../shared/options.ts';
import type { GpApi, GpMasters, GpName, Permission } from '../api.ts';
import { dayBefore, mayBeNewer } from '../stamps.ts';
import { createSbaClient, quoted, type SbaClient } from './client.ts';
import { codes } from './errors.ts';
import { fields, paths } from './names.ts';
import { sbaPayables } from './payables.ts';
import { sbaReceipts } from './receipts.ts';
import { itemKind, type RecordKind, vendorKind } from './records.ts';
import * as wire from './wire.ts';

/**
 * GP through SBA. What its published objects lack is not there: no chart of accounts, no receivings, unless the customer
 * has services of his own for them.
 */
export function createSbaApi(options: SystemOptions): GpApi {
  const erp = options.pair.erp as GpConfig;
  const client = createSbaClient(options);
  return {
    key: async () => client.key,
    hello: () => client.hello(),
    async company() {
      await client.checkCompany();
      return erp.company;
    },
    vendors: masters(client, vendorKind),
    items: masters(client, itemKind),
    accounts: () => accounts(client),
    currencies: () => currencies(client),
    paymentTerms: async () =>
      (
        await client.all(wire.terms, paths.paymentTerms, 'list of payment terms', keyOf(fields.paymentTerms))
      ).map(({ PaymentTermsId, Description }) => ({ code: PaymentTermsId, name: Description, usable: true })),
    payables: (kind) => sbaPayables(client, kind),
    receipts: sbaReceipts(client),
    permissions: (flow) => permissions(client, flow),
    sent: () => client.sent(),
    close: () => client.close(),
  };
}

const keyOf = (field: string) => (row: unknown) =>
  String((row as Record<string, unknown> | null)?.[field] ?? '');

/** Lists show whole records; their stamp has no time of day, so the days around the mark come again and again. */
function masters<R>(client: SbaClient, kind: RecordKind<R>): GpMasters<R> {
  const names = async (filter?: string): Promise<GpName[]> => {
    const found: GpName[] = [];
    for await (const { rows } of client.pages(
      kind.path,
      `list of ${kind.name}s`,
      keyOf(kind.keyField),
      filter,
    ))
      for (const row of rows) {
        const record = kind.read(row);
        if (record !== undefined) found.push(kind.toName(record));
      }
    return found;
  };
  return {
    async *changed(since: Instant | undefined) {
      const filter = since && `${fields.modified} ge ${dayBefore(since)}T00:00:00`;
      for await (const page of client.pages(
        kind.path,
        `list of ${kind.name}s`,
        keyOf(kind.keyField),
        filter,
      )) {
        const rows = page.rows.flatMap((row) => {
          const record = kind.read(row);
          const id = keyOf(kind.keyField)(row).trim();
          if (record === undefined) return id === '' ? [] : [{ id }];
          return since === undefined || mayBeNewer(kind.modified(record), since) ? [{ id, record }] : [];
        });
        yield { rows, servedAt: page.servedAt };
      }
    },
    async read(id) {
      // A key with a slash may be refused on its way (HTTP.sys); the list finds it too.
      if (!/[/\\%]/.test(id)) {
        const found = await client.one(kind.schema, kind.path, [id], kind.name);
        return found && { record: kind.toRecord(found.row), servedAt: found.servedAt };
      }
      const filter = `${kind.keyField} eq ${quoted(id)}`;
      for await (const { rows, servedAt } of client.pages(
        kind.path,
        kind.name,
        keyOf(kind.keyField),
        filter,
      )) {
        const row = rows.find((candidate) => fold(keyOf(kind.keyField)(candidate)) === fold(id));
        const record = row === undefined ? undefined : kind.read(row);
        if (record !== undefined) return { record, servedAt };
      }
      return undefined;
    },
    all: () => names(),
    named: async (name) =>
      (await names(`${kind.nameField} eq ${quoted(name)}`)).filter(
        (found) => fold(found.name) === fold(name),
      ),
  };
}

async function accounts(client: SbaClient): Promise<ReferenceRow[] | undefined> {
  try {
    const rows = await client.all(wire.account, paths.accounts, 'list of accounts', keyOf(fields.account));
    return rows.map(({ AccountNumber, Description, Active, AllowAccountEntry, AccountType }) => {
      const why = [
        Active ? '' : 'Active is false',
        AllowAccountEntry ? '' : 'AllowAccountEntry is false',
        /unit/i.test(AccountType) ? `AccountType is ${AccountType}` : '',
      ].filter(Boolean);
      const usable = why.length === 0;
      return { code: AccountNumber, name: Description, usable, ...(usable ? {} : { why: why.join(', ') }) };
    });
  } catch (error) {
    if (isFailure(error, 'refused') && error.code === codes.absent) return undefined;
    throw error;
  }
}

/** Each under GP's own id, and under its ISO code where that is told. */
async function currencies(client: SbaClient): Promise<ReferenceRow[]> {
  const rows = await client.all(
    wire.currency,
    paths.currencies,
    'list of currencies',
    keyOf(fields.currency),
  );
  return rows.flatMap(({ CurrencyId, ISOCode, Description }) =>
    [...new Set([CurrencyId, ISOCode])]
      .filter(Boolean)
      .map((code) => ({ code, name: Description, usable: true, data: { code: CurrencyId } })),
  );
}

/** Reads that match nothing: what is refused here will be refused in the flow. */
function permissions(client: SbaClient, flow: string): Permission[] {
  const ask = (path: string, field: string): Permission => ({
    what: path,
    ask: async () => {
      const filter = `${field} eq ${quoted('ML-CONNECTOR')}`;
      for await (const _ of client.pages(path, path, keyOf(field), filter)) return;
    },
  });
  if (flow === 'suppliers') return [ask(paths.vendors, fields.vendor)];
  if (flow === 'products') return [ask(paths.items, fields.item)];
  if (flow === 'receipts') return [ask(paths.receipts, fields.receipt)];
  return [
    ask(paths.vendors, fields.vendor),
    ask(paths.payables, fields.voucher),
    ask(paths.currencies, fields.currency),
    ask(paths.paymentTerms, fields.paymentTerms),
  ];
}
