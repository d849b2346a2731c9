import { expect, test } from '@jest/globals';
import { makeCertificates, startSandbox } from '../../src/sandbox/start.ts';
import { ask } from './support.ts';

test('everything over TLS with an authority of its own, on ports in a row, and again with the same certificate', async () => {
  const certificate = await makeCertificates();
  const first = await startSandbox({ certificate, data: 'empty' });
  const base = Number(new URL(first.urls.cin7).port);
  await first.close();
  const sandbox = await startSandbox({
    certificate,
    data: 'empty',
    port: base > 60_000 ? base - 8 : base + 1000,
  });
  try {
    const ports = Object.values(sandbox.urls).map((url) => Number(new URL(url).port));
    const [lowest = 0] = ports;
    expect(ports).toEqual([lowest, lowest + 1, lowest + 2, lowest + 3]);
    expect((await ask(`${sandbox.urls.cin7}/me`, { ca: sandbox.ca })).status).toBe(403);
    await expect(ask(`${sandbox.urls.businessCentral}/v2.0`)).rejects.toThrow(/certificate/);
    expect(sandbox.ca).toBe(certificate.caCert);
  } finally {
    await sandbox.close();
  }
});

test('closing ends what is under way', async () => {
  const sandbox = await startSandbox({ tls: false, data: 'empty' });
  sandbox.faults.add({ fault: { kind: 'delay', ms: 60_000 } });
  const pending = ask(`${sandbox.urls.cin7}/me`);
  const ended = expect(pending).rejects.toThrow();
  await new Promise((resolve) => setTimeout(resolve, 30));
  await sandbox.close();
  await ended;
});
