import type { SandboxRequest } from '../exchange.ts';
import type { TopModel } from './contract.ts';
import type { Resource } from './resource.ts';
import type { Session } from './sessions.ts';
import type { Site, World } from './state.ts';

/** A request to one entity of one version of the endpoint. */
export interface Call {
  readonly request: SandboxRequest;
  readonly world: World;
  readonly site: Site;
  readonly session: Session;
  readonly resource: Resource;
  readonly model: TopModel;
  readonly version: string;
  /** `/AcumaticaERP/entity/Default/24.200.001` */
  readonly base: string;
  /** What follows the entity in the path. */
  readonly rest: readonly string[];
}
