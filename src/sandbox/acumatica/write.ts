import type { PlainDate } from '../../domain/time.ts';
import { type Answer, json, type SandboxRequest } from '../exchange.ts';
import { isObject, parseJson } from '../json-body.ts';
import type { Call } from './call.ts';
import { createComplaints, settle } from './complaints.ts';
import { exceptionAnswer, refusals, refuse } from './errors.ts';
import { byAddress, rowsOf, targetOf } from './find.ts';
import { type Input, readBody, readInput } from './input.ts';
import type { Operations } from './operations.ts';
import { queryOf, shown } from './read.ts';
import type { Scope } from './scope.ts';
import { coerce, dateAt } from './values.ts';

/** PUT, PATCH, DELETE and actions: sheet, sections 5 and 7. */

function inputOf({ model, request, version, world, resource }: Call, body = readBody(request)): Input {
  return readInput(model, body, {
    version,
    utcOffset: world.switches.utcOffset,
    ignore: (name) => world.ignored.push(`${request.method} ${resource.name}: ${name}`),
  });
}

/** PUT inserts when nothing matches; PATCH never does. `If-Match: *` and `If-None-Match: *` are all there is. */
export function write(call: Call): Answer {
  const { request, resource, model, world } = call;
  const save = resource.save ?? refusals.forbidden(model.screen);
  const query = queryOf(call);
  const input = inputOf(call);
  const found = targetOf(call, input, query);
  if (found !== undefined && request.headers['if-none-match'] === '*')
    refusals.precondition('The entity exists already.');
  if (found === undefined && request.headers['if-match'] === '*')
    refusals.precondition('The entity does not exist.');
  if (found === undefined && request.method === 'PATCH')
    refusals.notFound('No entity satisfies the condition.');
  collide(call);
  const scope = scopeOf(call);
  const id = save(scope, found?.id, input);
  settle(scope.complaints, {
    model,
    input,
    id,
    inserting: found === undefined,
    self: `${call.base}/${resource.name}`,
    status: world.switches.ruleStatus,
  });
  const saved = rowsOf(call).find((row) => row.id === id) ?? refusals.noEntity();
  const sent = new Set([...model.keys, ...Object.keys(input.values), ...(query.select ?? [])]);
  return json(200, shown(call, saved, query, sent));
}

function collide({ world, model }: Call): void {
  if (world.switches.collisions <= 0) return;
  world.switches.collisions--;
  refuse(
    exceptionAnswer(
      `Error: Another process has updated the '${model.title}' record. Your changes will be lost.`,
      'PX.Data.PXLockViolationException',
    ),
  );
}

export function remove(call: Call): Answer {
  const run = call.resource.remove ?? refusals.forbidden(call.model.screen);
  const row = byAddress(call, call.rest) ?? refusals.noEntity();
  collide(call);
  run(scopeOf(call), row.id);
  return { status: 204 };
}

export function act(call: Call, operations: Operations): Answer {
  const { resource, request, session, base } = call;
  const [name = ''] = call.rest;
  const action = resource.actions?.[name.toLowerCase()] ?? refusals.notFound();
  const body = readBody(request);
  const entity = body['entity'];
  if (!isObject(entity)) return refusals.badBody('invocation.entity', 'The entity field is required.');
  const target = targetOf(call, inputOf(call, entity), queryOf(call)) ?? refusals.noEntity();
  const run = () => action.run(scopeOf(call), target.id);
  if (action.long) return operations.start(session.id, `${base}/${resource.name}/${name}/status`, run);
  run();
  return { status: 204 };
}

function scopeOf({ world, site, version, request, session }: Call): Scope {
  const { utcOffset } = world.switches;
  return {
    world,
    site,
    version,
    by: 'api',
    businessDate: sentDate(request, utcOffset) ?? dateAt(world.now(), utcOffset),
    branch: (request.headers['px-cbapibranch'] ?? session.branch).trim().toUpperCase(),
    complaints: createComplaints(),
  };
}

function sentDate(request: SandboxRequest, utcOffset: string): PlainDate | undefined {
  const sent = request.headers['px-cbapibusinessdate'];
  if (sent === undefined) return undefined;
  const date = coerce({ type: 'datetime' }, sent.replaceAll('/', '-'), utcOffset);
  if (!date.ok) refusals.badQuery(`The business date '${sent}' cannot be read.`);
  return date.ok ? (date.value as PlainDate) : undefined;
}

/** For the journal: never a password, a secret or a token. */
export function keptBody(request: SandboxRequest): unknown {
  if (request.method === 'GET' || request.text === '') return undefined;
  if (/\/identity\//.test(request.path)) {
    const form = new URLSearchParams(request.text);
    return { grant_type: form.get('grant_type'), scope: form.get('scope') };
  }
  const body = parseJson(request.text);
  if (!/\/entity\/auth\//.test(request.path)) return body ?? request.text;
  return isObject(body) ? { ...body, password: '…' } : undefined;
}
