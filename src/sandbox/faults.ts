import type { SandboxRequest, SystemName, Throttling } from './exchange.ts';

/** What goes wrong, and whether the request was carried out all the same. */
export type Fault =
  /** Nothing is done. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    }
  /** The connection is closed; nothing is done. */
  | { readonly kind: 'drop-before' }
  /** Carried out, then the connection is closed without an answer. */
  | { readonly kind: 'drop-after' }
  /** Carried out, then answered with an error; a text body is sent as HTML. */
  | { readonly kind: 'error-after'; readonly status?: 500 | 502 | 503 | 504; readonly body?: unknown }
  /** `ms` of real time pass before it is carried out; it is carried out even when the client has gone. */
  | { readonly kind: 'delay'; readonly ms: number }
  /**
   * A slow server: the client gets a 504 or a closed connection now, and the request is carried out after `requests`
   * further requests to the same system, or on `releaseLate()`.
   */
  | { readonly kind: 'late-commit'; readonly requests?: number; readonly answer?: 504 | 'drop' }
  /** The bearer token of the request is not valid any more, from this request on; with Cin7 its key, until `addKey`. */
  | { readonly kind: 'expire-token' }
  /** A limit was reached; nothing is done. */
  | ({ readonly kind: 'throttle' } & Throttling)
  /** 200 with an HTML page; nothing is done. */
  | { readonly kind: 'html' }
  /** Carried out, then half of the JSON body and a closed connection. */
  | { readonly kind: 'truncate' };

export type FaultKind = Fault['kind'];

export interface FaultRule {
  readonly system?: SystemName | undefined;
  readonly method?: string | undefined;
  /** Tested against the decoded path; a text is read as a regular expression. */
  readonly path?: RegExp | string | undefined;
  readonly match?: ((request: SandboxRequest) => boolean) | undefined;
  /** Lets this many matching requests pass first; default 0. */
  readonly after?: number | undefined;
  /** How often it strikes; default 1. */
  readonly times?: number | undefined;
  readonly fault: Fault;
}

export interface Faults {
  add(rule: FaultRule): void;
  /** Forgets the rules, and what was still to be carried out late. */
  clear(): void;
  /** What has not struck yet, and how many requests wait to be carried out late. */
  pending(): {
    readonly rules: readonly { kind: FaultKind; after: number; times: number }[];
    readonly late: number;
  };
  /** Carries out now what was to be carried out late. */
  releaseLate(): Promise<void>;
}

export interface OpenFaults extends Faults {
  /** The fault that strikes this request: of several the one that was added first. */
  take(request: SandboxRequest): Fault | undefined;
  postpone(system: SystemName, requests: number, run: () => Promise<void>): void;
  /** A further request was carried out. */
  passed(system: SystemName): Promise<void>;
}

interface Rule {
  readonly rule: FaultRule;
  after: number;
  times: number;
}

interface Late {
  readonly system: SystemName;
  requests: number;
  readonly run: () => Promise<void>;
}

export function createFaults(): OpenFaults {
  let rules: Rule[] = [];
  let late: Late[] = [];

  async function release(due: (entry: Late) => boolean): Promise<void> {
    const ready = late.filter(due);
    late = late.filter((entry) => !ready.includes(entry));
    for (const entry of ready) await entry.run();
  }

  return {
    add(rule) {
      rules.push({ rule, after: rule.after ?? 0, times: rule.times ?? 1 });
    },
    clear() {
      rules = [];
      late = [];
    },
    pending: () => ({
      rules: rules.map(({ rule, after, times }) => ({ kind: rule.fault.kind, after, times })),
      late: late.length,
    }),
    releaseLate: () => release(() => true),
    take(request) {
      for (const entry of rules) {
        if (!strikes(entry.rule, request)) continue;
        if (entry.after > 0) {
          entry.after--;
          continue;
        }
        entry.times--;
        if (entry.times <= 0) rules = rules.filter((other) => other !== entry);
        return entry.rule.fault;
      }
      return undefined;
    },
    postpone(system, requests, run) {
      late.push({ system, requests, run });
    },
    async passed(system) {
      for (const entry of late) if (entry.system === system) entry.requests--;
      await release((entry) => entry.system === system && entry.requests <= 0);
    },
  };
}

function strikes(rule: FaultRule, request: SandboxRequest): boolean {
  if (rule.system !== undefined && rule.system !== request.system) return false;
  if (rule.method !== undefined && rule.method !== request.method) return false;
  if (rule.path !== undefined && !new RegExp(rule.path).test(request.path)) return false;
  return rule.match?.(request) ?? true;
}
