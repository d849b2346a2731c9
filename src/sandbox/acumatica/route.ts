import { type Answer, json, type SandboxRequest } from '../exchange.ts';
import type { Call } from './call.ts';
import { endpointVersions } from './contract.ts';
import { billResource, orderResource } from './documents.ts';
import { refusals } from './errors.ts';
import { listResources } from './lists.ts';
import { answerLogin, answerLogout } from './login.ts';
import { answerToken, discovery } from './oauth.ts';
import type { Operations } from './operations.ts';
import { adHocSchema, list, single } from './read.ts';
import type { Resource } from './resource.ts';
import type { Sessions } from './sessions.ts';
import type { World } from './state.ts';
import type { Users } from './users.ts';
import { vendorResource } from './vendors.ts';
import { act, remove, write } from './write.ts';

export const instanceName = 'AcumaticaERP';

export interface Routes {
  readonly world: World;
  readonly sessions: Sessions;
  readonly users: Users;
  readonly operations: Operations;
}

export const resources: readonly Resource[] = [vendorResource, billResource, orderResource, ...listResources];

/** Answers one request. @throws Refusal */
export function answer(routes: Routes, request: SandboxRequest): Answer {
  const { world, sessions, users } = routes;
  const [instance, area, ...rest] = request.path.split('/').slice(1);
  if (instance !== instanceName) return refusals.notFound();
  if (
    ['POST', 'PUT', 'PATCH'].includes(request.method) &&
    request.headers['content-length'] === undefined &&
    request.headers['transfer-encoding'] === undefined
  )
    return { status: 411, text: '<h2>Length Required</h2>', headers: { 'content-type': 'text/html' } };
  if (area === 'identity') return identity(routes, request, rest.join('/'));
  if (area !== 'entity') return { status: 302, headers: { location: `/${instanceName}/Frames/Login.aspx` } };
  if (rest.length === 0 || rest[0] === '')
    return request.method === 'GET' ? endpoints(world) : refusals.noMethod();
  if (rest[0] === 'auth') {
    if (request.method !== 'POST') return refusals.noMethod();
    if (rest[1] === 'login') return answerLogin(world, sessions, users, request);
    return rest[1] === 'logout' ? answerLogout(world, sessions, request) : refusals.notFound();
  }
  return entity(routes, request, rest);
}

function identity({ world, sessions, users }: Routes, request: SandboxRequest, path: string): Answer {
  if (path === '.well-known/openid-configuration') return discovery(`${request.origin}/${instanceName}`);
  if (path !== 'connect/token') return refusals.notFound();
  return request.method === 'POST' ? answerToken(world, sessions, users, request) : refusals.noMethod();
}

/** No sign-in is needed. */
function endpoints({ switches }: World): Answer {
  const all = endpointVersions.map((version) => ({
    name: 'Default',
    version,
    href: `/${instanceName}/entity/Default/${version}/`,
  }));
  if (switches.bareEndpointList) return json(200, all);
  return json(200, {
    version: { acumaticaBuildVersion: '25.202.0061', databaseVersion: '25.202.0061' },
    endpoints: all,
  });
}

function entity(routes: Routes, request: SandboxRequest, path: readonly string[]): Answer {
  const { world, sessions, operations } = routes;
  const session = sessions.admit(request);
  const [endpoint, version = '', name = '', ...rest] = path;
  if (endpoint !== 'Default' || !endpointVersions.some((known) => known === version))
    return refusals.notFound();
  if (request.method === 'GET' && rest.length === 3 && rest[1] === 'status')
    return operations.poll(rest[2] ?? '');
  if (world.switches.busyWhileActing && operations.busy(session.id))
    refusals.rule('The previous operation has not been completed yet.');
  const resource = resources.find((one) => one.name === name) ?? refusals.notFound();
  const site = world.sites.get(session.tenant) ?? refusals.notFound();
  const model = resource.model(version);
  checkAccess(world, name, model.screen);
  const base = `/${instanceName}/entity/Default/${version}`;
  const call: Call = { request, world, site, session, resource, model, version, base, rest };
  switch (request.method) {
    case 'GET':
      if (rest[0] === '$adHocSchema') return adHocSchema(call);
      return rest.length === 0 ? list(call) : single(call);
    case 'PUT':
    case 'PATCH':
      return rest.length === 0 ? write(call) : refusals.notFound();
    case 'POST':
      return rest.length === 0 ? refusals.noMethod() : act(call, operations);
    case 'DELETE':
      return rest.length === 0 ? refusals.noMethod() : remove(call);
    default:
      return refusals.noMethod();
  }
}

function checkAccess({ switches }: World, name: string, screen: string): void {
  if (switches.forbidden.includes(name)) refusals.forbidden(screen);
  if (name === 'Subaccount' && !switches.subaccounts) refusals.forbidden(screen);
  if (switches.notSetUp.includes(name)) refusals.notSetUp(screen);
}
