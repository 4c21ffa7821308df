import {
  clusterInRelease,
  codeDeployFacts,
  familyInRelease,
  handedRole,
  isReleasedByAction,
  serviceArnInAction,
  serviceInRelease,
  taskDefinitionFileFacts,
} from './action-facts';
import { type EnvironmentModel, hasBaseStack } from './environment';
import {
  asRole,
  baseStackOf,
  type Fact,
  given,
  MAIN,
  ONE_OFF_TASK,
  ROLLBACK,
  ROLLBACK_WORKFLOW,
  releaseVariable,
  roleFact,
  roleName,
  SUBJECT,
  scriptSetting,
  WORKFLOW,
} from './fact';
import {
  accountOfStack,
  clusterInStack,
  regionOfStack,
  serviceInStack,
  serviceStackFacts,
} from './managed-service-facts';
import { data, literal, match, property } from './readings';

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
  const {
    name,
    account,
    region,
    taskDefinition,
    cluster,
    ecsService,
    logGroup,
    taskRole,
    github,
    pipeline,
    managed,
    oneOffTask,
  } = environment;
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
        ...given(hasBaseStack(environment), [property(MAIN, environment.baseStack.name, 'account')]),
        ...accountOfStack(environment),
        ...serviceArnInAction(environment, accountOf),
        data(file, 'executionRoleArn', accountOf),
        data(file, 'taskRoleArn', accountOf),
        data(WORKFLOW, `${job}.steps.*.with.role-to-assume`, accountOf),
        data(WORKFLOW, `${job}.steps.*.with.allowed-account-ids`),
        data(ROLLBACK_WORKFLOW, `${rollback}.steps.*.with.allowed-account-ids`),
        scriptSetting(ROLLBACK, name, 'FAMILY_ARN', accountOf),
      ],
    },
    {
      name: 'Region',
      option: 'awsRegion',
      value: region,
      readings: [
        ...given(hasBaseStack(environment), [property(MAIN, environment.baseStack.name, 'region')]),
        ...regionOfStack(environment),
        ...serviceArnInAction(environment, match(/^arn:[^:]+:[^:]+:([^:]+):/)),
        data(file, 'containerDefinitions.0.logConfiguration.options.awslogs-region'),
        data(WORKFLOW, `${job}.steps.*.with.aws-region`),
        data(ROLLBACK_WORKFLOW, `${rollback}.steps.*.with.aws-region`),
        scriptSetting(ROLLBACK, name, 'AWS_REGION'),
      ],
    },
    {
      name: 'Cluster',
      option: 'ecsCluster',
      value: cluster.name,
      readings: [
        ...given(!managed, [
          data(WORKFLOW, `${job}.steps.*.${oneOffTask ? 'env.CLUSTER' : 'with.cluster'}`),
          ...given(pipeline && !isReleasedByAction(environment), [releaseVariable(name, 'CLUSTER')]),
        ]),
        ...clusterInStack(environment),
        ...clusterInRelease(environment),
        scriptSetting(ROLLBACK, name, 'CLUSTER'),
        ...given(oneOffTask, [scriptSetting(ONE_OFF_TASK, name, 'CLUSTER')]),
        ...given(github, [literal(base, 'resources of the deploy role', match(/:service\/([^/]+)\//))]),
      ],
    },
    {
      name: 'Service',
      option: 'ecsService',
      value: ecsService.name,
      readings: [
        ...given(!managed, [
          data(WORKFLOW, `${job}.steps.*.${oneOffTask ? 'env.SERVICE' : 'with.service'}`),
          ...given(pipeline && !isReleasedByAction(environment), [releaseVariable(name, 'SERVICE')]),
        ]),
        ...serviceInStack(environment),
        ...serviceInRelease(environment),
        scriptSetting(ROLLBACK, name, 'SERVICE'),
        ...given(github, [literal(base, 'resources of the deploy role', match(/:service\/[^/]+\/(.+)$/))]),
      ],
    },
    ...serviceStackFacts(environment),
    {
      name: 'Task definition family',
      option: taskDefinition.generated ? 'serviceName' : 'taskDefinitionFamily',
      value: taskDefinition.family,
      readings: [
        data(file, 'family'),
        ...familyInRelease(environment),
        scriptSetting(ROLLBACK, name, 'FAMILY_ARN', match(/:task-definition\/(.+)$/)),
        ...given(github, [literal(base, 'resources of the deploy role', match(/:task-definition\/(.+):\*$/))]),
      ],
    },
    ...(logGroup
      ? [
          {
            name: 'Log group',
            option: 'serviceName',
            value: logGroup.name,
            readings: [
              data(file, 'containerDefinitions.0.logConfiguration.options.awslogs-group'),
              property(base, 'LogGroup', 'logGroupName'),
            ],
          },
        ]
      : []),
    ...taskDefinitionFileFacts(environment),
    ...codeDeployFacts(environment),
    roleFact('Execution role', 'executionRoleArn', environment.executionRole, [
      data(file, 'executionRoleArn'),
      roleName(base, 'ExecutionRole', environment.executionRole),
      ...handedRole(environment, environment.executionRole.arn),
    ]),
    ...(taskRole
      ? [
          roleFact('Task role', 'taskRoleArn', taskRole, [
            data(file, 'taskRoleArn'),
            roleName(base, 'TaskRole', taskRole),
            ...handedRole(environment, taskRole.arn),
          ]),
        ]
      : []),
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
