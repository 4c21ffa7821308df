import type { YamlContent } from '../../core/yaml-content';
import type { DeliveryModel } from '../../model/model';
import { trafficTarget } from './traffic-target';

/**
 * `appspec.yaml`: tells CodeDeploy what to deploy. All environments share one file, because each release inserts the
 * task definition of its environment.
 *
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html
 */
export function renderAppspec({ container, environments, files }: DeliveryModel): YamlContent {
  const { containerName, containerPort } = trafficTarget(container, environments[0]!);
  return {
    data: {
      version: 0,
      Resources: [
        {
          TargetService: {
            Type: 'AWS::ECS::Service',
            Properties: {
              TaskDefinition: files.taskDefinitionPlaceholder,
              LoadBalancerInfo: { ContainerName: containerName, ContainerPort: containerPort },
            },
          },
        },
      ],
    },
    comments: [
      { at: ['Resources'], text: 'Each release replaces the placeholder with the task definition of its environment.' },
    ],
    // CodeDeploy accepts only 0.0.
    decimals: [['version']],
    blankLinesBetween: [[]],
  };
}
