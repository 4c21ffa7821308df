import type { Artifact } from '../../core/artifact';
import type { Release } from '../../core/release';
import type { StackPart, StackSource } from '../../core/stack-source';
import type { Target, TargetEnvironment } from '../../core/target';
import { pascalCase } from '../../model/names';
import { assembly } from '../shared/assembly';
import { withRetainedArtifact } from '../shared/retained-artifact';
import { withBaseStack } from '../shared/stack-release';
import { functionRoles, releasesUseBaseStack, renderBaseStack } from './base-stack';
import { lambdaGuide, settingsOf } from './guide';
import type { LambdaEnvironmentModel, LambdaModel } from './model';
import { lambdaPrerequisites } from './prerequisites';
import { releaseOf, rollbackRelease } from './release';
import { renderRollbackScript } from './rollback-script';
import { renderServiceStack } from './service-stack';

/** A function on AWS Lambda. */
export function lambdaTarget(model: LambdaModel, artifact: Artifact): Target {
  return {
    environments: model.environments.map((environment) => targetEnvironment(model, artifact, environment)),
    preparation: assembly(model),
    files: [{ path: model.files.rollback, kind: 'text', body: renderRollbackScript(model) }],
    revision: model.environments.some(({ additionalFunctions }) => additionalFunctions.length > 0)
      ? 'Version of the main function (a number)'
      : 'Version of the function (a number)',
    guide: lambdaGuide(model),
  };
}

function targetEnvironment(
  model: LambdaModel,
  artifact: Artifact,
  environment: LambdaEnvironmentModel,
): TargetEnvironment {
  const { name, argument, account, region, partition, approval, functionName } = environment;
  return {
    name,
    argument,
    account,
    region,
    partition,
    approval,
    label: `Lambda ${functionName}`,
    prerequisites: lambdaPrerequisites(environment),
    settings: settingsOf(environment),
    roles: functionRoles(environment),
    release: withRetainedArtifact(withBase(model, environment), artifact, environment),
    rollback: rollbackRelease(model, environment),
    stacks: (parts) => [...baseStack(model, environment, parts), serviceStack(model, environment)],
  };
}

function withBase(model: LambdaModel, environment: LambdaEnvironmentModel): Release {
  const release = releaseOf(model, environment);
  return releasesUseBaseStack(environment)
    ? withBaseStack(release, {
        stack: environment.baseStack.name,
        several: model.environments.length > 1,
        place: environment,
        assembly: model.infra.assembly,
        bootstrapRoles: environment.bootstrapRoles,
      })
    : release;
}

function baseStack(
  { service }: LambdaModel,
  environment: LambdaEnvironmentModel,
  parts: readonly StackPart[],
): StackSource[] {
  const { role, logGroup } = environment;
  // CloudFormation rejects a stack without resources.
  if (!releasesUseBaseStack(environment) && parts.length === 0) {
    return [];
  }
  const several = environment.additionalFunctions.length > 0;
  const needed = [
    ...(role.createAs ? [several ? 'the roles' : 'the role'] : []),
    ...(logGroup.create ? [several ? 'the log groups' : 'the log group'] : []),
  ];
  const source: StackSource = {
    ...environment.baseStack,
    variable: `base${pascalCase(environment.name)}`,
    place: environment,
    description: `${service}: resources that ${environment.name} needs before the first release`,
    tags: { service, environment: environment.name },
    source: renderBaseStack({ service, environment, parts }),
    after: [],
    parts,
    neededByReleases:
      needed.length > 0 ? `${needed.join(' and ')} of the ${several ? 'functions' : 'function'} must exist` : undefined,
    protect: true,
  };
  return [source];
}

/** Protected only if releases require approval: if the creation of another stack fails, the next release replaces it. */
function serviceStack(model: LambdaModel, environment: LambdaEnvironmentModel): StackSource {
  const { service } = model;
  return {
    ...environment.serviceStack,
    variable: `service${pascalCase(environment.name)}`,
    place: environment,
    description: `${service}: the ${environment.additionalFunctions.length > 0 ? 'functions' : 'function'} in ${environment.name}`,
    tags: { service, environment: environment.name },
    source: renderServiceStack(model, environment),
    after: [],
    parts: [],
    protect: environment.approval,
  };
}
