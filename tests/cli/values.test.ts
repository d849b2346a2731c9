import { describe, expect, it } from '@jest/globals';
import { parseFields } from '../../src/cli/credential-input.ts';
import { UsageError } from '../../src/cli/errors.ts';
import { nextDue } from '../../src/cli/select.ts';
import { several } from '../../src/cli/several.ts';
import { countOption, endOption, instantOption } from '../../src/cli/values.ts';
import type { Instant } from '../../src/domain/time.ts';

const at = (text: string) => text as Instant;

describe('times', () => {
  it('a date begins at its midnight, and ends at the next one', () => {
    expect(instantOption('--from', '2026-01-31')).toBe('2026-01-31T00:00:00.000Z');
    expect(endOption('--to', '2026-01-31')).toBe('2026-02-01T00:00:00.000Z');
  });
  it('an instant is taken as it is, with its zone', () => {
    expect(instantOption('--from', '2026-01-31T08:00:00+02:00')).toBe('2026-01-31T06:00:00.000Z');
    expect(endOption('--to', '2026-01-31T08:00:00Z')).toBe('2026-01-31T08:00:00.000Z');
  });
  it.each(['yesterday', '2026-02-30', '2026-13-01', '31.01.2026', ''])('%j is refused', (text) => {
    expect(() => instantOption('--since', text)).toThrow(UsageError);
  });
});

describe('numbers and lists', () => {
  it('counts', () => expect(countOption('--limit', '100')).toBe(100));
  it.each(['-1', '1.5', 'many', '', '99999999999'])('%j is no count', (text) => {
    expect(() => countOption('--limit', text)).toThrow(UsageError);
  });
  it('lists come by comma and by repetition', () => {
    expect(several('c', several('a, b'))).toEqual(['a', 'b', 'c']);
  });
});

describe('--due', () => {
  it('is due half a minute before its time is full', () => {
    expect(nextDue(at('2026-01-01T10:00:00.000Z'), 15, at('2026-01-01T10:01:00.000Z'))).toBe(
      '2026-01-01T10:14:30.000Z',
    );
  });
  it('what never ran is due now', () => {
    expect(nextDue(undefined, 15, at('2026-01-01T10:01:00.000Z'))).toBe('2026-01-01T10:01:00.000Z');
  });
});

describe('credentials from stdin', () => {
  it('lines are split at the first = and kept as they are', () => {
    expect(parseFields('accountId=abc\napplicationKey= a=b== \r\n\n')).toEqual({
      accountId: 'abc',
      applicationKey: ' a=b== ',
    });
  });
  it('one JSON object, for texts of several lines', () => {
    expect(parseFields(' {"certificate":"-----BEGIN\\nx"}')).toEqual({ certificate: '-----BEGIN\nx' });
  });
  it.each([
    's3cr3t-Canary',
    'a=1\ns3cr3t-Canary',
    '{"a": s3cr3t-Canary}',
    '{"s3cr3t-Canary": 1}',
    's3cr3t-Canary=1\ns3cr3t-Canary=2',
  ])('says what is wrong with %j without repeating it', (text) => {
    const message = (() => {
      try {
        parseFields(text);
        return 'taken';
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(message).not.toContain('s3cr3t');
    expect(message).not.toBe('taken');
  });
});
