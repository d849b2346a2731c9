/** An exchange that brought no answer. Holds nothing of the request but its host. */
export class WireError extends Error {
  /** Node's, OpenSSL's or got's code: `ECONNRESET`, `CERT_HAS_EXPIRED`. */
  readonly code: string;
  /** Whether a byte of the request can have left us. If not, nothing was done. */
  readonly left: boolean;
  /** Host of the proxy in between. */
  readonly proxy: string | undefined;

  constructor(message: string, code: string, left: boolean, proxy?: string) {
    super(message);
    this.name = 'WireError';
    this.code = code;
    this.left = left;
    this.proxy = proxy;
  }
}
