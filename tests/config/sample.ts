import { type Env, parseConfig, printProblem } from '../../src/config/load.ts';
import type { Config, PairConfig } from '../../src/config/schema.ts';

/** The smallest sound file, with room for more under every heading. */
export interface Sample {
  readonly top?: string;
  readonly cin7?: string;
  readonly erp?: string;
  readonly flows?: string;
  readonly mapping?: string;
  readonly more?: string;
}

const indent = (text: string, by: number): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? line : ' '.repeat(by) + line))
    .join('\n');

export const businessCentral = 'type: business-central\ntenantId: contoso.example\ncompany: CRONUS';
export const financeOperations =
  'type: finance-operations\ntenantId: t\nenvironmentUrl: https://fo.example\nlegalEntity: usmf';
export const nav =
  'type: nav\ndeployment: on-premises\nserverUrl: https://nav.example:7048/NAV\ncompany: CRONUS\nauth: ntlm';
export const gp =
  'type: gp\nserviceUrl: https://gp.example/GPService\nprotocol: sba\ncompany: Fabrikam, Inc.';
export const acumatica = 'type: acumatica\ninstanceUrl: https://acu.example\nendpointVersion: 24.200.001';

/** The lines that come before `erp` and the others are: pairs 1, name 2, cin7 3-4 (and more), erp, flows, mapping. */
export function yaml(sample: Sample = {}): string {
  return [
    sample.top,
    'pairs:',
    '  - name: acme',
    '    cin7:',
    '      credentials: acme-cin7',
    sample.cin7 && indent(sample.cin7, 6),
    '    erp:',
    '      credentials: acme-erp',
    indent(sample.erp ?? businessCentral, 6),
    '    flows:',
    sample.flows && indent(sample.flows, 6),
    '    mapping:',
    sample.mapping && indent(sample.mapping, 6),
    sample.more,
  ]
    .filter((line) => line !== undefined && line !== '')
    .join('\n');
}

/** The problems of a file as people see them. */
export function problemsOf(text: string, env: Env = {}): string[] {
  const loaded = parseConfig(text, '/etc/x/config.yaml', env);
  return loaded.ok ? [] : loaded.problems.map((problem) => printProblem({ ...problem, file: 'config.yaml' }));
}

export function configOf(text: string, env: Env = {}): Config {
  const loaded = parseConfig(text, '/etc/x/config.yaml', env);
  if (!loaded.ok) throw new Error(loaded.problems.map(printProblem).join('\n'));
  return loaded.config;
}

export function pairOf(text: string, env: Env = {}): PairConfig {
  const [pair] = configOf(text, env).pairs;
  if (pair === undefined) throw new Error('no pair');
  return pair;
}
