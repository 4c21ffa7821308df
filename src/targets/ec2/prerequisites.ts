import type { Prerequisite } from '../../core/prerequisite';
import { storedValues } from '../../printing/prerequisites';
import { shellWord } from '../../printing/shell';
import { loadBalancerPrerequisites, networkPrerequisites, topicPrerequisites } from '../shared/prerequisites';
import type { Ec2EnvironmentModel } from './model';

/** What must exist before the instances can be created in the environment. */
export function ec2Prerequisites(environment: Ec2EnvironmentModel): Prerequisite[] {
  const { network, secrets, loadBalancer, alarms, imageId, account, region } = environment;
  const subnetIds = network.kind === 'subnets' ? [...network.instanceSubnetIds, ...network.loadBalancerSubnetIds] : [];
  return [
    ...storedValues(environment, secrets),
    ...networkPrerequisites(environment, network, subnetIds, network.securityGroupIds),
    ...loadBalancerPrerequisites(environment, loadBalancer),
    ...(imageId
      ? [
          {
            title: `AMI ${imageId}`,
            account,
            neededFor: 'deployment',
            check: `aws ec2 describe-images --region ${region} --image-ids ${shellWord(imageId)} --query 'Images[].State' --output text`,
            expected: 'available',
            fix: { instruction: `Specify the ID of an existing AMI in ${region}.` },
          } as const,
        ]
      : []),
    ...topicPrerequisites(environment, alarms?.topicArn),
  ];
}
