import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { createContext } from '../../src/cli/context.ts';
import type { Io } from '../../src/cli/io.ts';
import { createLog } from '../../src/cli/log.ts';
import { createStatusLine, noStatusLine, progressOn } from '../../src/cli/status-line.ts';
import { createRedactor } from '../../src/domain/redactor.ts';

interface FakeIo extends Io {
  readonly out: () => string;
  readonly err: () => string;
}

function fakeIo(terminal: boolean, env: Io['env'] = {}): FakeIo {
  const stream = () => {
    const texts: string[] = [];
    const through = new PassThrough();
    through.on('data', (chunk) => texts.push(String(chunk)));
    return {
      texts,
      stream: Object.assign(through, { isTTY: terminal, columns: 80 }) as unknown as NodeJS.WriteStream,
    };
  };
  const [stdout, stderr] = [stream(), stream()];
  return {
    env,
    cwd: '/',
    stdin: new PassThrough() as unknown as NodeJS.ReadStream,
    stdout: stdout.stream,
    stderr: stderr.stream,
    out: () => stdout.texts.join(''),
    err: () => stderr.texts.join(''),
  };
}

const globals = { format: 'text', quiet: false, verbose: false };

describe('what is said', () => {
  it('carries no secret, on either stream, in text or JSON', async () => {
    const io = fakeIo(false);
    const context = createContext(globals, io);
    context.redactor.add('canary-secret');
    await context.print('canary-secret\n');
    await context.printJson({ key: 'canary-secret' });
    context.tell('canary-secret');
    context.warn(Buffer.from('canary-secret').toString('base64'));
    context.log.error('canary-secret', { value: encodeURIComponent('canary-secret') });
    expect(io.out() + io.err()).not.toMatch(/canary|Y2FuYXJ5/);
    expect(io.out()).toContain('"key": "[secret]"');
  });

  it('--quiet leaves out what is only good to know', () => {
    const io = fakeIo(true);
    const context = createContext({ ...globals, quiet: true }, io);
    context.tell('hello');
    context.log.info('hello');
    context.line.show('hello');
    expect(io.err()).toBe('');
    context.log.warn('look');
    context.warn('look here');
    expect(io.err()).toContain('look here\n');
  });

  it('--verbose says more', () => {
    const io = fakeIo(false);
    createContext({ ...globals, verbose: true }, io).log.debug('sent', { ms: 3 });
    expect(io.err()).toMatch(/ debug sent ms=3\n$/);
  });

  it('a progress line is shown on a terminal only, never for JSON', () => {
    for (const [terminal, format, shown] of [
      [true, 'text', true],
      [false, 'text', false],
      [true, 'json', false],
    ] as const) {
      const io = fakeIo(terminal);
      createContext({ ...globals, format }, io).line.show('12 of 60');
      expect(io.err().includes('12 of 60')).toBe(shown);
    }
  });
});

describe('log', () => {
  const lines: string[] = [];
  const log = createLog({
    stream: { write: (text) => lines.push(text) },
    level: 'info',
    redactor: createRedactor(),
    line: noStatusLine,
    now: () => new Date('2026-01-01T00:00:00Z'),
  });

  it('is one line an event, values by name, quoted where they could be taken for something else', () => {
    log.debug('not told');
    log.warn('waiting', { system: 'Cin7 Core', ms: 5, none: undefined, evil: 'a\nb x=1' });
    expect(lines).toEqual([
      '2026-01-01T00:00:00.000Z warn  waiting system="Cin7 Core" ms=5 evil="a\\nb x=1"\n',
    ]);
  });
});

describe('progress', () => {
  const leg = { pair: 'acme', flow: 'purchases', leg: 'cin7-to-erp' } as const;
  it('is a bar where the total is known, a count where not, and does not flicker', () => {
    const io = fakeIo(true);
    let now = 1000;
    const progress = progressOn(createStatusLine(io.stderr), () => now);
    progress.at(leg, 5, 10);
    progress.at(leg, 6, 10);
    now += 1000;
    progress.at(leg, 7, undefined);
    expect(io.err()).toContain('acme purchases cin7-to-erp [##########..........] 5 of 10');
    expect(io.err()).not.toContain('6 of 10');
    expect(io.err()).toMatch(/cin7-to-erp 7$/);
  });
});
