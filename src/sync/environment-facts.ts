import type { EnvironmentModel } from '../model/model';
import {
  asRole,
  BUILDSPEC,
  baseStackOf,
  type Fact,
  given,
  MAIN,
  ROLLBACK,
  ROLLBACK_WORKFLOW,
  releaseVariable,
  roleFact,
  roleName,
  SUBJECT,
  WORKFLOW,
} from './fact';
import { data, line, literal, match, property, type Reading, type Translate } from './readings';

/**
 * The facts of one environment.
 *
 * @param several whether there are others, so that the facts have to say which one they are about
 */
export function environmentFacts(environment: EnvironmentModel, several: boolean): Fact[] {
  const suffix = several ? ` of ${environment.name}` : '';
  return factsOfOne(environment).map((fact) => ({ ...fact, name: `${fact.name}${suffix}` }));
}

function factsOfOne(environment: EnvironmentModel): Fact[] {
  const base = baseStackOf(environment);
  const { name, account, region, taskDefinition, cluster, ecsService, logGroup, github } = environment;
  const { file } = taskDefinition;
  const job = `jobs.deploy-${name}`;
  const rollback = `jobs.rollback-${name}`;
  const accountOf = match(/^arn:[^:]+:[^:]+:[^:]*:(\d{12}):/);
  return [
    {
      name: 'Account',
      option: 'awsAccount',
      value: account,
      readings: [
        property(MAIN, environment.baseStack.name, 'account'),
        data(file, 'executionRoleArn', accountOf),
        data(file, 'taskRoleArn', accountOf),
        data(WORKFLOW, `${job}.steps.*.with.role-to-assume`, accountOf),
        data(WORKFLOW, `${job}.steps.*.with.allowed-account-ids`),
        data(ROLLBACK_WORKFLOW, `${rollback}.steps.*.with.allowed-account-ids`),
        rollbackSetting(name, 'FAMILY_ARN', accountOf),
      ],
    },
    {
      name: 'Region',
      option: 'awsRegion',
      value: region,
      readings: [
        property(MAIN, environment.baseStack.name, 'region'),
        data(file, 'containerDefinitions.0.logConfiguration.options.awslogs-region'),
        data(WORKFLOW, `${job}.steps.*.with.aws-region`),
        data(ROLLBACK_WORKFLOW, `${rollback}.steps.*.with.aws-region`),
        rollbackSetting(name, 'AWS_REGION'),
      ],
    },
    {
      name: 'Cluster',
      option: 'ecsCluster',
      value: cluster.name,
      readings: [
        data(WORKFLOW, `${job}.steps.*.with.cluster`),
        releaseVariable(name, 'CLUSTER'),
        rollbackSetting(name, 'CLUSTER'),
        ...given(github, [literal(base, 'resources of the deploy role', match(/:service\/([^/]+)\//))]),
      ],
    },
    {
      name: 'Service',
      option: 'ecsService',
      value: ecsService.name,
      readings: [
        data(WORKFLOW, `${job}.steps.*.with.service`),
        releaseVariable(name, 'SERVICE'),
        rollbackSetting(name, 'SERVICE'),
        ...given(github, [literal(base, 'resources of the deploy role', match(/:service\/[^/]+\/(.+)$/))]),
      ],
    },
    {
      name: 'Task definition family',
      option: 'serviceName',
      value: taskDefinition.family,
      readings: [
        data(file, 'family'),
        rollbackSetting(name, 'FAMILY_ARN', match(/:task-definition\/(.+)$/)),
        ...given(github, [literal(base, 'resources of the deploy role', match(/:task-definition\/(.+):\*$/))]),
      ],
    },
    {
      name: 'Log group',
      option: 'serviceName',
      value: logGroup.name,
      readings: [
        data(file, 'containerDefinitions.0.logConfiguration.options.awslogs-group'),
        property(base, 'LogGroup', 'logGroupName'),
      ],
    },
    {
      name: 'Task definition file',
      value: file,
      readings: [
        data(WORKFLOW, `${job}.steps.*.with.task-definition`, (said) => (said.includes('${{') ? undefined : said)),
        data(BUILDSPEC, 'artifacts.files.*', (said) => (said === file ? said : undefined)),
      ],
    },
    roleFact('Execution role', 'executionRoleArn', environment.executionRole, [
      data(file, 'executionRoleArn'),
      roleName(base, 'ExecutionRole', environment.executionRole),
    ]),
    roleFact('Task role', 'taskRoleArn', environment.taskRole, [
      data(file, 'taskRoleArn'),
      roleName(base, 'TaskRole', environment.taskRole),
    ]),
    ...(github
      ? [
          roleFact('Deploy role', 'serviceName', asRole(github.deployRole), [
            data(WORKFLOW, `${job}.steps.*.with.role-to-assume`),
            data(ROLLBACK_WORKFLOW, `${rollback}.steps.*.with.role-to-assume`),
            roleName(base, 'DeployRole', asRole(github.deployRole)),
          ]),
          {
            name: 'GitHub Environment',
            value: github.environment,
            readings: [
              data(WORKFLOW, `${job}.environment`),
              data(ROLLBACK_WORKFLOW, `${rollback}.environment`),
              data(ROLLBACK_WORKFLOW, `${rollback}.steps.*.run`, match(/rollback\.sh (\S+)/)),
              property(base, 'DeployRole', SUBJECT, match(/:environment:(.+)$/)),
            ],
          },
        ]
      : []),
  ];
}

/** What the rollback script sets for an environment. */
function rollbackSetting(environment: string, name: string, translate: Translate = (said) => said): Reading {
  const setting = new RegExp(`^ *${environment}\\) .*\\b${name}=(\\S+)`);
  return line(ROLLBACK, name, (said) => {
    const value = setting.exec(said)?.[1];
    return value === undefined ? undefined : translate(value);
  });
}
