import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseConfig } from '../../src/config/load.ts';
import type { PartRow, PurchaseRow } from '../../src/sandbox/cin7/rows.ts';
import { demoConfig, demoConfigText, demoProblems, type Sandbox } from '../../src/sandbox/start.ts';
import { bcClient, type Client, start } from './support.ts';

let sandbox: Sandbox;
let bc: Client;
beforeAll(async () => {
  sandbox = await start({ data: 'demo' });
  bc = await bcClient(sandbox);
});
afterAll(() => sandbox.close());

describe('the data', () => {
  test('is large and varied enough', () => {
    const { suppliers, products, purchases } = sandbox.cin7.state;
    expect(suppliers.length).toBeGreaterThanOrEqual(40);
    expect(products.length).toBeGreaterThanOrEqual(150);
    expect(purchases.length).toBeGreaterThanOrEqual(60);
    const has = (wanted: (row: PurchaseRow) => boolean) => expect(purchases.some(wanted)).toBe(true);
    for (const type of ['Simple Purchase', 'Advanced Purchase', 'Service Purchase'])
      has((row) => row.type === type);
    for (const currency of ['GBP', 'EUR', 'USD']) has((row) => row.currency === currency);
    for (const location of ['Main Warehouse', 'Showroom']) has((row) => row.location === location);
    has((row) => row.inclusive);
    has((row) => row.blindReceipt);
    has((row) => row.voided);
    has((row) => row.approach === 'STOCK');
    has((row) => row.order.status === 'DRAFT');
    has((row) => row.invoices.length > 1);
    has((row) => row.credits.length > 0);
    has((row) => row.invoices.some((part) => part.status === 'PAID'));
    has((row) => row.invoices.some((part) => part.status === 'DRAFT'));
    has((row) => row.order.lines.some((line) => line.charge));
    has((row) => row.order.lines.some((line) => line.discount !== '0'));
    const { vendors } = sandbox.businessCentral.state;
    expect(vendors.length / suppliers.length).toBeGreaterThan(0.4);
    expect(vendors.length / suppliers.length).toBeLessThan(0.7);
  });

  test('is the same in every run at the same moment, and none of it lies in the future', async () => {
    const other = await start({ data: 'demo' });
    expect(JSON.stringify(other.snapshot())).toBe(JSON.stringify(sandbox.snapshot()));
    await other.close();
    const now = sandbox.clock.now();
    expect(sandbox.cin7.state.purchases.every((row) => row.stamp.slice(0, 23) <= now)).toBe(true);
    expect(
      sandbox.cin7.state.purchases.flatMap((row) => row.invoices).every((part) => part.date <= now),
    ).toBe(true);
  });

  test.each(['2026-01-01T00:30:00Z', '2026-03-01T12:00:00Z', '2028-02-29T23:59:00Z', '2026-12-31T08:00:00Z'])(
    'fits any day of the year: %s',
    async (at) => {
      const other = await start({ data: 'demo' });
      other.clock.set(at);
      await other.close();
      const { demoCalendar, demoPurchases } = await import('../../src/sandbox/demo/purchases.ts');
      const calendar = demoCalendar(at as never);
      const late = demoPurchases(calendar).filter(
        (spec) => spec.orderNumber !== demoProblems.closedPeriod && spec.orderNumber,
      );
      const dates = late.flatMap((spec) => spec.invoices ?? []).map((part) => part.date ?? '');
      expect(dates.every((date) => date >= calendar.openFrom && date <= calendar.today)).toBe(true);
    },
  );
});

test('the config is text without anchors, with codes as text', () => {
  const text = demoConfigText(sandbox, { caFile: './my-ca.pem' });
  expect(text).toContain('"0310"');
  expect(text).toContain('ca: ./my-ca.pem');
  expect(text).not.toContain('&a1');
});

test('the config is one that the connector takes', () => {
  expect(parseConfig(demoConfigText(sandbox), '/tmp/config.yaml', {})).toMatchObject({ ok: true });
});

/** A connector in twenty lines: what its mapping makes of a bill must be what Business Central computes and posts. */
describe('every authorised bill can be posted with the mapping, but three', () => {
  const mapped = () =>
    demoConfig(sandbox).pairs[0]!.mapping as {
      accounts: Record<string, { account: string; dimensions?: Record<string, string> }>;
      taxes: Record<string, { code: string }>;
    };

  async function vendorOf(row: PurchaseRow): Promise<string> {
    const supplier = sandbox.cin7.state.suppliers.find((other) => other.ID === row.supplierId)!;
    const { vendors } = sandbox.businessCentral.state;
    const known = vendors.find(
      (vendor) =>
        vendor.displayName === supplier.Name ||
        (supplier['TaxNumber'] && vendor['taxRegistrationNumber'] === supplier['TaxNumber']),
    );
    if (known) return known.number;
    if (supplier.Name === 'Tea Co') return 'V00010';
    return (
      await bc('POST', 'vendors', {
        displayName: supplier.Name,
        currencyCode: supplier.Currency,
        country: 'GB',
      })
    ).json.number;
  }

  async function deliver(row: PurchaseRow, part: PartRow, set: string): Promise<string> {
    const { accounts, taxes } = mapped();
    const credit = set === 'purchaseCreditMemos';
    const lines = part.lines.map((line) => ({ line, target: accounts[line.account] }));
    if (lines.some(({ target }) => target === undefined)) return 'rejected';
    const created = await bc('POST', set, {
      vendorNumber: await vendorOf(row),
      currencyCode: row.currency,
      ...(credit
        ? { vendorCreditMemoNumber: part.number, creditMemoDate: part.date }
        : { vendorInvoiceNumber: part.number, invoiceDate: part.date, pricesIncludeTax: row.inclusive }),
      [credit ? 'purchaseCreditMemoLines' : 'purchaseInvoiceLines']: lines.map(({ line, target }) => ({
        lineType: 'Account',
        lineObjectNumber: target?.account,
        description: line.name.slice(0, 100),
        taxCode: taxes[line.taxRule]?.code,
        quantity: 1,
        unitCost: Number(line.total),
        dimensionSetLines: Object.entries(target?.dimensions ?? {}).map(([code, valueCode]) => ({
          code,
          valueCode,
        })),
      })),
    });
    if (created.status !== 201) return created.json.error.message;
    const totals = part.lines.reduce(
      (sum, line) =>
        sum + Math.round(Number(line.total) * 100) + (row.inclusive ? 0 : Math.round(Number(line.tax) * 100)),
      0,
    );
    if (Math.round(created.json.totalAmountIncludingTax * 100) !== totals) return 'held: totals';
    const posted = await bc('POST', `${set}(${created.json.id})/Microsoft.NAV.post`);
    return posted.status === 204 ? 'posted' : `held: ${posted.json.error.message.split('  ')[0]}`;
  }

  test('posts them', async () => {
    const { since } = demoConfig(sandbox).pairs[0]!.flows.purchases;
    const bad: [string, string][] = [];
    let good = 0;
    for (const row of sandbox.cin7.state.purchases) {
      if (row.voided) continue;
      for (const [set, parts] of [
        ['purchaseInvoices', row.invoices],
        ['purchaseCreditMemos', row.credits],
      ] as const) {
        for (const part of parts) {
          if (!['AUTHORISED', 'PAID'].includes(part.status) || part.date < since) continue;
          const outcome = await deliver(row, part, set);
          if (outcome === 'posted') good++;
          else bad.push([row.orderNumber, outcome]);
        }
      }
    }
    expect(good).toBeGreaterThan(40);
    expect(bad).toEqual([
      [demoProblems.unmappedAccount, 'rejected'],
      [demoProblems.closedPeriod, 'held: Posting Date is not within your range of allowed posting dates.'],
      [demoProblems.totalDiffers, 'held: totals'],
    ]);
    expect(sandbox.check()).toEqual([]);
  });
});
