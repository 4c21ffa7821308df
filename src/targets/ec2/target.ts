import type { Artifact } from '../../core/artifact';
import type { StackPart, StackSource } from '../../core/stack-source';
import type { Target, TargetEnvironment } from '../../core/target';
import { pascalCase } from '../../model/names';
import { assembly } from '../shared/assembly';
import { withBaseStack } from '../shared/stack-release';
import { instanceRoles, renderBaseStack } from './base-stack';
import { bundleFiles } from './bundle-files';
import { renderDeployScript } from './deploy-script';
import { ec2Guide, looksUp, settingsOf } from './guide';
import type { Ec2EnvironmentModel, Ec2Model } from './model';
import { ec2Prerequisites } from './prerequisites';
import { refreshReleaseOf, refreshRollbackOf } from './refresh-release';
import { renderRefreshRollbackScript } from './refresh-rollback-script';
import { releaseOf, rollbackOf } from './release';
import { renderRollbackScript } from './rollback-script';
import { renderServiceStack } from './service-stack/service-stack';

/** A service on EC2 instances in an Auto Scaling group. */
export function ec2Target(model: Ec2Model, artifact: Artifact): Target {
  const { environments, files, refresh } = model;
  return {
    environments: environments.map((environment) => targetEnvironment(model, artifact, environment)),
    preparation: assembly(model, looksUp(model)),
    files: [
      ...bundleFiles(model),
      ...(refresh ? [] : [{ path: files.deploy, kind: 'text' as const, body: renderDeployScript(model) }]),
      {
        path: files.rollback,
        kind: 'text',
        body: refresh ? renderRefreshRollbackScript(model, refresh) : renderRollbackScript(model),
      },
    ],
    revision: refresh ? 'Key of a bundle (<hash>.zip)' : 'Key of a bundle (<hash>.zip) or ID of a deployment (d-...)',
    guide: ec2Guide(model),
  };
}

function targetEnvironment(model: Ec2Model, artifact: Artifact, environment: Ec2EnvironmentModel): TargetEnvironment {
  const { refresh } = model;
  const { name, argument, account, region, partition, approval, autoScalingGroup } = environment;
  return {
    name,
    argument,
    account,
    region,
    partition,
    approval,
    label: `EC2 ${autoScalingGroup}`,
    prerequisites: ec2Prerequisites(environment),
    settings: settingsOf(environment),
    roles: instanceRoles(environment, artifact),
    release: withBaseStack(refresh ? refreshReleaseOf(model, refresh, environment) : releaseOf(model, environment), {
      stack: environment.baseStack.name,
      several: model.environments.length > 1,
      place: environment,
      assembly: model.infra.assembly,
      bootstrapRoles: environment.bootstrapRoles,
    }),
    rollback: refresh ? refreshRollbackOf(model, environment) : rollbackOf(model, environment),
    stacks: (parts) => [baseStack(model, artifact, environment, parts), serviceStack(model, environment)],
  };
}

function baseStack(
  { service }: Ec2Model,
  artifact: Artifact,
  environment: Ec2EnvironmentModel,
  parts: readonly StackPart[],
): StackSource {
  return {
    ...environment.baseStack,
    variable: `base${pascalCase(environment.name)}`,
    place: environment,
    description: `${service}: resources that ${environment.name} needs before the first release`,
    tags: { service, environment: environment.name },
    source: renderBaseStack({ service, environment, artifact, parts }),
    after: [],
    parts,
    neededByReleases: 'the instance role and the log group must exist',
    protect: true,
  };
}

/** Protected only if releases require approval: if the creation of another stack fails, the next release replaces it. */
function serviceStack(model: Ec2Model, environment: Ec2EnvironmentModel): StackSource {
  const { service } = model;
  return {
    ...environment.serviceStack,
    variable: `service${pascalCase(environment.name)}`,
    place: environment,
    description: `${service}: the instances in ${environment.name}`,
    tags: { service, environment: environment.name },
    source: renderServiceStack(model, environment),
    after: [{ stack: environment.baseStack.name, reason: 'The instances use the role and the log group.' }],
    parts: [],
    protect: environment.approval,
  };
}
