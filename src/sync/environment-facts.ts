import type { EnvironmentModel } from '../model/model';
import { BASE, BUILDSPEC, type Fact, given, MAIN, releaseVariable, roleFact, roleName, SUBJECT, WORKFLOW } from './fact';
import { data, literal, match, property } from './readings';

/** The facts of one environment. */
export function environmentFacts(environment: EnvironmentModel): Fact[] {
  const { name, account, region, taskDefinition, cluster, ecsService, logGroup, github } = environment;
  const { file } = taskDefinition;
  const job = `jobs.deploy-${name}`;
  const accountOf = match(/^arn:[^:]+:[^:]+:[^:]*:(\d{12}):/);
  return [
    {
      name: 'Account',
      option: 'awsAccount',
      value: account,
      readings: [
        property(MAIN, environment.baseStack, 'account'),
        data(file, 'executionRoleArn', accountOf),
        data(file, 'taskRoleArn', accountOf),
        data(WORKFLOW, `${job}.steps.*.with.role-to-assume`, accountOf),
        data(WORKFLOW, `${job}.steps.*.with.allowed-account-ids`),
      ],
    },
    {
      name: 'Region',
      option: 'awsRegion',
      value: region,
      readings: [
        property(MAIN, environment.baseStack, 'region'),
        data(file, 'containerDefinitions.0.logConfiguration.options.awslogs-region'),
        data(WORKFLOW, `${job}.steps.*.with.aws-region`),
      ],
    },
    {
      name: 'Cluster',
      option: 'ecsCluster',
      value: cluster.name,
      readings: [
        data(WORKFLOW, `${job}.steps.*.with.cluster`),
        releaseVariable(name, 'CLUSTER'),
        ...given(github, [literal(BASE, 'resources of the deploy role', match(/:service\/([^/]+)\//))]),
      ],
    },
    {
      name: 'Service',
      option: 'ecsService',
      value: ecsService.name,
      readings: [
        data(WORKFLOW, `${job}.steps.*.with.service`),
        releaseVariable(name, 'SERVICE'),
        ...given(github, [literal(BASE, 'resources of the deploy role', match(/:service\/[^/]+\/(.+)$/))]),
      ],
    },
    {
      name: 'Log group',
      option: 'serviceName',
      value: logGroup.name,
      readings: [
        data(file, 'containerDefinitions.0.logConfiguration.options.awslogs-group'),
        property(BASE, 'LogGroup', 'logGroupName'),
      ],
    },
    {
      name: 'Task definition file',
      value: file,
      readings: [
        data(WORKFLOW, `${job}.steps.*.with.task-definition`, (said) => (said.includes('${{') ? undefined : said)),
        data(BUILDSPEC, 'artifacts.files.*', match(/^(task-definition.*)$/)),
      ],
    },
    roleFact('Execution role', 'executionRoleArn', environment.executionRole, [
      data(file, 'executionRoleArn'),
      roleName(BASE, 'ExecutionRole', environment.executionRole),
    ]),
    roleFact('Task role', 'taskRoleArn', environment.taskRole, [
      data(file, 'taskRoleArn'),
      roleName(BASE, 'TaskRole', environment.taskRole),
    ]),
    ...(github
      ? [
          roleFact('Deploy role', 'serviceName', { arn: github.deployRole.arn, createAs: github.deployRole.name }, [
            data(WORKFLOW, `${job}.steps.*.with.role-to-assume`),
            roleName(BASE, 'DeployRole', { arn: github.deployRole.arn, createAs: github.deployRole.name }),
          ]),
          {
            name: 'GitHub Environment',
                  value: github.environment,
            readings: [
              data(WORKFLOW, `${job}.environment`),
              property(BASE, 'DeployRole', SUBJECT, match(/:environment:(.+)$/)),
            ],
          },
        ]
      : []),
  ];
}
