import { z } from 'zod';
import { text } from './fields.ts';

export const tls = () =>
  z.strictObject({
    ca: text().describe(
      'PEM file of the certificate authority that signed the server certificate; trusted besides the public ones. Relative to this file.',
    ),
  });
