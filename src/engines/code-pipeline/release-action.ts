import { statementsFor } from '../../core/release';
import type { TargetEnvironment } from '../../core/target';
import { wildcardFindings } from '../../printing/statements';
import { code } from '../../printing/typescript';
import { CODE_PIPELINE_ENGINE, type PipelineNative } from './native';
import { type ReleaseCode, releaseNames } from './release-code';

/** The built-in CodePipeline action that releases to an environment, with its own role. */
export function releaseAction(environment: TargetEnvironment, native: PipelineNative): ReleaseCode {
  const names = releaseNames(environment);
  const role = `${names.variable}Role`;
  const statements = statementsFor(CODE_PIPELINE_ENGINE, environment.release);
  const { imports, resources, className, properties } = native.action(names);
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
