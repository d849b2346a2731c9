import { z } from 'zod';
import { documentStates, flowNames, legs } from '../../src/domain/document.ts';

const count = z.int().nonnegative();
const textOrNull = z.string().nullable();

const problem = z.object({
  code: z.string(),
  record: z.string(),
  field: z.string().optional(),
  seen: z.string().optional(),
  allowed: z.array(z.string()).optional(),
  fix: z.string(),
});

const document = z.object({
  id: z.string().regex(/^[0-9a-f]{12}$/),
  kind: z.string(),
  source: z.object({ system: z.string(), id: z.string(), number: z.string() }),
  naturalKey: textOrNull,
  state: z.enum(documentStates).exclude(['unchanged', 'skipped']),
  posted: z.enum(['yes', 'no', 'unknown']),
  target: z.object({ system: z.string(), id: textOrNull, number: textOrNull }),
  problems: z.array(problem),
  draft: z.looseObject({ body: z.record(z.string(), z.unknown()) }).optional(),
});

const counters = Object.fromEntries(documentStates.map((state) => [state, count])) as Record<
  (typeof documentStates)[number],
  typeof count
>;

const pass = z
  .object({
    pair: z.string(),
    flow: z.enum(flowNames),
    leg: z.enum(legs),
    outcome: z.enum(['ok', 'busy', 'stopped']),
    read: count,
    ...counters,
    requests: z.object({ cin7: count, erp: count }),
    watermark: z.iso.datetime().nullable(),
    auditHead: z
      .string()
      .regex(/^\d+:[0-9a-f]*$/)
      .nullable(),
    durationMs: z.number(),
    documents: z.array(document),
    dryRun: z.literal(true).optional(),
  })
  // Counters equal the rows they count, but for what is only counted.
  .superRefine((value, context) => {
    for (const state of documentStates) {
      const rows = value.documents.filter((one) => one.state === state).length;
      if (state !== 'unchanged' && state !== 'skipped' && rows !== value[state])
        context.addIssue({ code: 'custom', message: `${state}: ${value[state]} counted, ${rows} rows` });
    }
    const sum = documentStates.reduce((total, state) => total + value[state], 0);
    if (sum !== value.read)
      context.addIssue({ code: 'custom', message: `read ${value.read}, counted ${sum}` });
  });

/** What `sync` and `replay` print with `--format json` (CONTRACT 3). */
export const outputSchema = z.object({
  passes: z.array(pass),
  error: z.object({ message: z.string(), exitCode: z.int() }).optional(),
});
