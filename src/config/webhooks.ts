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
    .enum(['path', 'bearer'])
    .default('path')
    .describe('Where callers show the secret: at the end of the path, or as a bearer token.'),
});

export type WebhooksConfig = z.output<typeof webhooks>;
