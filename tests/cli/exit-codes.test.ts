import { describe, expect, it } from '@jest/globals';
import { exitCodeOfChecks } from '../../src/cli/commands/ping.ts';
import { StoppedError, UsageError } from '../../src/cli/errors.ts';
import { exitCodeOf } from '../../src/cli/exit-codes.ts';
import { describeError } from '../../src/cli/failure-text.ts';
import { attentionStates, type DocumentState } from '../../src/domain/document.ts';
import { Failure, type FailureKind } from '../../src/domain/failure.ts';
import { VaultError } from '../../src/vault/error.ts';
import { document, pass } from '../report/samples.ts';

const ok = pass();
const busy = pass([], { outcome: 'busy' });
const held = pass([document({ state: 'held' })]);
const away = pass([], { outcome: 'stopped', cause: 'unreachable' });
const superseded = pass([], { outcome: 'stopped', cause: 'superseded' });
const broken = pass([], { outcome: 'stopped', cause: 'error' });

describe('the exit code is the first that applies', () => {
  it.each([
    ['all well', [ok], 0],
    ['nothing ran', [], 0],
    ['busy', [ok, busy], 75],
    ['another pass took over', [ok, superseded], 75],
    ['a document needs somebody', [ok, busy, held], 3],
    ['a system is away', [busy, held, away], 4],
    ['an unexpected error', [away, held, broken], 1],
  ])('%s', (_, passes, code) => {
    expect(exitCodeOf(passes)).toBe(code);
  });

  it.each([...attentionStates])('%s needs somebody', (state) => {
    expect(exitCodeOf([pass([document({ state })])])).toBe(3);
  });

  it.each<DocumentState>(['written', 'linked', 'unchanged', 'waiting', 'skipped', 'pending'])(
    '%s needs nobody',
    (state) => {
      expect(exitCodeOf([pass([document({ state })])])).toBe(0);
    },
  );
});

describe('ping', () => {
  const checks = (...more: { ok: boolean; unreachable?: boolean }[]) => [
    {
      pair: 'acme',
      systems: [
        {
          system: 'cin7',
          title: 'Cin7 Core',
          checks: more.map((one) => ({ check: 'x', detail: '', ...one })),
        },
      ],
    },
  ];
  it.each([
    [0, [{ ok: true }]],
    [3, [{ ok: true }, { ok: false }]],
    [4, [{ ok: false }, { ok: false, unreachable: true }]],
  ])('%d', (code, made) => {
    expect(exitCodeOfChecks(checks(...made))).toBe(code);
  });
});

describe('an error that ends a command', () => {
  const failure = (kind: FailureKind) => new Failure({ kind, system: 'Cin7 Core', message: 'no' });
  it.each<[string, unknown, number]>([
    ['usage', new UsageError('no'), 2],
    ['the vault', new VaultError('wrong-key', 'no'), 2],
    ['unreachable', failure('unsent'), 4],
    ['credentials', failure('unauthenticated'), 4],
    ['no clear answer', failure('unknown'), 4],
    ['a refusal', failure('refused'), 1],
    ['anything else', new TypeError('no'), 1],
    ['what is no error', 'no', 1],
    ['a signal', new StoppedError(143), 143],
  ])('%s', (_, error, code) => {
    expect(describeError(error).exitCode).toBe(code);
  });
});
