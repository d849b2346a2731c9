import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parseConfig } from '../../src/config/load.ts';
import { type Decimal, negate, sumOf } from '../../src/domain/decimal.ts';
import type { PartRow, PurchaseRow } from '../../src/sandbox/cin7/rows.ts';
import { gpUnknownSupplier, gpVendorId } from '../../src/sandbox/demo/gp.ts';
import {
  demoConfig,
  demoConfigText,
  demoCredentials,
  demoProblems,
  type Sandbox,
} from '../../src/sandbox/start.ts';
import { distribution, type GpClient, gpClient, money } from './gp-support.ts';
import { start } from './support.ts';

let sandbox: Sandbox;
let gp: GpClient;
beforeAll(async () => {
  sandbox = await start({ data: 'demo', erps: ['gp'] });
  gp = gpClient(sandbox);
});
afterAll(async () => {
  await gp.close();
  await sandbox.close();
});

test('the pair is one that the connector takes', () => {
  expect(parseConfig(demoConfigText(sandbox), '/tmp/config.yaml', {})).toMatchObject({ ok: true });
  expect(demoConfig(sandbox).pairs.map((pair) => pair.name)).toEqual(['demo-gp']);
  expect(demoCredentials(sandbox)['demo-gp-erp']).toEqual(sandbox.credentials.gp);
});

test('vendors for all suppliers but one, under their names but for the pinned one', () => {
  const { vendors } = sandbox.gp.state;
  const names = new Set(vendors.map((vendor) => vendor.name));
  const without = sandbox.cin7.state.suppliers
    .filter((supplier) => !names.has(supplier.Name))
    .map((row) => row.Name);
  expect(without.sort()).toEqual(['Glen Orrin Shortbread', gpUnknownSupplier, 'Tea Co']);
  expect(new Set(vendors.map((vendor) => vendor.id)).size).toBe(vendors.length);
  expect(vendors.every((vendor) => vendor.id.length <= 15)).toBe(true);
  expect(sandbox.gp.state.items.length).toBeGreaterThan(100);
});

/** A connector in thirty lines: what the mapping makes of a bill must be what GP takes. */
test('every authorised bill can be written with the mapping, but for what is wrong on purpose', async () => {
  const pair = demoConfig(sandbox).pairs[0]!;
  const { accounts, taxes } = pair.mapping as {
    accounts: Record<string, { account: string }>;
    taxes: Record<string, { account: string; detail: string } | 'none'>;
  };
  const vendorOf = (row: PurchaseRow) => {
    const supplier = sandbox.cin7.state.suppliers.find((other) => other.ID === row.supplierId)!;
    const { vendors } = sandbox.gp.state;
    const found = vendors.find(
      (vendor) =>
        vendor.name === supplier.Name ||
        (supplier['TaxNumber'] && vendor.taxRegistrationNumber === supplier['TaxNumber']),
    );
    return found?.id ?? (supplier.Name === 'Tea Co' ? gpVendorId({ name: 'Tea Co' }) : undefined);
  };
  let n = 0;

  async function deliver(row: PurchaseRow, part: PartRow, credit: boolean): Promise<string> {
    const vendor = vendorOf(row);
    if (!vendor || part.lines.some((line) => !accounts[line.account])) return 'rejected';
    const net = (line: PartRow['lines'][number]) =>
      row.inclusive ? sumOf([line.total, negate(line.tax)]) : line.total;
    const purchases = sumOf(part.lines.map(net));
    const tax = sumOf(part.lines.map((line) => line.tax));
    const total = sumOf([purchases, tax]);
    const rows: [number, string, Decimal][] = [
      ...part.lines.map((line): [number, string, Decimal] => [6, accounts[line.account]!.account, net(line)]),
      ...part.lines.flatMap((line): [number, string, Decimal][] => {
        const mapped = taxes[line.taxRule]!;
        return mapped === 'none' ? [] : [[10, mapped.account, line.tax]];
      }),
      [2, '000-2100-00', negate(total)],
    ];
    const sides = rows.map(([type, account, amount]) => {
      const turned = credit ? negate(amount) : amount;
      const debit = !turned.startsWith('-');
      return distribution(type, account, debit ? turned : '0', debit ? '0' : negate(turned), row.currency);
    });
    const name = credit ? 'payablesCreditMemo' : 'payablesInvoice';
    const xml = `<${name}><Key><Id>C7${++n}</Id></Key><VendorDocumentNumber>${part.number}</VendorDocumentNumber>${money('DocumentAmount', total, row.currency)}<Date>${part.date}T00:00:00</Date><GeneralLedgerPostingDate>${part.date}T00:00:00</GeneralLedgerPostingDate>${money('PurchasesAmount', purchases, row.currency)}${money('TaxAmount', tax, row.currency)}${row.currency === 'GBP' ? '' : `<ExchangeRate>${row.rate}</ExchangeRate>`}<BatchKey><Id>C7-${part.date.replaceAll('-', '')}</Id></BatchKey><VendorKey><Id>${vendor}</Id></VendorKey><CurrencyKey><ISOCode>${row.currency}</ISOCode></CurrencyKey><Distributions>${sides.join('')}</Distributions></${name}>`;
    const reply = await gp.call(credit ? 'CreatePayablesCreditMemo' : 'CreatePayablesInvoice', xml);
    return reply.status === 200 ? 'written' : reply.fault;
  }

  const bad: [string, string][] = [];
  const { since } = pair.flows.purchases;
  let good = 0;
  for (const row of sandbox.cin7.state.purchases) {
    if (row.voided) continue;
    for (const [parts, credit] of [
      [row.invoices, false],
      [row.credits, true],
    ] as const)
      for (const part of parts) {
        if (!['AUTHORISED', 'PAID'].includes(part.status) || part.date < since) continue;
        const outcome = await deliver(row, part, credit);
        if (outcome === 'written') good += 1;
        else bad.push([row.orderNumber, outcome]);
      }
  }
  expect(good).toBeGreaterThan(40);
  const unexpected = bad.filter(
    ([number]) => ![demoProblems.unmappedAccount, demoProblems.closedPeriod].includes(number as never),
  );
  expect(unexpected.map(([, outcome]) => outcome)).toEqual(unexpected.map(() => 'rejected'));
  expect(bad.find(([number]) => number === demoProblems.closedPeriod)?.[1]).toContain('90010');
  expect(sandbox.check()).toEqual([]);
}, 30_000);
