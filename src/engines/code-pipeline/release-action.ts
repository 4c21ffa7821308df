import { statementsFor } from '../../core/release';
import type { Statement } from '../../core/statement';
import type { TargetEnvironment } from '../../core/target';
import { wildcardFindings } from '../../printing/statements';
import { code } from '../../printing/typescript';
import { CODE_PIPELINE_ENGINE } from './native';
import { actionNames, type NativeRelease, type ReleaseCode, releaseNames } from './release-code';

/** The built-in CodePipeline action that releases to an environment, with its own role. */
export function releaseAction(environment: TargetEnvironment, release: NativeRelease): ReleaseCode {
  const names = release.following.length > 0 ? actionNames(environment) : releaseNames(environment);
  const role = `${names.variable}Role`;
  const { native } = release;
  const statements = actionStatements(environment, release);
  const { imports, resources, className, properties } = native.native.action(names);
  return {
    environment,
    imports,
    resources,
    role,
    actionRole: { id: `${names.id}Role`, statements },
    findings: wildcardFindings(role, statements),
    action: code`
      new actions.${className}({
        actionName: 'Release',
        ${properties}
        role: ${role}.withoutPolicyUpdates(),
      }),`,
  };
}

/** The permissions of the action. */
export function actionStatements({ release }: TargetEnvironment, { native, following }: NativeRelease): Statement[] {
  const steps = release.steps.filter((step) => !following.includes(step));
  return statementsFor(CODE_PIPELINE_ENGINE, { steps, native: [native] });
}
