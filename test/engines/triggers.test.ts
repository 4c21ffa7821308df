import { parse } from 'yaml';
import { DeliveryEngine, type EcsDeliveryOptions, PipelineSource } from '../../src/options';
import { problemsOf } from '../model/resolving';
import { lintWorkflows } from '../support/actionlint';
import { deployWorkflowOf, guideOfModel, textOf } from '../support/delivery';
import { InfraApp, removeOutdirs } from '../support/infra-app';
import { modelOf } from '../support/model';

type Options = Partial<EcsDeliveryOptions>;

const OIDC = 'token.actions.githubusercontent.com';
const TAGS: Options = { triggerTags: ['v*'] };
const BRANCHES: Options = { triggerBranches: ['main', 'release/*'] };
const BY_ENVIRONMENT: Options = {
  codePipeline: { enabled: false },
  environments: [
    { name: 'staging', triggerBranches: ['main'] },
    { name: 'production', triggerTags: ['v*'] },
  ],
};

const AFTER: Options = { githubActions: { afterWorkflow: 'CI' } };

const workflowOf = (options: Options) => parse(deployWorkflowOf(modelOf(options)));

function conditionsOf(app: InfraApp, stack: string, role: string): any {
  const found = Object.values(app.template(stack).findResources('AWS::IAM::Role')).find(
    ({ Properties }) => Properties.RoleName === role,
  );
  return found!.Properties.AssumeRolePolicyDocument.Statement[0].Condition;
}

function pipelineIn(app: InfraApp): any {
  const [pipeline] = Object.values(app.template('orders-api-pipeline').findResources('AWS::CodePipeline::Pipeline'));
  return pipeline!.Properties;
}

afterAll(removeOutdirs);

describe('tags that start a release', () => {
  test('replace the push to the release branch, which can still be released manually', () => {
    const { on, jobs } = workflowOf(TAGS);
    expect(on).toEqual({ push: { tags: ['v*'] }, workflow_dispatch: {} });
    expect(jobs.build.if).toBe("github.ref == 'refs/heads/main' || startsWith(github.ref, 'refs/tags/v')");
    expect(jobs['deploy-production'].if).toBeUndefined();
  });

  test('can be combined with branches', () => {
    expect(workflowOf({ ...TAGS, ...BRANCHES, triggerPaths: ['src/**'] }).on.push).toEqual({
      branches: ['main', 'release/*'],
      tags: ['v*'],
      paths: ['src/**'],
    });
  });

  test('are the only ones for which the roles can be assumed', () => {
    const app = InfraApp.of({ ...TAGS, githubActions: { ownerId: '1', repositoryId: '2' } });
    expect(conditionsOf(app, 'orders-api-registry', 'orders-api-build')).toEqual({
      StringEquals: { [`${OIDC}:aud`]: 'sts.amazonaws.com' },
      StringLike: {
        [`${OIDC}:sub`]: [
          'repo:acme/orders-api:ref:refs/heads/main',
          'repo:acme@1/orders-api@2:ref:refs/heads/main',
          'repo:acme/orders-api:ref:refs/tags/v*',
          'repo:acme@1/orders-api@2:ref:refs/tags/v*',
        ],
      },
    });
    expect(conditionsOf(app, 'orders-api-production-base', 'orders-api-production-deploy')).toEqual({
      StringEquals: {
        [`${OIDC}:aud`]: 'sts.amazonaws.com',
        [`${OIDC}:sub`]: [
          'repo:acme/orders-api:environment:production',
          'repo:acme@1/orders-api@2:environment:production',
        ],
      },
      StringLike: { [`${OIDC}:ref`]: ['refs/heads/main', 'refs/tags/v*'] },
    });
    expect(app.nagFindings()).toEqual([]);
  });

  test('start the pipeline with a filter', () => {
    const app = InfraApp.of({ ...TAGS, trigger: DeliveryEngine.CODE_PIPELINE });
    const pipeline = pipelineIn(app);
    expect(pipeline.Triggers[0].GitConfiguration.Push).toEqual([{ Tags: { Includes: ['v*'] } }]);
    expect(pipeline.Stages[0].Actions[0].Configuration).toMatchObject({ BranchName: 'main', DetectChanges: false });
    expect(app.nagFindings()).toEqual([]);
  });

  test('appear in the guide', () => {
    const guide = guideOfModel(modelOf(TAGS));
    expect(guide).toContain('A push of a tag that matches `v*` starts a release in GitHub Actions.');
    expect(guide).toContain('allow only `main` and tags that match `v*` to deploy to it');
    expect(guide).toContain('Push a tag that matches `v*`.');
  });
});

describe('several branches', () => {
  test('start a release, and only they can be released', () => {
    const { on, jobs } = workflowOf(BRANCHES);
    expect(on.push).toEqual({ branches: ['main', 'release/*'] });
    expect(jobs.build.if).toBe("github.ref == 'refs/heads/main' || startsWith(github.ref, 'refs/heads/release/')");
  });

  test('have exact conditions if they contain no pattern', () => {
    const app = InfraApp.of({ triggerBranches: ['main', 'live'], githubActions: { ownerId: '1', repositoryId: '2' } });
    expect(conditionsOf(app, 'orders-api-production-base', 'orders-api-production-deploy').StringEquals).toMatchObject({
      [`${OIDC}:ref`]: ['refs/heads/main', 'refs/heads/live'],
    });
  });

  test('start the pipeline, also together with paths and tags', () => {
    const options = { ...BRANCHES, ...TAGS, triggerPaths: ['src/**'], trigger: DeliveryEngine.CODE_PIPELINE };
    expect(pipelineIn(InfraApp.of(options)).Triggers[0].GitConfiguration.Push).toEqual([
      { Branches: { Includes: ['main', 'release/*'] }, FilePaths: { Includes: ['src/**'] } },
      { Tags: { Includes: ['v*'] } },
    ]);
  });

  test('do not change where rollbacks run', () => {
    const rollback = parse(textOf(modelOf(BRANCHES), '.github/workflows/rollback.yml'));
    expect(rollback.jobs['rollback-production'].if).toBe("github.ref == 'refs/heads/main'");
  });
});

describe('environments with their own branches and tags', () => {
  test('receive only these, one release at a time', () => {
    const { on, jobs } = workflowOf(BY_ENVIRONMENT);
    expect(on.push).toEqual({ branches: ['main'], tags: ['v*'] });
    expect(jobs['deploy-staging']).toMatchObject({
      if: "github.ref == 'refs/heads/main'",
      concurrency: { group: 'deploy-orders-api-staging' },
    });
    expect(jobs['deploy-production'].if).toBe("startsWith(github.ref, 'refs/tags/v')");
    expect(jobs['deploy-production'].needs).toEqual(['test', 'build']);
  });

  test('wait for an earlier environment that receives the same', () => {
    const { jobs } = workflowOf({
      codePipeline: { enabled: false },
      environments: [
        { name: 'dev', triggerBranches: ['develop'] },
        { name: 'staging', triggerBranches: ['main', 'release/*'] },
        { name: 'production', triggerBranches: ['main'] },
      ],
    });
    expect(jobs['deploy-staging'].needs).toEqual(['test', 'build']);
    expect(jobs['deploy-production'].needs).toEqual(['test', 'build', 'deploy-staging']);
  });

  test('have roles that only these refs, and rollbacks from the release branch, can assume', () => {
    const app = InfraApp.of(BY_ENVIRONMENT);
    const refsOf = (environment: string) =>
      conditionsOf(app, `orders-api-${environment}-base`, `orders-api-${environment}-deploy`);
    expect(refsOf('staging').StringEquals[`${OIDC}:ref`]).toBe('refs/heads/main');
    expect(refsOf('production').StringLike[`${OIDC}:ref`]).toEqual(['refs/heads/main', 'refs/tags/v*']);
  });

  test('inherit those of the top level if they set none', () => {
    const { jobs } = workflowOf({
      codePipeline: { enabled: false },
      environments: [{ name: 'staging' }, { name: 'production', triggerTags: ['v*'] }],
    });
    expect(jobs['deploy-staging'].if).toBe("github.ref == 'refs/heads/main'");
  });

  test('appear in the guide', () => {
    const guide = guideOfModel(modelOf(BY_ENVIRONMENT));
    expect(guide).toContain('`staging` receives only `main`. `production` receives only tags that match `v*`.');
  });
});

test('the success of another workflow starts a release of the latest commit', () => {
  const { on, jobs } = workflowOf(AFTER);
  expect(on).toEqual({
    workflow_run: { workflows: ['CI'], types: ['completed'], branches: ['main'] },
    workflow_dispatch: {},
  });
  const succeeded =
    "github.event_name != 'workflow_run' || (github.event.workflow_run.conclusion == 'success' && github.event.workflow_run.event != 'pull_request' && github.event.workflow_run.head_sha == github.sha)";
  expect(jobs.test.if).toBe(succeeded);
  expect(jobs.build.if).toBe(`(github.ref == 'refs/heads/main') && (${succeeded})`);
  expect(guideOfModel(modelOf(AFTER))).toContain(
    'The success of the workflow `CI` on `main` starts a release in GitHub Actions.',
  );
});

test.each<[Options, string]>([
  [{ trigger: DeliveryEngine.CODE_PIPELINE, ...AFTER }, 'because a push starts CodePipeline'],
  [{ githubActions: { ...AFTER.githubActions, workflowCall: true } }, 'together with workflowCall'],
  [{ ...AFTER, ...TAGS }, 'together with triggerTags'],
])('%j is rejected', (options, why) => {
  expect(problemsOf(options)).toEqual([
    `githubActions.afterWorkflow: "CI" is not supported ${why}. Choose one way to start a release. [conflicting-start]`,
  ]);
});

test('the workflows are valid', () => {
  const variants = [AFTER, TAGS, BRANCHES, BY_ENVIRONMENT, { ...TAGS, ...BRANCHES }];
  expect(lintWorkflows(variants.map((options) => deployWorkflowOf(modelOf(options))))).toEqual(variants.map(() => []));
});

const ENVIRONMENTS = (first: object, second: object): Options => ({
  codePipeline: { enabled: false },
  environments: [
    { name: 'staging', ...first },
    { name: 'production', ...second },
  ],
});

test.each<[string, Options, string[]]>([
  [
    'an empty list',
    { triggerTags: [] },
    ['triggerTags: [] is empty (allowed: at least one pattern). Add a pattern, or remove the option. [empty-list]'],
  ],
  [
    'a full ref',
    { triggerTags: ['refs/tags/v*'] },
    [
      'triggerTags[0]: "refs/tags/v*" is not valid (allowed: a name or a pattern with letters, digits, and the characters - . _ / *, without refs/heads/ or refs/tags/). Correct the value. [invalid-format]',
    ],
  ],
  [
    'a pattern that only GitHub knows',
    { triggerTags: ['v[0-9]+'] },
    [
      'triggerTags[0]: "v[0-9]+" is not valid (allowed: a name or a pattern with letters, digits, and the characters - . _ / *, without refs/heads/ or refs/tags/). Correct the value. [invalid-format]',
    ],
  ],
  [
    'too many patterns',
    { triggerBranches: [...'abcdefghi'] },
    [
      'triggerBranches: ["a","b","c","d","e","f","g","h","i"] has 9 patterns (allowed: at most 8). Combine some of them, for example in a pattern with *. [too-many-patterns]',
    ],
  ],
  [
    'paths without branches',
    { triggerTags: ['v*'], triggerPaths: ['src/**'] },
    [
      'triggerPaths: ["src/**"] has no effect, because tag pushes are not filtered by path. Remove it, or set triggerBranches. [paths-without-push]',
    ],
  ],
  [
    'tags in CodeCommit',
    {
      githubRepository: undefined,
      githubActions: { enabled: false },
      codePipeline: { source: PipelineSource.CODE_COMMIT },
      triggerTags: ['v*'],
    },
    [
      'triggerTags: ["v*"] has no effect, because CodePipeline starts only for one branch of a CodeCommit repository. Remove it, and set branch to the branch that you release from. [triggers-with-code-commit]',
    ],
  ],
  [
    'an environment of a pipeline',
    { ...ENVIRONMENTS({}, { triggerTags: ['v*'] }), codePipeline: {} },
    [
      'environments[1].triggerTags: ["v*"] is not supported with CodePipeline, because one pipeline releases to all environments. Set codePipeline.enabled to false, or use a separate project for each branch. [triggers-with-pipeline]',
    ],
  ],
  [
    'branches that overlap',
    ENVIRONMENTS({ triggerBranches: ['main'] }, { triggerBranches: ['main', 'live'] }),
    [
      'environments[1].triggerBranches: ["main","live"] shares only some branches or tags with the earlier environment "staging" (allowed: either only branches and tags that are also released to "staging", or only ones that are not). Add the missing branches and tags to the earlier environment, or remove the shared ones from this environment. [partly-shared-triggers]',
    ],
  ],
  [
    'a pattern that overlaps',
    ENVIRONMENTS({ triggerBranches: ['main', 'release/1'] }, { triggerBranches: ['release/*'] }),
    [
      'environments[1].triggerBranches: ["release/*"] shares only some branches or tags with the earlier environment "staging" (allowed: either only branches and tags that are also released to "staging", or only ones that are not). Add the missing branches and tags to the earlier environment, or remove the shared ones from this environment. [partly-shared-triggers]',
    ],
  ],
  [
    'unused branches',
    { ...ENVIRONMENTS({ triggerBranches: ['main'] }, { triggerTags: ['v*'] }), triggerTags: ['x'] },
    [
      'triggerTags: ["x"] has no effect because every environment sets its own branches or tags. Remove it. [unused-triggers]',
    ],
  ],
  [
    'an unused release branch',
    ENVIRONMENTS({ triggerBranches: ['develop'] }, { triggerTags: ['v*'] }),
    [
      'branch: "main" is not released to any environment (allowed: a branch in triggerBranches of an environment). Set branch to one of these branches. Releases and rollbacks are started manually from this branch. [unused-branch]',
    ],
  ],
])('%s is rejected', (_name, options, expected) => {
  expect(problemsOf(options)).toEqual(expected);
});
