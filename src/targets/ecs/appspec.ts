import type { DeliveryModel } from '../../model/model';
import type { YamlContent } from '../../printing/yaml-content';

/** The placeholder for the task definition ARN. CodePipeline's action replaces no other placeholder. */
export const TASK_DEFINITION_PLACEHOLDER = '<TASK_DEFINITION>';

/**
 * `appspec.yaml`: tells CodeDeploy what to deploy. All environments share one file, because each release inserts the
 * task definition of its environment.
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
    comments: [
      { at: ['Resources'], text: 'Each release replaces the placeholder with the task definition of its environment.' },
    ],
    // CodeDeploy accepts only 0.0.
    decimals: [['version']],
    blankLinesBetween: [[]],
  };
}
