import { EC2_DELIVERY } from '../../src/delivery/ec2';
import { ECS_DELIVERY } from '../../src/delivery/ecs';
import type { DeliveryKind } from '../../src/delivery/kind';
import { LAMBDA_DELIVERY } from '../../src/delivery/lambda';
import { type DeliveryConfig, resolveKind } from '../../src/delivery/resolve-kind';
import { STATIC_SITE_DELIVERY } from '../../src/delivery/static-site';
import type { CommonModel } from '../../src/model/common-model';
import type { DeliveryModel } from '../../src/model/model';
import { type DeliveryStandardOptions, DeliveryTarget } from '../../src/options';
import { DeliveryStandard } from '../../src/standard/delivery-standard';
import { MINIMAL_OPTIONS, NODE_PROJECT } from '../support/model';

export const KINDS: Readonly<Record<DeliveryTarget, DeliveryKind<CommonModel>>> = {
  [DeliveryTarget.ECS]: ECS_DELIVERY as unknown as DeliveryKind<CommonModel>,
  [DeliveryTarget.LAMBDA]: LAMBDA_DELIVERY as unknown as DeliveryKind<CommonModel>,
  [DeliveryTarget.STATIC_SITE]: STATIC_SITE_DELIVERY as unknown as DeliveryKind<CommonModel>,
  [DeliveryTarget.EC2]: EC2_DELIVERY as unknown as DeliveryKind<CommonModel>,
};

/** The standard `acme 3.2.0`. */
export function standardOf(options: Partial<DeliveryStandardOptions> = {}): DeliveryStandard {
  return new DeliveryStandard({ name: 'acme', version: '3.2.0', contact: '#platform on Slack', ...options });
}

/** The config of a repository with a standard. */
export function configWith(
  standard: Partial<DeliveryStandardOptions>,
  options: object = {},
  target: DeliveryTarget = DeliveryTarget.ECS,
): DeliveryConfig<CommonModel> {
  return resolveKind(KINDS[target], { ...MINIMAL_OPTIONS, standard: standardOf(standard), ...options }, NODE_PROJECT);
}

export function ecsModelWith(standard: Partial<DeliveryStandardOptions>, options: object = {}): DeliveryModel {
  return configWith(standard, options).model as DeliveryModel;
}

/** The lines of the error that an action throws. */
export function problemsOf(action: () => unknown): string[] {
  try {
    action();
  } catch (error) {
    return (error as Error).message
      .split('\n')
      .slice(1)
      .map((line) => line.replace(/^ {2}- /, ''));
  }
  return [];
}
