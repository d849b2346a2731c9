import { z } from 'zod';
import { isCode } from './fields.ts';
import { fileSchema } from './schema.ts';

type Json = Record<string, unknown>;

/** JSON Schema (draft 2020-12) of the config file, for editors; `loadConfig` checks more. */
export function jsonSchema(): Json {
  const schema = z.toJSONSchema(fileSchema, {
    io: 'input',
    override: ({ zodSchema, jsonSchema: json }) => {
      // Codes are taken as written: an unquoted 800 is as good as "800".
      if (isCode(zodSchema) && json.type === 'string')
        Object.assign(json, { type: ['string', 'number', 'boolean'] });
      // Keys of tables carry no mark in the file.
      delete json.propertyNames;
    },
  });
  return { ...schema, title: 'ml-connector config' };
}
