/** The fields of the vault's entries (CONTRACT: vault). */
export const entryKinds = {
  cin7: { required: ['accountId', 'applicationKey'], optional: [] },
  entra: { required: ['clientId'], optional: ['clientSecret', 'certificate', 'privateKey'] },
  'nav-basic': { required: ['username'], optional: ['webServiceKey', 'password'] },
  windows: { required: ['username', 'password'], optional: ['domain'] },
  acumatica: { required: ['username', 'password'], optional: ['clientId', 'clientSecret'] },
} as const satisfies Record<string, EntryFields>;

/** `windows`: NTLM and Negotiate. `webhooks`: its fields are the names of the pairs. */
export type EntryKind = keyof typeof entryKinds | 'webhooks';

interface EntryFields {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** May stand in the entry of any ERP instead of in the configuration. */
export const addressFields = [
  'environmentUrl',
  'tenantId',
  'instanceUrl',
  'serverUrl',
  'serviceUrl',
] as const;

const eitherOf: Readonly<Partial<Record<EntryKind, readonly (readonly string[])[]>>> = {
  entra: [['clientSecret'], ['certificate', 'privateKey']],
  'nav-basic': [['webServiceKey'], ['password']],
};

/** Every field that an entry of this kind may have; of an entry of unknown kind, all there are. */
export function knownFields(kind: EntryKind | undefined, pairs: readonly string[] = []): string[] {
  if (kind === 'webhooks') return [...pairs];
  const kinds = kind ? [entryKinds[kind]] : Object.values(entryKinds);
  const own = kinds.flatMap(({ required, optional }) => [...required, ...optional]);
  const addresses = kind === 'cin7' ? [] : addressFields;
  return [...new Set([...own, ...addresses, ...(kind ? [] : pairs)])];
}

/** What keeps these fields from being an entry of this kind, in sentences; `kind` is unknown for names that no pair uses. */
export function fieldProblems(
  kind: EntryKind | undefined,
  fields: readonly string[],
  pairs: readonly string[] = [],
): string[] {
  const known = knownFields(kind, pairs);
  const unknown = fields.filter((field) => !known.includes(field));
  const problems = unknown.map((field) => `unknown field ${field}; known are: ${known.join(', ')}`);
  if (!kind || kind === 'webhooks') return problems;
  const has = (field: string) => fields.includes(field);
  for (const field of entryKinds[kind].required)
    if (!has(field)) problems.push(`the field ${field} is missing`);
  const ways = eitherOf[kind];
  if (ways && !ways.some((way) => way.every(has))) {
    problems.push(`one of these is needed: ${ways.map((way) => way.join(' and ')).join(', or ')}`);
  }
  return problems;
}

const open: ReadonlySet<string> = new Set([
  ...addressFields,
  'clientId',
  'username',
  'domain',
  'certificate',
]);

/** The values that must never be shown; several in one field are separated by commas. */
export function secretsOf(fields: Readonly<Record<string, string>>): string[] {
  const values = Object.entries(fields).flatMap(([field, value]) => (open.has(field) ? [] : [value]));
  return values.flatMap((value) => [value, ...value.split(',').map((part) => part.trim())]);
}
