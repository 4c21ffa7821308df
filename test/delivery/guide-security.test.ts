import { EC2_DELIVERY } from '../../src/delivery/ec2';
import { ECS_DELIVERY } from '../../src/delivery/ecs';
import { renderFiles } from '../../src/delivery/files';
import { renderGuide } from '../../src/delivery/guide';
import { renderInfra } from '../../src/delivery/infra';
import type { DeliveryKind } from '../../src/delivery/kind';
import { LAMBDA_DELIVERY } from '../../src/delivery/lambda';
import { STATIC_SITE_DELIVERY } from '../../src/delivery/static-site';
import { EcsServiceMode } from '../../src/options';
import { InfraApp, removeOutdirs } from '../support/infra-app';
import { NODE_PROJECT } from '../support/model';
import { LAMBDA_MINIMAL } from '../targets/lambda/configs';
import { MINIMAL as SITE } from '../targets/static-site/support';

afterAll(removeOutdirs);

const ECS = { awsAccount: '111122223333', githubRepository: 'acme/orders-api' };

const ENVIRONMENTS = [{ name: 'test' }, { name: 'production', awsAccount: '444455556666' }];

const SECRET = { API_KEY: { secretsManager: 'api-key' } };

const CONFIGS: readonly (readonly [string, DeliveryKind<any>, object])[] = [
  ['a service', ECS_DELIVERY, { ...ECS, secrets: SECRET }],
  ['a service in two accounts', ECS_DELIVERY, { ...ECS, environments: ENVIRONMENTS }],
  [
    'a service whose roles may do more',
    ECS_DELIVERY,
    {
      ...ECS,
      codePipeline: { enabled: false },
      buildRoleStatements: [
        {
          actions: ['secretsmanager:GetSecretValue'],
          resources: ['arn:aws:secretsmanager:us-east-1:111122223333:secret:npm-AbCdEf'],
        },
      ],
      taskRoleStatements: [{ actions: ['s3:PutObject'], resources: ['arn:aws:s3:::orders/*'] }],
    },
  ],
  ['an existing service', ECS_DELIVERY, { ...ECS, serviceMode: EcsServiceMode.EXISTING }],
  ['a function', LAMBDA_DELIVERY, { ...LAMBDA_MINIMAL, environments: ENVIRONMENTS }],
  ['a site with previews', STATIC_SITE_DELIVERY, { ...SITE, pullRequestPreviews: {} }],
  ['instances', EC2_DELIVERY, ECS],
];

function deploysStacks(action: string, resource: string): boolean {
  return action === 'sts:AssumeRole' && resource.includes('-deploy-role-');
}

/** What the guide says that a role cannot do, and whether an action with a resource allows it. */
const DENIED: Readonly<Record<string, (action: string, resource: string) => boolean>> = {
  'push images': (action) => /^(ecr:PutImage|ecr:\*)$/.test(action),
  'upload objects to Amazon S3': (action) => /^s3:(PutObject|\*)$/.test(action),
  'deploy stacks': deploysStacks,
  'read secrets': (action) => /^(secretsmanager:Get(SecretValue|\*)|ssm:GetParameters?)$/.test(action),
  // A stack can contain roles.
  'change IAM roles and policies': (action, resource) =>
    /^iam:(?!PassRole$)/.test(action) || deploysStacks(action, resource),
};

/** A role in the templates, with the names under which the guide may list it. */
interface Role {
  readonly titles: readonly string[];
  readonly trust: string;
  readonly allows: readonly string[];
}

describe.each(CONFIGS)('the security section for %s', (_name, kind, options) => {
  const model = kind.resolve(options, { ...NODE_PROJECT });
  const composed = kind.compose(model);
  const listed = listedRoles(renderGuide(model, composed, []));
  const { sources, cdkJson } = renderInfra(model, composed);
  // The stack of a site reads it.
  const siteFunction = Object.fromEntries(
    renderFiles(model, composed).flatMap((file) =>
      file.kind === 'text' && file.path === 'infra/site-function.js' ? [['site-function.js', file.body]] : [],
    ),
  );
  let roles: Role[];
  beforeAll(() => {
    roles = rolesOf(
      new InfraApp({ ...sources, ...siteFunction }, (cdkJson.data as { context?: Record<string, unknown> }).context),
    );
  });

  test('lists every role but those that only AWS services or the pipeline can assume', () => {
    const others = roles.filter(({ titles }) => !titles.some((title) => listed.has(title)));

    expect(others.filter(({ trust }) => !/^(\{"Service"|\{"AWS":\{"Fn::GetAtt":\["PipelineRole)/.test(trust))).toEqual(
      [],
    );
    expect([...listed.keys()].filter((title) => !roles.some(({ titles }) => titles.includes(title)))).toEqual([]);
  });

  test('says what each role cannot do, exactly as its policies do', () => {
    const found = roles.flatMap(({ titles, allows }) =>
      titles
        .filter((title) => listed.has(title))
        .map((title) => [title, Object.keys(DENIED).filter((denied) => !allows.includes(denied))] as const),
    );

    expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(found));
  });
});

test('explains the roles of each environment, and what the roles that deploy stacks can do in the end', () => {
  const model = ECS_DELIVERY.resolve({ ...ECS, codePipeline: { enabled: false } }, NODE_PROJECT);

  const section = renderGuide(model, ECS_DELIVERY.compose(model), []).split('\n## Security\n')[1]!;

  expect(section.split('\n- `orders-api-production-deploy`')[0]).toBe(`
There are no long-lived AWS keys: workflows, pipelines, and services assume roles and receive temporary credentials. The stacks create the following roles with these permissions:

- \`orders-api-build\` (assumed by GitHub Actions in jobs on \`main\`):
  - Log in to ECR.
  - Push images to this repository and check which images exist.
  - Cannot upload objects to Amazon S3, deploy stacks, read secrets, or change IAM roles and policies.`);
  expect(section).toContain(`
- \`orders-api-production-task\` (assumed by the application code in the tasks):
  - Cannot push images, upload objects to Amazon S3, deploy stacks, read secrets, or change IAM roles and policies.

The stacks also create roles that only AWS services can assume.

Roles that deploy stacks assume the CDK bootstrap roles. Unless you restricted the bootstrap roles with \`--cloudformation-execution-policies\`, CloudFormation can create and change any resource in the account, including IAM roles and secrets.`);
});

/** The roles in the section, each with what it cannot do. */
function listedRoles(guide: string): Map<string, string[]> {
  const section = guide.split('\n## Security\n')[1]!;
  const roles = new Map<string, string[]>();
  for (const item of section.split(/\n(?=- )/).filter((text) => text.startsWith('- '))) {
    const cannot = /^ {2}- Cannot (.*)\.$/m.exec(item)?.[1] ?? '';
    const names = [
      ...item.split('\n')[0]!.matchAll(/(?:^- |, and | and |, )((?:[Tt]he role of the \w+ \w+ )?`[^`]+`) \(/g),
    ];
    expect(names.length).toBe(item.split('\n')[0]!.split('(assumed by ').length - 1);
    for (const [, name] of names) {
      roles.set(
        name!.replace(/^the /, 'The '),
        Object.keys(DENIED).filter((denied) => cannot.includes(denied)),
      );
    }
  }
  return roles;
}

function rolesOf(app: InfraApp): Role[] {
  return app.stacks.flatMap(({ stackName }) => {
    const resources: Record<string, any> = app.template(stackName).toJSON().Resources ?? {};
    const all = Object.entries(resources);
    return all
      .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
      .map(([id, { Properties }]) => {
        const statements = all
          .filter(
            ([, { Type, Properties: policy }]) =>
              Type === 'AWS::IAM::Policy' && policy.Roles.some((role: any) => role.Ref === id),
          )
          .flatMap(([, { Properties: policy }]) => policy.PolicyDocument.Statement);
        const uses = all.filter(
          ([, { Type, Properties: project }]) =>
            Type === 'AWS::CodeBuild::Project' &&
            JSON.stringify(project.ServiceRole) === JSON.stringify({ 'Fn::GetAtt': [id, 'Arn'] }),
        );
        const stages = all
          .filter(([, { Type }]) => Type === 'AWS::CodePipeline::Pipeline')
          .flatMap(([, pipeline]) => pipeline.Properties.Stages)
          .filter(
            (stage: any) =>
              /^Release/.test(stage.Name) &&
              JSON.stringify(stage.Actions[0].RoleArn) === JSON.stringify({ 'Fn::GetAtt': [id, 'Arn'] }),
          );
        return {
          titles: [
            ...(Properties.RoleName && uses.length === 0 ? [`\`${Properties.RoleName}\``] : []),
            ...uses.map(([, project]) => `The role of the CodeBuild project \`${project.Properties.Name}\``),
            ...stages.map(({ Name }: any) => `The role of the CodePipeline stage \`${Name}\``),
          ],
          trust: JSON.stringify(Properties.AssumeRolePolicyDocument.Statement[0].Principal),
          allows: Object.keys(DENIED).filter(
            (denied) =>
              (denied === 'read secrets' &&
                JSON.stringify(Properties.ManagedPolicyArns ?? '').includes('SSMManagedInstanceCore')) ||
              statements.some(({ Action, Resource }: any) =>
                [Action].flat().some((action: string) => DENIED[denied]!(action, JSON.stringify(Resource))),
              ),
          ),
        };
      });
  });
}
