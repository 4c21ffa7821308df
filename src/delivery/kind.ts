import type { SyncRules } from '../facts/sync-rules';
import type { CommonModel } from '../model/common-model';
import type { Resolver } from '../model/resolved-config';
import type { DeliveryTarget } from '../options';
import type { EnvironmentOfTarget } from '../targets/shared/view';
import type { ComposedDelivery } from './compose';

/** A kind of software that this package delivers. Everything else is the same for all kinds. */
export interface DeliveryKind<M extends CommonModel> {
  readonly target: DeliveryTarget;
  /** The public component, for messages. */
  readonly component: string;
  /** The project type that contains the component, for messages. */
  readonly projectType: string;
  readonly resolve: Resolver<M>;
  /** The artifact, the target, and the engines. */
  compose(model: M): ComposedDelivery;
  /** What is specific to the formats and tools of the generated files. */
  readonly rules: SyncRules;
  /** What rules see of the model, in addition to what every delivery has. */
  view(model: M): KindView;
  /** The file that the user wrote in place of a generated one. It is compared with the config. */
  ownFile(model: M): OwnFileSettings | undefined;
}

export interface KindView {
  /** The image that the generated Dockerfile starts from. */
  readonly baseImage?: string;
  /** In promotion order. */
  readonly environments: readonly EnvironmentOfTarget[];
}

export interface OwnFileSettings {
  readonly path: string;
  /** The stage of a Dockerfile that is built; `undefined` for the last one. */
  readonly stage?: string;
  /** Files that an earlier config generated and that belong to the user now. */
  readonly handedOver: readonly string[];
}
