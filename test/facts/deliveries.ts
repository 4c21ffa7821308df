import { EC2_DELIVERY } from '../../src/delivery/ec2';
import { LAMBDA_DELIVERY } from '../../src/delivery/lambda';
import { STATIC_SITE_DELIVERY } from '../../src/delivery/static-site';
import type { Config } from '../../src/facts/sync-check';
import type { CommonModel } from '../../src/model/common-model';
import { EC2_CONFIGS } from '../targets/ec2/configs';
import { MINIMAL as MINIMAL_EC2 } from '../targets/ec2/support';
import { LAMBDA_CONFIGS, LAMBDA_MINIMAL } from '../targets/lambda/configs';
import { STATIC_SITE_CONFIGS } from '../targets/static-site/configs';
import { MINIMAL as MINIMAL_SITE } from '../targets/static-site/support';
import { CONFIGS } from './configs';
import { configFor, configOf } from './support';

/**
 * The configs of every kind of delivery. Tests of the sync check, the guide, and the scripts run over all of them, so a
 * new target only adds its configs here.
 */
export const DELIVERIES: readonly (readonly [name: string, config: () => Config<CommonModel>])[] = [
  ...CONFIGS.map(([name, options, context]) => [name, (): Config<CommonModel> => configOf(options, context)] as const),
  ...STATIC_SITE_CONFIGS.map(
    ([name, options]) => [name, () => configFor(STATIC_SITE_DELIVERY, { ...MINIMAL_SITE, ...options })] as const,
  ),
  ...Object.entries(LAMBDA_CONFIGS).map(
    ([name, options]) =>
      [`function, ${name}`, () => configFor(LAMBDA_DELIVERY, { ...LAMBDA_MINIMAL, ...options })] as const,
  ),
  ...EC2_CONFIGS.map(
    ([name, options]) => [name, () => configFor(EC2_DELIVERY, { ...MINIMAL_EC2, ...options })] as const,
  ),
];
