import { erpDefaults } from '../defaults.ts';
import { text } from '../fields.ts';
import { tls } from '../tls.ts';
import { httpsUrl } from '../urls.ts';

/** What every ERP has. */
export const common = () => ({
  credentials: text().describe('Name of the vault entry with the credentials of the ERP.'),
  tls: tls().optional().describe('How the server certificate is checked; also for the authority.'),
  defaults: erpDefaults().prefault({}).describe('What new records get that Cin7 does not know.'),
});

/** May stand in the vault entry instead; then it is '' here until `withAddresses` has filled it in. */
export const tenantId = () =>
  text()
    .regex(/^[\w.-]+$/, 'expected the id or the domain name of an Entra tenant')
    .default('')
    .describe('Entra tenant, as id or domain name. May stand in the vault entry instead.');

export const authority = () =>
  httpsUrl().prefault('https://login.microsoftonline.com').describe('Where tokens come from; always https.');
