import { bundle } from '../artifacts/bundle/bundle';
import { DeliveryTarget } from '../options';
import { keptReleases } from '../targets/static-site/guide';
import type { StaticSiteModel } from '../targets/static-site/model';
import { resolveStaticSite } from '../targets/static-site/resolve';
import { STATIC_SITE_SYNC_RULES } from '../targets/static-site/sync-rules';
import { staticSiteTarget } from '../targets/static-site/target';
import { environmentView } from '../targets/static-site/view';
import { composeWith } from './compose';
import type { DeliveryKind } from './kind';
import { syncRules } from './sync-rules';

export type { StaticSiteModel };

/** A zip file with a built site, released to Amazon CloudFront. */
export const STATIC_SITE_DELIVERY: DeliveryKind<StaticSiteModel> = {
  target: DeliveryTarget.STATIC_SITE,
  component: 'StaticSiteDelivery',
  projectType: 'StaticSiteProject',
  resolve: resolveStaticSite,
  compose: (model) => {
    const artifact = bundle({
      service: model.service,
      bundle: model.bundle,
      noun: 'site',
      kept: keptReleases(model),
      readers: model.environments.map(({ name, account, region, publishRole }) => ({
        name,
        account,
        region,
        roleArn: publishRole.arn,
      })),
    });
    return composeWith(model, artifact, staticSiteTarget(model, artifact));
  },
  rules: syncRules(STATIC_SITE_SYNC_RULES),
  view: (model) => ({ environments: model.environments.map(environmentView) }),
  ownFile: () => undefined,
};
