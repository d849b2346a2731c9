import type { GpConfig } from '../../../config/schema.ts';
import { Failure, isFailure } from '../../../domain/failure.ts';
import { createHttp } from '../../../http/client.ts';
import { amend } from '../../../http/failures.ts';
import type { HttpResponse } from '../../../http/ports.ts';
import { windowsTransport } from '../../ntlm/index.ts';
import type { SystemOptions } from '../../shared/options.ts';
import { timeoutMs, title } from '../capabilities.ts';
import { type Company, chooseCompany } from '../company.ts';
import { refusal } from '../errors.ts';
import { contextXml, envelopeOf } from './envelope.ts';
import { bodyOf, judge, logIdOf } from './errors.ts';
import { namespaces } from './names.ts';
import { elements, type XmlAnswer } from './read-xml.ts';
import { company, readNode, validationErrors } from './wire.ts';
import { writeXml, type XmlTree } from './write-xml.ts';

/** One operation of the service with what stands before and behind its context. */
export interface SoapCall {
  readonly operation: string;
  readonly first?: XmlTree | undefined;
  /** For messages: `payables invoice`. */
  readonly name: string;
  readonly effect: 'read' | 'write';
}

export interface SoapResult {
  /** The content of `<OperationResult>`; nothing when it is empty. */
  readonly content: XmlAnswer;
  readonly response: HttpResponse;
}

export interface SoapClient {
  key(): Promise<string>;
  /** In the company's context. Creates get the policy of their operation along. */
  call(call: SoapCall): Promise<SoapResult>;
  /** Every company of the server; works without one. */
  companies(): Promise<{ readonly found: readonly Company[]; readonly response: HttpResponse }>;
  companyId(): Promise<number>;
  sent(): number;
  close(): Promise<void>;
}

const dayMs = 24 * 3_600_000;

/**
 * The legacy endpoint: SOAP 1.1 over HTTP with a Windows account (apis: sections 2 and 4). Envelopes are made by hand,
 * because the serializer there skips what it does not know without a word: names, order and namespaces must be exact.
 */
export function createSoapClient(options: SystemOptions): SoapClient {
  const { deps, credentials, ca } = options;
  const erp = options.pair.erp as GpConfig;
  const transport = windowsTransport({
    system: title,
    baseUrl: erp.serviceUrl,
    auth: erp.auth,
    credentials,
    ca,
    connections: erp.concurrency,
    deps,
  });
  const http = createHttp({
    system: title,
    baseUrl: erp.serviceUrl,
    ca,
    judge,
    concurrency: erp.concurrency,
    timeoutMs,
    transport,
    deps,
  });
  const server = `gp|${erp.serviceUrl}|${erp.tenant}`.toLowerCase();
  let theId: Promise<number> | undefined;
  const policies = new Map<string, Promise<string>>();

  async function send(call: SoapCall, id: number | undefined, policy = ''): Promise<SoapResult> {
    const { operation, name, effect } = call;
    const content = `${writeXml(call.first ?? {})}${contextXml(id, erp.tenant)}${policy}`;
    const response = await http.request({
      method: 'POST',
      url: erp.serviceUrl,
      name,
      effect,
      headers: {
        accept: 'text/xml',
        'content-type': 'text/xml; charset=utf-8',
        soapaction: `"${namespaces.gp}/${operation}"`,
      },
      body: envelopeOf(operation, content),
    });
    const [answer] = elements(bodyOf(response.text), `${operation}Response`);
    if (answer === undefined) throw anotherAnswer(call, response);
    return { content: elements(answer, `${operation}Result`)[0], response };
  }

  async function companies() {
    const call = {
      operation: 'GetCompanyList',
      first: { criteria: {} },
      name: 'list of companies',
      effect: 'read',
    } as const;
    const { content, response } = await send(call, undefined);
    const found = elements(content, 'Company').map((node) => readNode(company, node, call.name));
    return { found: found.map(({ Key, Name }) => ({ id: Key.Id, name: Name })), response };
  }

  async function findCompany(): Promise<number> {
    if (erp.companyId !== undefined) return erp.companyId;
    const key = `${server}|${erp.company}|company`.toLowerCase();
    const cached = await deps.cache.get(key);
    if (cached !== undefined) return Number(cached);
    const { id } = chooseCompany((await companies()).found, erp.company);
    await deps.cache.set(key, String(id), dayMs);
    return id;
  }

  function companyId(): Promise<number> {
    theId ??= findCompany().catch((error) => {
      theId = undefined;
      throw error;
    });
    return theId;
  }

  /** What the set-up of the service says about an operation is passed on to it, as its samples do; it also goes without. */
  function policyOf(operation: string): Promise<string> {
    const known = policies.get(operation);
    if (known !== undefined) return known;
    const asked = askPolicy(operation).catch((error) => {
      if (isFailure(error, 'refused')) return '';
      policies.delete(operation);
      throw error;
    });
    policies.set(operation, asked);
    return asked;
  }

  async function askPolicy(operation: string): Promise<string> {
    const call = {
      operation: 'GetPolicyByOperation',
      first: { operation },
      name: `policy of ${operation}`,
      effect: 'read',
    } as const;
    const { response } = await send(call, await companyId());
    const match = /<GetPolicyByOperationResult(?:\s[^>]*[^/>])?>([\s\S]*)<\/GetPolicyByOperationResult>/.exec(
      response.text,
    );
    return match?.[1] ? `<policy>${match[1]}</policy>` : '';
  }

  /** A validation fault names only a GUID: the reasons are fetched by it, so that people see them. */
  async function explain(error: unknown, { name }: SoapCall): Promise<never> {
    const logId = isFailure(error, 'refused') ? logIdOf(error) : undefined;
    if (!isFailure(error) || logId === undefined) throw error;
    const asked = {
      operation: 'GetLoggedValidationResultByKey',
      first: { logId },
      name: 'reasons of a refusal',
      effect: 'read',
    } as const;
    const result = await companyId()
      .then((id) => send(asked, id))
      .catch((second) => {
        if (isFailure(second, 'unauthenticated')) throw second;
        return undefined;
      });
    const reasons = result ? readNode(validationErrors, result.content, asked.name) : [];
    if (reasons.length === 0) throw error;
    const texts = reasons.map(({ Id, Message }) => (Id === '' ? Message : `${Message} [${Id}]`));
    throw amend(error, {
      message: `${title} found the ${name} invalid: ${texts.join(' ')}`,
      problems: texts.map((text) => refusal({ method: 'POST', url: '', name, effect: 'write' }, text)),
    });
  }

  return {
    key: async () => `${server}|${await companyId()}`,
    async call(call) {
      const id = await companyId();
      const policy = call.effect === 'write' ? await policyOf(call.operation) : '';
      return send(call, id, policy).catch((error) => explain(error, call));
    },
    companies,
    companyId,
    sent: () => http.sent(),
    close: () => http.close(),
  };
}

/** An answer to something else: whether a write was carried out cannot be told from it. */
const anotherAnswer = ({ name, effect, operation }: SoapCall, response: HttpResponse): Failure =>
  new Failure({
    kind: effect === 'write' ? 'unknown' : 'refused',
    system: title,
    status: response.status,
    code: 'UnexpectedAnswer',
    message: `${title} answered the ${name} with something else than ${operation}Response.`,
  });
