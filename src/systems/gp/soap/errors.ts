import { Failure, type FailureDetails } from '../../../domain/failure.ts';
import type { Problem } from '../../../domain/problem.ts';
import type { HttpRequest, HttpResponse } from '../../../http/ports.ts';
import { title } from '../capabilities.ts';
import { judgeStatus, refusal, serverNumbers } from '../errors.ts';
import { elements, readXml, type XmlAnswer, type XmlNode } from './read-xml.ts';

/**
 * Sorts the answers of the SOAP service. A fault is the service's own clear word, and its transaction was undone
 * (Microsoft Learn, "Exceptions"); anything else that is no envelope says nothing about what was done.
 */
export function judge(response: HttpResponse, request: HttpRequest): Failure | undefined {
  const { status } = response;
  const sorted = judgeStatus(response, request);
  if (sorted) return sorted;
  const body = bodyOf(response.text);
  const [fault] = elements(body, 'Fault');
  if (fault !== undefined) return faultFailure(fault, request, status);
  if (status >= 200 && status < 300 && typeof body === 'object') return undefined;
  if (status >= 400 && status < 500) {
    return new Failure({
      kind: 'refused',
      system: title,
      status,
      message: `${title} did not take the ${request.name ?? 'request'} (HTTP ${status}). Check erp.serviceUrl: it must be the whole address of the legacy SOAP service.`,
    });
  }
  return new Failure({
    kind: 'unknown',
    system: title,
    status,
    message: `${title} answered the ${request.name ?? 'request'} with nothing that is SOAP (HTTP ${status}).`,
  });
}

/** The body of an envelope; nothing when the text is none. */
export function bodyOf(text: string): XmlAnswer {
  const root = readXml(text);
  if (root?.name !== 'Envelope') return undefined;
  const [body] = elements(root.content, 'Body');
  return body;
}

/** The code of a fault that only names a GUID, under which its reasons are kept. */
const validationCode = 'Validation';

function faultFailure(fault: XmlAnswer, request: HttpRequest, status: number): Failure {
  const node = (typeof fault === 'object' ? fault : {}) as XmlNode;
  const said = typeof node['faultstring'] === 'string' ? node['faultstring'] : 'no reason given';
  const guid = findGuid(node['detail']);
  const details = { kind: 'refused', system: title, status } as const;
  if (guid !== undefined) {
    const message = `${title} found the ${request.name ?? 'request'} invalid (${guid}).`;
    return new Failure({ ...details, code: validationCode, message });
  }
  return new Failure({ ...details, ...told(said, request) });
}

/** The key under which the reasons of a validation fault are kept. */
export const logIdOf = (failure: Failure): string | undefined =>
  failure.code === validationCode
    ? /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i.exec(failure.message)?.[0]
    : undefined;

function findGuid(detail: XmlAnswer): string | undefined {
  if (typeof detail === 'string')
    return /^\{?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\}?$/i.exec(detail.trim())?.[1];
  if (Array.isArray(detail)) return detail.map(findGuid).find(Boolean);
  if (typeof detail !== 'object' || detail === null) return undefined;
  return Object.values(detail as XmlNode)
    .map(findGuid)
    .find(Boolean);
}

/** What a fault says, with eConnect's numbers where it has them. */
function told(said: string, request: HttpRequest): Pick<FailureDetails, 'message' | 'code' | 'problems'> {
  const numbers = serverNumbers(said);
  const short = said.replace(/\s+/g, ' ').trim();
  const problems: Problem[] = [refusal(request, short, numbers[0])];
  return {
    message: `${title} refused the ${request.name ?? 'request'}: ${short}`,
    code: numbers[0] ?? 'Fault',
    problems,
  };
}
