/** PEM texts of an authority of our own and of a server certificate for loopback that it signed. */
export interface Certificates {
  readonly caCert: string;
  readonly caKey: string;
  readonly cert: string;
  readonly key: string;
}

/** For `localhost`, `127.0.0.1` and `::1`, good for ten years around now, so that a moved clock does not expire it. */
export async function makeCertificates(): Promise<Certificates> {
  const { generate } = await import('selfsigned');
  const year = 365 * 86_400_000;
  const common = {
    keyType: 'ec' as const,
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 5 * year),
    notAfterDate: new Date(Date.now() + 5 * year),
  };
  const ca = await generate([{ name: 'commonName', value: 'ml-connector sandbox CA' }], {
    ...common,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...common,
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  return { caCert: ca.cert, caKey: ca.private, cert: server.cert, key: server.private };
}
