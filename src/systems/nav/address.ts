import type { NavConfig } from '../../config/schema.ts';
import { text } from '../odata/literal.ts';

/** Where a server is. Everything below is relative to `baseUrl`. */
export interface Site {
  readonly baseUrl: string;
  /** Names the server, its tenant and the company: part of every key in the shared cache. */
  readonly key: string;
  /** Of a multitenant server of one's own: goes with every request. */
  readonly tenant: string | undefined;
}

export function siteOf(erp: NavConfig): Site {
  const online = erp.deployment === 'online';
  const baseUrl = online
    ? `${erp.baseUrl}/v2.0/${encodeURIComponent(erp.tenantId)}/${encodeURIComponent(erp.environment)}`
    : erp.serverUrl;
  const tenant = online ? undefined : erp.tenant;
  return { baseUrl, tenant, key: ['nav', baseUrl.toLowerCase(), tenant ?? '', erp.company].join('|') };
}

export const pagesRoot = 'ODataV4';

/** The company of a page's address by its name, whose case counts: `Company('O''Neil%20%26%20Sons')`. */
export const companyPath = (name: string): string =>
  `${pagesRoot}/Company(${encodeURIComponent(text(name))})`;

export const apiRoot = (version: string): string => `api/${version}`;
