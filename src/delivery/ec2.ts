import { bundle } from '../artifacts/bundle/bundle';
import { DeliveryTarget } from '../options';
import type { Ec2Model } from '../targets/ec2/model';
import { resolveEc2 } from '../targets/ec2/resolve';
import { EC2_SYNC_RULES } from '../targets/ec2/sync-rules';
import { ec2Target } from '../targets/ec2/target';
import { environmentView } from '../targets/ec2/view';
import { composeWith } from './compose';
import type { DeliveryKind } from './kind';
import { syncRules } from './sync-rules';

export type { Ec2Model };

/** A zip file, deployed to EC2 instances by CodeDeploy or with new instances. */
export const EC2_DELIVERY: DeliveryKind<Ec2Model> = {
  target: DeliveryTarget.EC2,
  component: 'Ec2Delivery',
  projectType: 'Ec2ServiceProject',
  resolve: resolveEc2,
  compose: (model) => {
    const artifact = bundle({
      service: model.service,
      bundle: model.bundle,
      noun: 'bundle',
      kept: model.refresh
        ? 'You can roll back to any of the last 20 revisions that have been live.'
        : 'You can roll back to the revision of any of the last 100 successful deployments.',
      readers: model.environments.map(({ name, account, region, instanceRole }) => ({
        name,
        account,
        region,
        roleArn: instanceRole.arn,
      })),
    });
    return composeWith(model, artifact, ec2Target(model, artifact));
  },
  rules: syncRules(EC2_SYNC_RULES),
  view: (model) => ({ environments: model.environments.map(environmentView) }),
  ownFile: () => undefined,
};
