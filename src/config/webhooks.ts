import { z } from 'zod';
import { text, whole } from './fields.ts';
import { url } from './urls.ts';

export const webhooks = z.strictObject({
  host: text().default('127.0.0.1').describe('Address to listen on.'),
  port: whole(0, 65535).default(8787).describe('Port to listen on; 0 takes a free one.'),
  publicUrl: url()
    .optional()
    .describe('The address under which the systems reach the receiver; subscriptions need it.'),
  secrets: text().describe('Name of the vault entry with one secret per pair.'),
  auth: z
    .enum(['path', 'bearer', 'basic', 'header'])
    .default('path')
    .describe(
      'Where callers show the secret: at the end of the path, as a bearer token, as the password of `ml-connector`, or in the header `x-webhook-secret`. For systems that can only call an address it stays in the path.',
    ),
  tls: z
    .strictObject({
      certificate: text().describe('PEM file of the certificate with its chain.'),
      key: text().describe('PEM file of its key.'),
    })
    .optional()
    .describe('Without it a proxy in front must speak TLS.'),
  metrics: z
    .strictObject({
      host: text().default('127.0.0.1').describe('Address for health and metrics.'),
      port: whole(0, 65535).default(8788).describe('Port for health and metrics; 0 takes a free one.'),
    })
    .prefault({})
    .describe('`/healthz` and `/metrics`.'),
});

export type WebhooksConfig = z.output<typeof webhooks>;
