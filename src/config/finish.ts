import { dirname, resolve } from 'node:path';
import { flowNames } from '../domain/document.ts';
import { resolveFlow } from './flow-options.ts';
import type { Config, FileConfig, PairConfig } from './schema.ts';

type Tls = { ca: string } | undefined;

/** Makes a sound file complete: paths absolute, flow options as the ERP type has them. */
export function finish(parsed: FileConfig, file: string): Config {
  const path = resolve(file);
  const from = (relative: string) => resolve(dirname(path), relative);
  const withPaths = <T extends { tls?: Tls }>(side: T): T =>
    side.tls === undefined ? side : { ...side, tls: { ca: from(side.tls.ca) } };
  return {
    file: path,
    state: from(parsed.state),
    vault: from(parsed.vault),
    webhooks: parsed.webhooks?.tls
      ? {
          ...parsed.webhooks,
          tls: { certificate: from(parsed.webhooks.tls.certificate), key: from(parsed.webhooks.tls.key) },
        }
      : parsed.webhooks,
    pairs: parsed.pairs.map((pair) => ({
      name: pair.name,
      cin7: withPaths(pair.cin7),
      erp: withPaths(pair.erp),
      mapping: pair.mapping,
      flows: resolveFlows(pair),
    })),
  };
}

function resolveFlows(pair: FileConfig['pairs'][number]): PairConfig['flows'] {
  const entries = flowNames.flatMap((name) => {
    const input = pair.flows[name];
    return input === undefined ? [] : [[name, resolveFlow(pair.erp.type, name, input)] as const];
  });
  return Object.fromEntries(entries);
}
