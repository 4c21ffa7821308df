import type { DeliveryModel, EnvironmentModel } from '../../model/model';
import type { TargetWithAction } from '../../core/target';
import { type ReleaseCode, releaseNames } from './release';
import { wildcardFindings } from '../../printing/statements';
import { code } from '../../printing/typescript';

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
