import type { YamlContent } from '../../core/yaml-content';
import type { DeliveryModel } from '../../model/model';
import { containerOf } from './container';
import { trafficTarget } from './traffic-target';

/**
 * `appspec.yaml`: tells CodeDeploy what to deploy. Environments share one file, because each release inserts the task
 * definition of its environment. Only an environment that overrides the container or the hooks has its own file.
 *
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html
 */
export function renderAppspec(model: DeliveryModel, environment = model.environments[0]!): YamlContent {
  const { containerName, containerPort } = trafficTarget(containerOf(model, environment), environment);
  const hooks = environment.codeDeploy?.hooks ?? [];
  return {
    data: {
      version: 0,
      Resources: [
        {
          TargetService: {
            Type: 'AWS::ECS::Service',
            Properties: {
              TaskDefinition: model.files.taskDefinitionPlaceholder,
              LoadBalancerInfo: { ContainerName: containerName, ContainerPort: containerPort },
            },
          },
        },
      ],
      ...(hooks.length > 0 ? { Hooks: hooks.map(({ event, functionName }) => ({ [event]: functionName })) } : {}),
    },
    comments: [
      { at: ['Resources'], text: 'Each release replaces the placeholder with the task definition of its environment.' },
    ],
    // CodeDeploy accepts only 0.0.
    decimals: [['version']],
    blankLinesBetween: [[]],
  };
}
