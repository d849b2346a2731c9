import { type Answer, page, type SandboxRequest } from '../exchange.ts';
import { GpRefusal, refuse, soapAnswer, soapFault } from './faults.ts';
import { context } from './model.ts';
import type { Operation } from './operation.ts';
import { operations, policyId } from './operations.ts';
import { readShape, type Shape, type Values } from './shapes.ts';
import type { World } from './state.ts';
import { escapeXml, namespaces, parseXml, type XmlNode } from './xml.ts';

export const soapPath = '/DynamicsGPWebServices/DynamicsGPService.asmx';

/** The legacy endpoint: SOAP 1.1, document/literal. */
export function soap(world: World, request: SandboxRequest): Answer {
  if (request.method === 'GET') return page(200, 'DynamicsGP Service');
  if (request.method !== 'POST') return page(405, 'Method Not Allowed');
  const type = request.headers['content-type'] ?? '';
  if (!/^text\/xml\s*(;.*)?$/i.test(type))
    return page(
      415,
      `Cannot process the message because the content type '${escapeXml(type)}' was not 'text/xml; charset=utf-8'.`,
    );
  const envelope = parseXml(request.text);
  if (!envelope) return page(400, 'Bad Request');
  try {
    return world.database.transaction(() => call(world, request, envelope));
  } catch (error) {
    if (!(error instanceof GpRefusal)) throw error;
    const logId = world.newGuid();
    if (error.reason.kind === 'validation') world.log.set(logId, error.reason.errors);
    return soapFault(error.reason, logId);
  }
}

function call(world: World, request: SandboxRequest, envelope: XmlNode): Answer {
  const body = bodyOf(envelope);
  const action = /^"?(.*?)"?$/.exec(request.headers['soapaction'] ?? '')?.[1] ?? '';
  const name = body.name;
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (action !== `${namespaces.gp}/${name}` || body.ns !== namespaces.gp || !operation)
    return refuse.system(
      `The message with Action '${action}' cannot be processed at the receiver, due to a ContractFilter mismatch at the EndpointDispatcher.`,
    );
  const skipped: string[] = [];
  const given = readShape(body, requestShape(name, operation), name, skipped);
  checkContext(world, operation, (given['context'] ?? undefined) as Values | undefined);
  if (world.switches.denied.includes(name)) refuse.security(name);
  if (operation.writes) checkPolicy(world, name, given['policy'] as Values | undefined);
  const result = operation.run(world, given);
  if (operation.writes) world.skipped.push(...skipped);
  return soapAnswer(200, responseOf(name, result));
}

/** What tests and the journal call a request: the operation in its body. */
export function operationOf(request: SandboxRequest): string | undefined {
  const envelope = parseXml(request.text);
  return envelope?.children.find((child) => child.name === 'Body')?.children[0]?.name;
}

function bodyOf(envelope: XmlNode): XmlNode {
  if (envelope.name !== 'Envelope' || envelope.ns !== namespaces.soap)
    return refuse.system(
      'The envelope version of the incoming message does not match that of the encoder (Soap11).',
    );
  const body = envelope.children.find((child) => child.name === 'Body' && child.ns === namespaces.soap);
  return body?.children[0] ?? refuse.system('The message body is empty.');
}

const requestShape = (name: string, { first, last = {} }: Operation): Shape => ({
  name,
  fields: { ...first, context, ...last },
});

function checkContext(world: World, { anyCompany }: Operation, values: Values | undefined): void {
  if (values === undefined) refuse.system('The context is required.');
  const company = (values?.['OrganizationKey'] as Values | undefined)?.['Id'];
  if (anyCompany) return;
  if (world.otherCompanies.some(({ id }) => id === company)) refuse.security(`company ${String(company)}`);
  if (company !== world.company.id) refuse.company(company);
}

function checkPolicy(world: World, name: string, values: Values | undefined): void {
  const id = (values?.['Key'] as Values | undefined)?.['Id'];
  if (id === undefined && !world.switches.policyRequired) return;
  if (id !== policyId(name))
    refuse.system(`The policy for ${name} could not be found. Policy key: ${String(id)}`);
}

function responseOf(name: string, result: string | undefined): string {
  const tag = `${name}Result`;
  const content =
    result === undefined
      ? ''
      : result.startsWith(`<${tag} `)
        ? result
        : result === ''
          ? `<${tag}/>`
          : `<${tag}>${result}</${tag}>`;
  return `<${name}Response xmlns="${namespaces.gp}">${content}</${name}Response>`;
}
