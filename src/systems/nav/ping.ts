import { fold } from '../../domain/text.ts';
import type { FlowLeg, PingCheck } from '../../engine/ports.ts';
import { text } from '../odata/literal.ts';
import { all, equal } from '../odata/query.ts';
import type { SystemDeps } from '../shared/options.ts';
import { answered, failedCheck, unanswered } from '../shared/ping.ts';
import { pagesRoot } from './address.ts';
import { title } from './capabilities.ts';
import type { NavClient } from './client.ts';
import { canPost } from './group-post.ts';
import { textOf } from './rows.ts';
import { explainOff, headers, type Server } from './server.ts';
import { objects, type Page } from './services.ts';
import { journal as apiJournal } from './wire.ts';

/** The pages that a flow reads or writes. */
const needed: Readonly<Partial<Record<FlowLeg['flow'], readonly Page[]>>> = {
  suppliers: ['vendors'],
  customers: ['customers'],
  purchases: ['generalJournal', 'vendors', 'vendorLedgerEntries', 'accounts', 'dimensionValues'],
  sales: ['generalJournal', 'customers', 'customerLedgerEntries', 'accounts', 'dimensionValues'],
  inventory: ['itemJournal', 'items', 'itemLedgerEntries'],
};

/** Without these something cannot be checked beforehand; the API tells some of it, too. */
const wanted: Readonly<Partial<Record<Page, string>>> = {
  defaultDimensions: 'mandatory dimensions are only found out when lines are posted',
  ledgerSetup: 'posting dates, shortcut dimensions and the local currency are unknown',
  generalBatches: 'number series and balancing account of the journal batches cannot be checked',
};

const journals = { purchases: 'generalBatches', sales: 'generalBatches', inventory: 'itemBatches' } as const;

export async function pingNav(
  client: NavClient,
  deps: SystemDeps,
  flows: readonly FlowLeg[],
): Promise<PingCheck[]> {
  const { baseUrl } = client.site;
  const checks: PingCheck[] = [];
  let server: Server;
  try {
    const sentAt = deps.clock.now();
    const request = {
      method: 'GET',
      url: `${pagesRoot}/Company`,
      name: 'list of companies',
      headers,
    } as const;
    checks.push(...answered(baseUrl, await client.http.request(request).catch(explainOff), sentAt));
    server = await client.server(true);
    const api = server.api ? `standard API ${server.api}` : 'no standard API';
    checks.push({ check: 'company', ok: true, detail: server.companyName });
    checks.push({ check: 'services', ok: true, detail: `${api}; ${publishedIn(server)}` });
  } catch (error) {
    return checks.length > 0 ? [...checks, failedCheck('company', error)] : unanswered(baseUrl, title, error);
  }
  const names = [...new Set(flows.map(({ flow }) => flow))];
  for (const page of new Set(names.flatMap((flow) => needed[flow] ?? [])))
    checks.push(await readable(client, server, page));
  for (const flow of names) {
    if (flow !== 'purchases' && flow !== 'sales' && flow !== 'inventory') continue;
    checks.push(await checkBatch(client, server, flow), posting(client, server, flow));
  }
  if (server.pages.generalJournal && !('Due_Date' in server.pages.generalJournal.fields))
    checks.push({
      check: 'due dates',
      ok: true,
      detail: `${server.pages.generalJournal.name} does not show Due Date: it is reckoned from the payment terms of the vendor or customer; publish Purchase Journal (254) or Sales Journal (253) to send Cin7's`,
    });
  if (names.some((flow) => flow === 'purchases' || flow === 'sales'))
    for (const [page, why] of Object.entries(wanted) as [Page, string][])
      if (!server.pages[page] && !(page === 'ledgerSetup' && server.api))
        checks.push({
          check: `service: ${page}`,
          ok: true,
          detail: `${objects[page]} is not published: ${why}`,
        });
  return checks;
}

const publishedIn = ({ pages }: Server): string =>
  `published: ${Object.values(pages)
    .map(({ name }) => name)
    .join(', ')}`;

async function readable(client: NavClient, server: Server, page: Page): Promise<PingCheck> {
  const check = `permission: ${page}`;
  // The API tells accounts and dimensions, too.
  if (!server.pages[page] && server.api && (page === 'accounts' || page === 'dimensionValues'))
    return { check, ok: true, detail: 'from the standard API' };
  try {
    const name = (await client.page(page)).name;
    for await (const _ of client.list(page, name, { top: 1 })) break;
    return { check, ok: true, detail: `${name}: readable` };
  } catch (error) {
    const fix = server.pages[page]
      ? 'give our user or application a permission set that reads it'
      : `publish page ${objects[page]} on the page "Web Services", or correct erp.services.${page}`;
    return failedCheck(check, error, fix);
  }
}

/** A batch of our own, without anything that would change our lines or their numbers. */
async function checkBatch(
  client: NavClient,
  server: Server,
  flow: keyof typeof journals,
): Promise<PingCheck> {
  const { template, batch } = client.erp.journals[flow];
  const check = `journal batch: ${template} ${batch}`;
  try {
    const wrong = await wrongWith(client, server, flow);
    if (wrong === undefined) return { check, ok: true, detail: 'its set-up is not visible here' };
    if (/\d$/.test(batch)) wrong.push('its name ends in a digit: many versions rename it when it is posted');
    if (wrong.length === 0) return { check, ok: true, detail: 'no number series, no balancing account' };
    const fix = `correct it on the page of journal batches, or name another in erp.journals.${flow}`;
    return { check, ok: false, detail: wrong.join('; '), fix };
  } catch (error) {
    return failedCheck(check, error);
  }
}

async function wrongWith(
  client: NavClient,
  server: Server,
  flow: keyof typeof journals,
): Promise<string[] | undefined> {
  const { template, batch } = client.erp.journals[flow];
  const page = journals[flow];
  if (server.pages[page]) {
    const filter = all(equal('Journal_Template_Name', text(template)), equal('Name', text(batch)));
    const rows = await client.all(page, 'journal batch', { filter });
    const row = rows.find((candidate) => fold(textOf(candidate, 'Name')) === fold(batch));
    if (!row) return ['there is no such batch'];
    return [
      textOf(row, 'No_Series') && 'it has a No. Series, which gives its own document numbers',
      textOf(row, 'Posting_No_Series') && 'it has a Posting No. Series, which replaces document numbers',
      textOf(row, 'Bal_Account_No') && 'it has a balancing account, which every new line would get',
    ].filter(Boolean);
  }
  if (flow === 'inventory') return undefined;
  const filter = all(equal('templateDisplayName', text(template)), equal('code', text(batch)));
  const found = await client.apiAll(apiJournal, 'journals', 'journal batch', { filter });
  if (!found) return undefined;
  const [row] = found;
  if (!row) return ['there is no such batch'];
  return row.balancingAccountNumber === ''
    ? []
    : ['it has a balancing account, which every new line would get'];
}

function posting(client: NavClient, server: Server, flow: keyof typeof journals): PingCheck {
  const check = `posting: ${flow}`;
  const own = client.erp.postCodeunit;
  if (own) {
    const name = `${own.service}_${own.procedure}`;
    if (server.actions.some((action) => action === name)) return { check, ok: true, detail: `by ${name}` };
    return {
      check,
      ok: false,
      detail: `${name} is not published`,
      fix: 'publish the codeunit, or correct erp.postCodeunit',
    };
  }
  if (flow !== 'inventory' && canPost(client))
    return { check, ok: true, detail: `by the standard API ${server.api ?? ''}`.trim() };
  return { check, ok: true, detail: 'by people: lines are written and left in the batch' };
}
