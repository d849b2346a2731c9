import { describe, expect, test } from '@jest/globals';
import { printBatch, readBatch } from '../../../src/systems/odata/batch.ts';

describe('a batch', () => {
  test('is one change set, with CRLF and a Content-ID for each part', () => {
    const { type, body } = printBatch([
      { method: 'POST', path: '/data/Lines?cross-company=true', json: { LineNumber: 1, Text: 'Zoë' } },
      { method: 'DELETE', path: '/data/Lines(LineNumber=2)', headers: { 'If-Match': 'W/"1"' } },
    ]);
    expect(type).toBe('multipart/mixed; boundary=batch_1');
    expect(body.split('\r\n')).toEqual([
      '--batch_1',
      'Content-Type: multipart/mixed; boundary=changeset_1',
      '',
      '--changeset_1',
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      'Content-ID: 1',
      '',
      'POST /data/Lines?cross-company=true HTTP/1.1',
      'Accept: application/json',
      'Content-Type: application/json',
      '',
      '{"LineNumber":1,"Text":"Zoë"}',
      '--changeset_1',
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      'Content-ID: 2',
      '',
      'DELETE /data/Lines(LineNumber=2) HTTP/1.1',
      'Accept: application/json',
      'If-Match: W/"1"',
      '',
      '',
      '--changeset_1--',
      '--batch_1--',
      '',
    ]);
  });

  test('no text of a record ends a part', () => {
    const { type, body } = printBatch([
      { method: 'POST', path: '/x', json: { Text: '--batch_1-- changeset_1' } },
    ]);
    expect(type).toBe('multipart/mixed; boundary=batch_2');
    expect(body).toContain('boundary=changeset_2');
  });
});

describe('the answer to a batch', () => {
  const lines = [
    '--b',
    'Content-Type: multipart/mixed; boundary="c"',
    '',
    '--c',
    'Content-Type: application/http',
    '',
    'HTTP/1.1 201 Created',
    'Content-Type: application/json',
    '',
    '{"LineNumber":1}',
    '--c',
    'Content-Type: application/http',
    '',
    'HTTP/1.1 429 Too Many Requests',
    'Retry-After: 7',
    '',
    '',
    '--c--',
    '--b--',
    '',
  ];

  test.each(['\r\n', '\n'])('is read part by part', (end) => {
    expect(readBatch('multipart/mixed; boundary=b', lines.join(end))).toMatchObject([
      { status: 201, json: { LineNumber: 1 } },
      { status: 429, headers: { 'retry-after': '7' } },
    ]);
  });

  test.each([
    ['cut off', lines.slice(0, -3).join('\r\n'), 'multipart/mixed; boundary=b'],
    ['of no boundary', lines.join('\r\n'), 'multipart/mixed'],
    ['no batch at all', '<html></html>', 'multipart/mixed; boundary=b'],
    [
      'with a part that is no answer',
      lines.join('\r\n').replace('HTTP/1.1 201', 'HELLO'),
      'multipart/mixed; boundary=b',
    ],
  ])('is nothing when it is %s', (_, text, type) => {
    expect(readBatch(type, text)).toBeUndefined();
  });
});
