import { z } from 'zod';
import { text } from '../fields.ts';
import { url } from '../urls.ts';
import { authority, common, tenantId } from './common.ts';

/** Business Central online; its `nav` twin takes the same address keys. */
export const onlineAddress = () => ({
  tenantId: tenantId(),
  environment: text().default('production').describe('Name of the environment.'),
  company: text().describe('Name or id of the company.'),
  baseUrl: url().prefault('https://api.businesscentral.dynamics.com').describe('Address of the API.'),
  authority: authority(),
});

export const businessCentral = z.strictObject({
  type: z.literal('business-central').describe('Dynamics 365 Business Central online.'),
  ...common(),
  ...onlineAddress(),
});

export type BusinessCentralConfig = z.output<typeof businessCentral>;
