import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, json, page, type SandboxRequest, type Service } from './exchange.ts';
import type { Fault, FaultKind, OpenFaults } from './faults.ts';

/** What goes over the wire, and what was really done. */
export interface Outcome {
  readonly wire: 'answer' | 'drop' | 'truncate';
  readonly answer?: Answer | undefined;
  /** The status that the stand-in reached; absent when it was not asked. */
  readonly handled?: number | undefined;
  readonly fault?: FaultKind | undefined;
}

/** Carries one request out, struck by the fault that matches it. */
export async function perform(
  service: Service,
  request: SandboxRequest,
  faults: OpenFaults,
  closing: AbortSignal,
): Promise<Outcome> {
  const fault = faults.take(request);
  const outcome =
    fault === undefined
      ? answered(await service.handle(request))
      : { ...(await struck(service, request, fault, faults, closing)), fault: fault.kind };
  if (fault?.kind !== 'late-commit') await faults.passed(service.system);
  return outcome;
}

const answered = (answer: Answer): Outcome => ({ wire: 'answer', answer, handled: answer.status });
const unheard = (answer: Answer): Outcome => ({ wire: 'answer', answer });

async function struck(
  service: Service,
  request: SandboxRequest,
  fault: Fault,
  faults: OpenFaults,
  closing: AbortSignal,
): Promise<Outcome> {
  switch (fault.kind) {
    case 'status':
      return unheard(withBody(fault.status, fault.body, fault.headers));
    case 'drop-before':
      return { wire: 'drop' };
    case 'drop-after':
      return { ...answered(await service.handle(request)), wire: 'drop' };
    case 'error-after': {
      const { status: handled } = await service.handle(request);
      return { ...unheard(withBody(fault.status ?? 500, fault.body)), handled };
    }
    case 'delay':
      await wait(fault.ms, undefined, { signal: closing });
      return answered(await service.handle(request));
    case 'late-commit':
      faults.postpone(service.system, fault.requests ?? Number.POSITIVE_INFINITY, async () => {
        await service.handle(request);
      });
      return fault.answer === 504 ? unheard(page(504, 'Gateway Timeout')) : { wire: 'drop' };
    case 'expire-token':
      service.expire(request);
      return answered(await service.handle(request));
    case 'throttle':
      return unheard(service.throttled(request, fault));
    case 'html':
      return unheard(page(200, 'Something is on its way'));
    case 'truncate':
      return { ...answered(await service.handle(request)), wire: 'truncate' };
  }
}

function withBody(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  if (body === undefined)
    return { ...page(status, `Error ${status}`), headers: { ...page(status, '').headers, ...headers } };
  if (typeof body !== 'string') return json(status, body, { ...headers });
  return { status, text: body, headers: { 'content-type': 'text/html; charset=utf-8', ...headers } };
}
