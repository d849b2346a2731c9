import { z } from 'zod';
import type { AcumaticaConfig } from '../../config/schema.ts';
import { Failure } from '../../domain/failure.ts';
import type { Http, HttpResponse } from '../../http/ports.ts';
import { readWire } from '../shared/wire.ts';
import { title } from './capabilities.ts';

export interface Endpoint {
  readonly name: string;
  readonly version: string;
}

export interface Offer {
  readonly endpoints: readonly Endpoint[];
  /** `25.093.0036`. */
  readonly build: string | undefined;
  readonly response: HttpResponse;
}

const endpoint = z.object({ name: z.string(), version: z.string() });
/** An object since 2025, a bare array before (Integration Development Guide; kborovik/acumatica-cli). */
const offered = z.union([
  z.object({
    version: z.object({ acumaticaBuildVersion: z.string().nullish() }).nullish(),
    endpoints: z.array(endpoint),
  }),
  z.array(endpoint).transform((endpoints) => ({ version: undefined, endpoints })),
]);

/** The endpoints that the site serves; several versions stand side by side. */
export function createOffer(http: Http, erp: AcumaticaConfig) {
  async function read(): Promise<Offer> {
    const name = 'list of endpoints';
    const response = await http.request({ method: 'GET', url: 'entity', name });
    const { version, endpoints } = readWire(offered, response, { system: title, name });
    return { endpoints, build: version?.acumaticaBuildVersion ?? undefined, response };
  }
  return {
    read,
    /** @throws Failure that names the versions there are, if the 404 comes from a wrong one. */
    async explain(notFound: Failure): Promise<void> {
      const offer = await read().catch(() => undefined);
      const wrong = offer && wrongEndpoint(offer, erp);
      if (wrong)
        throw new Failure({
          kind: 'refused',
          system: title,
          status: 404,
          code: 'endpoint',
          message: wrong,
          cause: notFound,
        });
    },
  };
}

/** What is wrong with the configured endpoint, if the site does not serve it. */
export function wrongEndpoint(
  { endpoints }: Pick<Offer, 'endpoints'>,
  { endpoint: name, endpointVersion: version }: Pick<AcumaticaConfig, 'endpoint' | 'endpointVersion'>,
): string | undefined {
  const named = endpoints.filter((one) => one.name.toLowerCase() === name.toLowerCase());
  if (named.some((one) => one.version === version)) return undefined;
  const list = (some: readonly Endpoint[]) =>
    some.map((one) => `${one.name} ${one.version}`).join(', ') || 'none';
  return named.length > 0
    ? `${title} does not serve version ${version} of the endpoint ${name}; it serves ${list(named)}. Set erp.endpointVersion to one of them.`
    : `${title} has no endpoint ${name}; it serves ${list(endpoints)}. Set erp.endpoint and erp.endpointVersion.`;
}
