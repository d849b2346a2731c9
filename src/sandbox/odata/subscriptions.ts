import { type Instant, instant, millis } from '../../domain/time.ts';
import { type Answer, type JsonObject, json, type SandboxRequest, type SystemName } from '../exchange.ts';
import { guidOf } from '../ids.ts';
import { isObject, parseJson } from '../json-body.ts';
import type { Outgoing, Sender } from '../push/pushes.ts';
import { send } from '../push/send.ts';

/** What a change tells subscribers: the set, the record's id in it, and what became of it. */
export interface SetChange {
  readonly set: string;
  readonly id: string;
  readonly type: 'created' | 'updated' | 'deleted';
}

export interface SubscriptionOptions {
  readonly system: SystemName;
  /** `api/v2.0/companies(<id>)/`: what a resource begins with, without a slash. */
  readonly root: string;
  readonly sets: readonly string[];
  now(): Instant;
  readonly ca: string;
  error(
    status: number,
    code: 'BadRequest' | 'BadRequest_NotFound' | 'BadRequest_InvalidToken',
    message: string,
  ): Answer;
}

export interface SubscriptionService extends Sender {
  readonly rows: readonly SubscriptionRow[];
  /** Answers what is below `subscriptions`; `rest` is what follows that word. */
  answer(request: SandboxRequest, rest: string): Promise<Answer>;
  listens(): boolean;
  tell(changes: readonly SetChange[]): void;
}

export interface SubscriptionRow {
  readonly subscriptionId: string;
  readonly notificationUrl: string;
  readonly resource: string;
  readonly clientState: string;
  readonly expirationDateTime: Instant;
  readonly version: number;
}

const lifeMs = 3 * 24 * 3_600_000;
const gatherMs = 30_000;
const againMs = 10 * 60_000;
const patienceMs = 36 * 3_600_000;
/** More changes than this in one window are told as a collection. */
const mostSingly = 1000;
const mostRows = 200;

interface Window {
  readonly from: number;
  readonly since: Instant;
  readonly changes: Map<string, SetChange>;
}

interface Repeat {
  readonly url: string;
  readonly notices: readonly JsonObject[];
  readonly first: number;
  readonly at: number;
  readonly attempt: number;
}

/** Webhooks as Business Central and NAV have them (apis/business-central.md, section 5; apis/dynamics-nav.md, section 10). */
export function createSubscriptions(options: SubscriptionOptions): SubscriptionService {
  const rows = new Map<string, SubscriptionRow>();
  const windows = new Map<string, Window>();
  let repeats: Repeat[] = [];
  let made = 0;
  const { error } = options;
  const nowMs = () => millis(options.now());
  const living = (): SubscriptionRow[] => {
    for (const row of rows.values())
      if (millis(row.expirationDateTime) <= nowMs()) rows.delete(row.subscriptionId);
    return [...rows.values()];
  };
  const setOf = (resource: string): string | undefined => {
    const path = resource.replace(/^\//, '');
    const set = path.toLowerCase().startsWith(options.root.toLowerCase())
      ? path.slice(options.root.length)
      : '';
    return options.sets.includes(set) ? set : undefined;
  };

  /** The row that a body asks for, once the receiver has answered the handshake; else what is wrong. */
  async function agreed(
    request: SandboxRequest,
    before?: SubscriptionRow,
  ): Promise<SubscriptionRow | Answer> {
    const body = parseJson(request.text);
    if (!isObject(body)) return error(400, 'BadRequest', 'The request body is not valid JSON.');
    const strange = Object.keys(body).find(
      (name) => !['notificationUrl', 'resource', 'clientState'].includes(name),
    );
    if (strange) return error(400, 'BadRequest', `The property '${strange}' does not exist or is read-only.`);
    const read = (name: string) => String(body[name] ?? before?.[name as 'resource'] ?? '');
    const [notificationUrl, resource, clientState] = [
      read('notificationUrl'),
      read('resource'),
      read('clientState'),
    ];
    if (!/^https?:\/\//.test(notificationUrl))
      return error(400, 'BadRequest', 'The notificationUrl is not valid.');
    if (setOf(resource) === undefined)
      return error(400, 'BadRequest', `The resource '${resource}' cannot be subscribed to.`);
    if (clientState.length > 2048) return error(400, 'BadRequest', 'The clientState is too long.');
    const token = guidOf(`validation ${request.n}`);
    const url = new URL(notificationUrl);
    url.searchParams.set('validationToken', token);
    const reply = await send({ url: url.href, headers: {}, body: undefined, ca: options.ca });
    if (reply.status !== 200 || reply.text !== token)
      return error(400, 'BadRequest', 'The notification URL did not answer the validation request.');
    return {
      subscriptionId:
        before?.subscriptionId ?? guidOf(`${options.system} subscription ${++made}`).replaceAll('-', ''),
      notificationUrl,
      resource,
      clientState,
      expirationDateTime: instant(nowMs() + lifeMs),
      version: (before?.version ?? 0) + 1,
    };
  }

  const shown = (row: SubscriptionRow): JsonObject => {
    const { version, ...fields } = row;
    return {
      '@odata.etag': `W/"${version}-${row.subscriptionId}"`,
      ...fields,
      userId: guidOf('subscriber'),
      lastModifiedDateTime: options.now(),
    };
  };

  async function answerAll(request: SandboxRequest): Promise<Answer> {
    if (request.method === 'GET') return json(200, { value: living().map(shown) });
    if (request.method !== 'POST') return error(405, 'BadRequest', 'Not supported here.');
    if (living().length >= mostRows)
      return error(400, 'BadRequest', 'The maximum number of subscriptions is reached.');
    return kept(await agreed(request), 201);
  }

  async function answer(request: SandboxRequest, rest: string): Promise<Answer> {
    if (rest === '') return answerAll(request);
    const id = /^\('([^']*)'\)$/.exec(rest)?.[1];
    if (id === undefined) return error(400, 'BadRequest', 'Bad Request - Error in query syntax.');
    const row = living().find(({ subscriptionId }) => subscriptionId === id);
    if (row === undefined) return error(404, 'BadRequest_NotFound', 'The subscription does not exist.');
    if (request.method === 'GET') return json(200, shown(row));
    const tag = request.headers['if-match'];
    if (tag === undefined || (tag !== '*' && tag !== shown(row)['@odata.etag']))
      return error(
        400,
        'BadRequest_InvalidToken',
        'The If-Match header is missing or not that of the record.',
      );
    if (request.method === 'PATCH') return kept(await agreed(request, row), 200);
    if (request.method !== 'DELETE') return error(405, 'BadRequest', 'Not supported here.');
    rows.delete(id);
    return { status: 204 };
  }

  function kept(row: SubscriptionRow | Answer, status: number): Answer {
    if (!('subscriptionId' in row)) return row;
    rows.set(row.subscriptionId, row);
    return json(status, shown(row));
  }

  function tell(changes: readonly SetChange[]): void {
    for (const row of living()) {
      const own = changes.filter(({ set }) => set === setOf(row.resource));
      if (own.length === 0) continue;
      const open = windows.get(row.subscriptionId) ?? {
        from: nowMs(),
        since: options.now(),
        changes: new Map(),
      };
      windows.set(row.subscriptionId, open);
      for (const change of own) {
        const type =
          change.type === 'updated' ? (open.changes.get(change.id)?.type ?? 'updated') : change.type;
        open.changes.set(change.id, { ...change, type });
      }
    }
  }

  const notice = (row: SubscriptionRow, resource: string, changeType: string): JsonObject => ({
    subscriptionId: row.subscriptionId,
    clientState: row.clientState,
    expirationDateTime: row.expirationDateTime,
    resource,
    changeType,
    lastModifiedDateTime: options.now(),
  });

  const noticesOf = (row: SubscriptionRow, { changes, since }: Window): JsonObject[] =>
    changes.size > mostSingly
      ? [notice(row, `${row.resource}?$filter=lastModifiedDateTime%20gt%20${since}`, 'collection')]
      : [...changes.values()].map(({ id, type }) => notice(row, `${row.resource}(${id})`, type));

  const outgoing = (repeat: Repeat): Outgoing => ({
    topic: 'notifications',
    url: repeat.url,
    headers: {},
    body: { value: repeat.notices },
    attempt: repeat.attempt,
    answered(status) {
      if (status >= 200 && status < 300) return;
      if (status === 0 || status === 408 || status === 429 || status >= 500) {
        if (nowMs() - repeat.first < patienceMs)
          repeats.push({ ...repeat, at: nowMs() + againMs, attempt: repeat.attempt + 1 });
        return;
      }
      for (const { subscriptionId } of repeat.notices as unknown as SubscriptionRow[])
        rows.delete(subscriptionId);
    },
  });

  function due(now: number, factor: number): Outgoing[] {
    const byUrl = new Map<string, JsonObject[]>();
    for (const [id, window] of windows) {
      if (window.from + gatherMs * factor > now) continue;
      windows.delete(id);
      const row = living().find(({ subscriptionId }) => subscriptionId === id);
      if (row)
        byUrl.set(row.notificationUrl, [
          ...(byUrl.get(row.notificationUrl) ?? []),
          ...noticesOf(row, window),
        ]);
    }
    const again = repeats.filter(({ at }) => at <= now);
    repeats = repeats.filter(({ at }) => at > now);
    const first = [...byUrl].map(
      ([url, notices]): Repeat => ({ url, notices, first: now, at: now, attempt: 1 }),
    );
    return [...again, ...first].map(outgoing);
  }

  return {
    system: options.system,
    get rows() {
      return living();
    },
    answer,
    listens: () => living().length > 0,
    tell,
    due,
    next(factor) {
      const times = [
        ...[...windows.values()].map(({ from }) => from + gatherMs * factor),
        ...repeats.map(({ at }) => at),
      ];
      return times.length === 0 ? undefined : Math.min(...times);
    },
  };
}
