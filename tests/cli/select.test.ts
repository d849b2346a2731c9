import { describe, expect, it } from '@jest/globals';
import { configTemplate } from '../../src/cli/config-template.ts';
import { credentialNames, usesOf } from '../../src/cli/credential-kinds.ts';
import { selectLegs } from '../../src/cli/select.ts';
import { choosePairs } from '../../src/cli/settings.ts';
import { parseConfig, printProblem } from '../../src/config/load.ts';
import type { Config } from '../../src/config/schema.ts';
import { erpTypes } from '../../src/config/schema.ts';

const pairOf = (name: string, flows: string) => `
  - name: ${name}
    cin7: { credentials: ${name}-cin7 }
    erp: { type: business-central, tenantId: t.example, company: ${name}, credentials: ${name}-erp }
    flows: ${flows}
    mapping: {}`;

function configOf(text: string): Config {
  const loaded = parseConfig(text, '/x/config.yaml', {});
  if (!loaded.ok) throw new Error(loaded.problems.map(printProblem).join('\n'));
  return loaded.config;
}

const config = configOf(`pairs:${pairOf('a', '{ suppliers: {}, purchases: { since: 2026-01-01 } }')}
${pairOf('b', '{ suppliers: {}, products: { enabled: false } }')}
webhooks: { secrets: hooks }`);

describe('pairs and flows', () => {
  it('all, or those that were asked for', () => {
    expect(choosePairs(config, undefined).map(({ name }) => name)).toEqual(['a', 'b']);
    expect(choosePairs(config, ['b']).map(({ name }) => name)).toEqual(['b']);
    expect(() => choosePairs(config, ['a', 'c'])).toThrow('unknown pair c; the config has: a, b');
  });

  it('a pair without the flow is left out, and that is said', () => {
    const told: string[] = [];
    const selected = selectLegs(config.pairs, ['purchases'], (text) => told.push(text));
    expect(selected.map(({ pair, legs }) => [pair.name, legs.length])).toEqual([['a', 1]]);
    expect(told).toEqual(['pair b is left out: it does not run purchases']);
  });

  it('a flow that no pair runs is refused, also a disabled one and one that there is not', () => {
    expect(() => selectLegs(config.pairs, ['products'], () => {})).toThrow(
      'no pair runs the flow products; a: suppliers, purchases; b: suppliers',
    );
    expect(() => selectLegs(config.pairs, ['bills'], () => {})).toThrow('unknown flow bills');
  });

  it('both legs of a flow', () => {
    const [first] = selectLegs(config.pairs, ['suppliers'], () => {});
    expect(first?.legs.map(({ leg }) => leg)).toEqual(['cin7-to-erp', 'erp-to-cin7']);
  });
});

describe('entries of the vault', () => {
  it('are known by what the config uses them for', () => {
    expect(usesOf(config, 'a-cin7')).toEqual([{ kind: 'cin7', where: 'pair a, cin7' }]);
    expect(usesOf(config, 'b-erp')).toEqual([{ kind: 'entra', where: 'pair b, business-central' }]);
    expect(usesOf(config, 'hooks')).toEqual([{ kind: 'webhooks', where: 'webhooks' }]);
    expect(usesOf(config, 'other')).toEqual([]);
    expect(credentialNames(config)).toEqual(['a-cin7', 'a-erp', 'b-cin7', 'b-erp', 'hooks']);
  });
});

describe('the config that init writes', () => {
  it.each(erpTypes)('is sound for %s', (type) => {
    const { pairs } = configOf(configTemplate(type, '2026-01-01'));
    expect(pairs[0]?.erp.type).toBe(type);
    expect(pairs[0]?.flows.purchases?.post).toBe(false);
  });
});
