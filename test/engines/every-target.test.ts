import { parse } from 'yaml';
import type { RenderedFile } from '../../src/core/rendered-file';
import { EC2_DELIVERY } from '../../src/delivery/ec2';
import { ECS_DELIVERY } from '../../src/delivery/ecs';
import { renderFiles } from '../../src/delivery/files';
import type { DeliveryKind } from '../../src/delivery/kind';
import { LAMBDA_DELIVERY } from '../../src/delivery/lambda';
import { STATIC_SITE_DELIVERY } from '../../src/delivery/static-site';
import type { CommonModel } from '../../src/model/common-model';
import type { CommonDeliveryOptions, CommonEnvironmentOptions } from '../../src/options';
import { printYaml } from '../../src/printing/yaml-content';
import { InfraApp, removeOutdirs } from '../support/infra-app';
import { MINIMAL_OPTIONS, NODE_PROJECT } from '../support/model';

/** The options of engines, roles, and branches have the same effect for every target. */

type Options = Partial<CommonDeliveryOptions> & { readonly environments?: readonly CommonEnvironmentOptions[] };

const KINDS: readonly DeliveryKind<any>[] = [ECS_DELIVERY, LAMBDA_DELIVERY, STATIC_SITE_DELIVERY, EC2_DELIVERY];

const modelOf = (kind: DeliveryKind<CommonModel>, options: Options): CommonModel =>
  kind.resolve({ ...MINIMAL_OPTIONS, ...options }, NODE_PROJECT);

function filesOf(kind: DeliveryKind<CommonModel>, options: Options): RenderedFile[] {
  const model = modelOf(kind, options);
  return renderFiles(model, kind.compose(model));
}

function workflowOf(kind: DeliveryKind<CommonModel>, options: Options): any {
  const file = filesOf(kind, options).find(({ path }) => path === '.github/workflows/deploy.yml')!;
  return parse(file.kind === 'yaml' ? printYaml(file.content, undefined) : '');
}

/** The text files of the CDK app by name. */
const infraOf = (kind: DeliveryKind<CommonModel>, options: Options): Record<string, string> =>
  Object.fromEntries(
    filesOf(kind, options).flatMap((file) =>
      file.kind === 'text' && file.path.startsWith('infra/') ? [[file.path.slice('infra/'.length), file.body]] : [],
    ),
  );

const rolesIn = (app: InfraApp): any[] =>
  app.stacks.flatMap(({ stackName }) =>
    Object.values(app.template(stackName).findResources('AWS::IAM::Role')).map(({ Properties }) => Properties),
  );

const TWO_ACCOUNTS = [{ name: 'staging', awsAccount: '444455556666' }, { name: 'production' }];

afterAll(removeOutdirs);

describe.each(KINDS.map((kind) => [kind.component, kind] as const))('%s', (_name, kind) => {
  test('names all roles, and grants permissions to these names', () => {
    const options = { roleNamePrefix: 'acme-', rolePath: '/acme/ci/', environments: TWO_ACCOUNTS };
    const app = new InfraApp(infraOf(kind, options));
    const roles = rolesIn(app);
    expect(roles.length).toBeGreaterThan(8);
    expect(roles.filter(({ Path }) => Path !== '/acme/ci/')).toEqual([]);
    expect(roles.filter(({ RoleName }) => !/^acme-.{1,59}$/.test(RoleName))).toEqual([]);
    // Each ARN of a role that a stack creates contains the path.
    const names = roles.map(({ RoleName }) => RoleName as string);
    const templates = JSON.stringify(app.stacks.map(({ stackName }) => app.template(stackName).toJSON()));
    const arns = templates.match(/arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+/g)!;
    const created = arns.filter((arn) => names.includes(arn.split('/').at(-1)!));
    expect(created.length).toBeGreaterThan(0);
    expect(created.filter((arn) => !arn.includes(':role/acme/ci/acme-'))).toEqual([]);
    const unknown = arns.filter((arn) => arn.includes('orders-api') && !created.includes(arn));
    expect(unknown).toEqual([]);
    expect(app.nagFindings()).toEqual([]);
  });

  test('rejects a prefix that makes the name of a role too long', () => {
    const options = {
      serviceName: 'a-service-with-a-very-long-name1',
      roleNamePrefix: 'a-prefix-of-20-chars',
      environments: [{ name: 'integration-test' }],
    };
    expect(() => modelOf(kind, options)).toThrow(
      /makes the IAM role name a-prefix-of-20-chars\S+ \d+ characters long \(allowed: at most 64\)\. Shorten serviceName or roleNamePrefix by at least \d+ characters\. \[derived-name-too-long\]$/,
    );
  });

  test('releases branches and tags to the environments that receive them', () => {
    const options: Options = {
      codePipeline: { enabled: false },
      environments: [
        { name: 'staging', triggerBranches: ['main', 'release/*'] },
        { name: 'production', triggerTags: ['v*'] },
      ],
    };
    const { on, jobs } = workflowOf(kind, options);
    expect(on.push).toEqual({ branches: ['main', 'release/*'], tags: ['v*'] });
    expect(jobs['deploy-staging'].if).toBe(
      "github.ref == 'refs/heads/main' || startsWith(github.ref, 'refs/heads/release/')",
    );
    expect(jobs['deploy-production'].if).toBe("startsWith(github.ref, 'refs/tags/v')");
  });

  test('releases after another workflow', () => {
    const { on } = workflowOf(kind, { githubActions: { afterWorkflow: 'CI' } });
    expect(on).toEqual({
      workflow_run: { workflows: ['CI'], types: ['completed'], branches: ['main'] },
      workflow_dispatch: {},
    });
  });

  test('trusts GitHub Enterprise Server', () => {
    const options = {
      codePipeline: { enabled: false },
      githubActions: { host: 'github.example.com', runner: 'self-hosted' },
    };
    const sources = Object.values(infraOf(kind, options));
    const issuers = [...sources.join('\n').matchAll(/'([^']+):(?:aud|sub)'/g)].map(([, issuer]) => issuer);
    expect([...new Set(issuers)]).toEqual(['github.example.com/_services/token']);
    expect(sources.filter((source) => source.includes('githubusercontent'))).toEqual([]);
    expect(workflowOf(kind, options).jobs.build['runs-on']).toBe('self-hosted');
  });
});
