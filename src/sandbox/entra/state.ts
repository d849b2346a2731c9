import type { Instant } from '../../domain/time.ts';

export interface EntraClient {
  readonly clientId: string;
  /** Every secret that is valid now. */
  readonly secrets: readonly string[];
  /** Secrets that were valid once. */
  readonly expiredSecrets: readonly string[];
}

export interface IssuedToken {
  readonly token: string;
  readonly tenantId: string;
  readonly clientId: string;
  /** The resource it is for: the scope without `/.default`. */
  readonly audience: string;
  readonly expiresAt: Instant;
}

export interface EntraState {
  readonly tenants: Set<string>;
  readonly clients: Map<string, EntraClient>;
  /** Resources that are known in the tenant. */
  readonly resources: Set<string>;
  readonly tokens: Map<string, IssuedToken>;
  /** Token requests since the start, refused ones included. */
  requests: number;
  issued: number;
}

export const createEntraState = (): EntraState => ({
  tenants: new Set(),
  clients: new Map(),
  resources: new Set(),
  tokens: new Map(),
  requests: 0,
  issued: 0,
});
