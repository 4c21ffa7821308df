import type { DeliveryModel, EnvironmentModel } from '../../model/model';
import type { TargetWithAction } from '../../targets/target';
import { type ReleaseCode, releaseNames } from './release';
import { wildcardFindings } from './statements';
import { code } from './typescript';

/** The built-in CodePipeline action that releases to an environment, with its own role. */
export function releaseAction(
  model: DeliveryModel,
  target: TargetWithAction,
  environment: EnvironmentModel,
): ReleaseCode {
  const names = releaseNames(environment);
  const role = `${names.variable}Role`;
  const { imports, statements, resources, className, properties } = target.pipelineAction(model, environment, names);
  return {
    environment,
    imports,
    resources,
    role,
    statements,
    findings: wildcardFindings(role, statements),
    action: code`
      new actions.${className}({
        actionName: 'Release',
        ${properties}
        role: ${role}.withoutPolicyUpdates(),
      }),`,
  };
}
