import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { readElement, readElements } from './der.ts';
import { md5 } from './keys.ts';

/** Signature algorithms whose hash is stronger than SHA-256, by the content of their object identifier. */
const hashes: Readonly<Record<string, string>> = {
  '2a864886f70d01010c': 'sha384',
  '2a864886f70d01010d': 'sha512',
  '2a8648ce3d040303': 'sha384',
  '2a8648ce3d040304': 'sha512',
};

/**
 * The hash of a server's certificate (DER) by which a sign-in is bound to its TLS connection: tls-server-end-point,
 * RFC 5929, section 4.1. MD5 and SHA-1 count as SHA-256.
 */
export function endPointHash(certificate: Buffer): Buffer {
  const [, algorithm] = readElements(readElement(certificate).value);
  const oid = algorithm ? readElement(algorithm.value).value.toString('hex') : '';
  return createHash(hashes[oid] ?? 'sha256')
    .update(certificate)
    .digest();
}

/** MD5 of the gss_channel_bindings structure, as NTLM carries it (MS-NLMP 2.2.2.1, MsvAvChannelBindings). */
export function channelBindings(certificate: Buffer): Buffer {
  const data = Buffer.concat([Buffer.from('tls-server-end-point:', 'latin1'), endPointHash(certificate)]);
  const head = Buffer.alloc(20);
  head.writeUInt32LE(data.length, 16);
  return md5(Buffer.concat([head, data]));
}

/** For a TLS connection the bindings of its server's certificate; for a plain one none. */
export function bindingsOf(socket: Socket | undefined): Buffer | undefined {
  const { getPeerCertificate } = (socket ?? {}) as {
    getPeerCertificate?: (full: boolean) => { raw?: Buffer };
  };
  const raw = getPeerCertificate?.call(socket, true).raw;
  return raw && channelBindings(raw);
}
