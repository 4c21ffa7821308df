import type { DeliveryModel } from '../model/model';
import type { YamlContent } from './yaml-content';

/** What stands in the place of the task definition. CodePipeline's action knows no other placeholder. */
export const TASK_DEFINITION_PLACEHOLDER = '<TASK_DEFINITION>';

/**
 * `appspec.yaml`: what CodeDeploy is to deploy. One for all environments, since each release puts its own task
 * definition in.
 *
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html
 */
export function renderAppspec({ container, files }: DeliveryModel): YamlContent {
  return {
    data: {
      version: 0,
      Resources: [
        {
          TargetService: {
            Type: 'AWS::ECS::Service',
            Properties: {
              TaskDefinition: files.taskDefinitionPlaceholder,
              LoadBalancerInfo: { ContainerName: container.name, ContainerPort: container.port },
            },
          },
        },
      ],
    },
    comments: [{ at: ['Resources'], text: 'Each release puts the task definition of its environment in.' }],
    // CodeDeploy asks for exactly 0.0.
    decimals: [['version']],
    spacious: [[]],
  };
}
