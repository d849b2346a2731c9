import { fold } from '../../../domain/text.ts';
import { namespaces } from './names.ts';
import { escapeText } from './write-xml.ts';

export const envelopeOf = (operation: string, content: string): string =>
  [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<soap:Envelope xmlns:soap="${namespaces.soap}" xmlns:xsi="${namespaces.xsi}" xmlns:xsd="${namespaces.xsd}"><soap:Body>`,
    `<${operation} xmlns="${namespaces.gp}">${content}</${operation}>`,
    '</soap:Body></soap:Envelope>',
  ].join('');

/** Of the context only what must be said: whose books, and in an installation of several tenants which. */
export function contextXml(id: number | undefined, tenant: string): string {
  const company =
    id === undefined
      ? ''
      : `<d:OrganizationKey xsi:type="d:CompanyKey"><d:Id>${id}</d:Id></d:OrganizationKey>`;
  const name = fold(tenant) === 'DEFAULTTENANT' ? '' : `<d:TenantName>${escapeText(tenant)}</d:TenantName>`;
  return `<context xmlns:d="${namespaces.dynamics}">${company}${name}</context>`;
}
