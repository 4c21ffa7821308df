import { execFileSync, spawnSync } from 'node:child_process';
import { parse } from 'yaml';
import { GITHUB_ACTIONS } from '../../../src/data/github-actions';
import {
  DeliveryEngine,
  type EcsDeliveryOptions,
  EcsDeploymentController,
  EcsServiceMode,
  ImageTag,
  TaskDefinitionOwner,
} from '../../../src/options';
import { lintWorkflows } from '../../support/actionlint';
import { textOf as fileTextOf, releaseScriptOf } from '../../support/delivery';
import { modelOf } from '../../support/model';
import { filesIn, temporaryFolder } from '../../support/project';

function textOf(options: Partial<EcsDeliveryOptions> = {}): string {
  const model = modelOf(options);
  return fileTextOf(model, model.github!.workflow);
}

function pullRequestTextOf(options: Partial<EcsDeliveryOptions> = {}): string {
  const model = modelOf(options);
  return fileTextOf(model, model.github!.pullRequestWorkflow);
}

function rollbackTextOf(options: Partial<EcsDeliveryOptions> = {}): string {
  const model = modelOf(options);
  return fileTextOf(model, model.github!.rollbackWorkflow);
}

function workflowOf(options: Partial<EcsDeliveryOptions> = {}): any {
  return parse(textOf(options));
}

interface Step {
  readonly name: string;
  readonly uses?: string;
  readonly with?: Record<string, unknown>;
  readonly run?: string;
}

function stepsOf(job: { steps: Step[] }, action: string): Step[] {
  return job.steps.filter(({ uses }) => uses?.startsWith(`${action}@`));
}

const existing: Partial<EcsDeliveryOptions> = { serviceMode: EcsServiceMode.EXISTING };
const extras: Partial<EcsDeliveryOptions> = {
  oneOffTask: { command: ['npm', 'run', 'migrate'], timeoutMinutes: 20 },
  smokeTest: { command: 'curl --fail --silent "$SERVICE_URL/health"' },
};

/** One config for each option that changes the workflow. */
const VARIANTS: Record<string, Partial<EcsDeliveryOptions>> = {
  default: {},
  arm64: { cpuArchitecture: 'arm64' as never },
  'push starts the pipeline': { trigger: DeliveryEngine.CODE_PIPELINE },
  approval: { approval: true },
  'called by another workflow': { githubActions: { workflowCall: true } },
  'a push that changes certain files': { triggerPaths: ['services/orders/**'] },
  'short tags': { registry: { imageTag: ImageTag.SHORT_SHA } },
  'long deployments': { deploymentTimeoutMinutes: 240 },
  'a runner in CodeBuild': {
    githubActions: { runner: 'codebuild-orders-${{ github.run_id }}-${{ github.run_attempt }}' },
  },
  'commands before and after a release': { releaseCommands: { before: ['true'], after: ['true'] } },
  'custom runner': { githubActions: { runner: 'self-hosted' } },
  'no tests': { imageBuild: { testCommands: [] } },
  python: {
    imageBuild: {
      runtime: 'python',
      dockerfile: 'docker/Dockerfile',
      installCommands: ['pip install -r requirements.txt'],
      testCommands: ['pytest'],
    },
  },
  java: {
    imageBuild: {
      runtime: 'java',
      runtimeVersion: 'corretto21',
      dockerfile: 'Dockerfile',
      testCommands: ['./gradlew build'],
    },
  },
  artifacts: {
    imageBuild: {
      runtime: 'java',
      dockerfile: 'Dockerfile',
      installCommands: ['./gradlew assemble'],
      testCommands: ['./gradlew test'],
      artifacts: ['build/libs/*.jar', 'config'],
    },
  },
  'no runtime': { imageBuild: { runtime: 'none', dockerfile: 'Dockerfile' } },
  golang: { imageBuild: { runtime: 'golang', dockerfile: 'Dockerfile', testCommands: ['go test ./...'] } },
  dotnet: { imageBuild: { runtime: 'dotnet', dockerfile: 'Dockerfile', testCommands: ['dotnet test'] } },
  ruby: { imageBuild: { runtime: 'ruby', dockerfile: 'Dockerfile', testCommands: ['rake'] } },
  'three environments': {
    environments: [
      { name: 'test' },
      { name: 'eu', awsAccount: '444455556666', awsRegion: 'eu-west-1' },
      { name: 'prod' },
    ],
  },
  'with a one-off task and a smoke test': extras,
  existing,
  'existing, with a one-off task and a smoke test': { ...existing, ...extras, smokeTest: { command: 'true' } },
  'existing, with three environments': { ...existing, environments: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] },
  'image only': {
    ...existing,
    taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
    executionRoleArn: 'arn:aws:iam::111122223333:role/execution',
  },
  'deployed by CodeDeploy': { ...existing, deploymentController: EcsDeploymentController.CODE_DEPLOY },
  rust: { imageBuild: { runtime: 'rust', dockerfile: 'Dockerfile', testCommands: ['cargo test'] } },
};

describe('every workflow', () => {
  const names = Object.keys(VARIANTS);
  const texts = names.flatMap((name) => [
    { name: `deploy.yml, ${name}`, text: textOf(VARIANTS[name]) },
    { name: `pull-request.yml, ${name}`, text: pullRequestTextOf(VARIANTS[name]) },
    { name: `rollback.yml, ${name}`, text: rollbackTextOf(VARIANTS[name]) },
  ]);

  test('passes actionlint without findings', () => {
    const findings = lintWorkflows(texts.map(({ text }) => text));
    const all = findings.flatMap((found, i) => found.map((finding) => `${texts[i]!.name}: ${finding.message}`));
    expect(all).toEqual([]);
  });

  test('actionlint reports errors in a broken workflow', () => {
    const broken = textOf().replace('needs: test', 'needs: nothing').replace('runs-on:', 'run-on:');
    const [findings] = lintWorkflows([broken]);
    expect(findings!.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['job-needs', 'syntax-check']));
  });

  test.each(texts)('uses pinned actions with valid inputs only: $name', ({ text }) => {
    const jobs: any[] = Object.values(parse(text).jobs);
    const steps: Step[] = jobs.flatMap((job) => job.steps);
    for (const step of steps.filter(({ uses }) => uses)) {
      const [name, sha] = step.uses!.split('@') as [keyof typeof GITHUB_ACTIONS, string];
      expect(sha).toBe(GITHUB_ACTIONS[name].sha);
      const unknown = Object.keys(step.with ?? {}).filter(
        (key) => !(GITHUB_ACTIONS[name].inputs as readonly string[]).includes(key),
      );
      expect({ name, unknown }).toEqual({ name, unknown: [] });
      expect(text).toContain(`${step.uses} # ${GITHUB_ACTIONS[name].version}\n`);
    }
  });

  test.each(texts)('contains no stored credentials and no expressions in scripts: $name', ({ text }) => {
    expect(text).not.toMatch(/secrets\.|AWS_ACCESS_KEY|AWS_SECRET/);
    const jobs: any[] = Object.values(parse(text).jobs);
    const scripts: string[] = jobs.flatMap((job) => job.steps.map((step: Step) => step.run ?? ''));
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
  });

  test.each(texts)('sets a timeout and least-privilege permissions for each job: $name', ({ text }) => {
    const workflow = parse(text);
    expect(workflow.permissions).toEqual({});
    for (const job of Object.values<any>(workflow.jobs)) {
      expect(job['timeout-minutes']).toBeGreaterThan(0);
      const assumesRole = stepsOf(job, 'aws-actions/configure-aws-credentials').length > 0;
      const readsFromGithub = job.steps.some(({ run = '' }: Step) => run.includes('$GITHUB_API_URL'));
      expect(job.permissions).toEqual({
        ...(readsFromGithub ? { actions: 'read' } : {}),
        contents: 'read',
        ...(assumesRole ? { 'id-token': 'write' } : {}),
      });
    }
  });
});

describe('deploy.yml', () => {
  test('starts on a push to the release branch, and manually', () => {
    expect(workflowOf({ branch: 'release/1.x' }).on).toEqual({
      push: { branches: ['release/1.x'] },
      workflow_dispatch: {},
    });
  });

  test('starts only manually if a push starts CodePipeline', () => {
    expect(workflowOf({ trigger: DeliveryEngine.CODE_PIPELINE }).on).toEqual({ workflow_dispatch: {} });
  });

  test('starts only for pushes that change certain files if configured', () => {
    const triggerPaths = ['services/orders/**', 'package.json'];
    expect(workflowOf({ triggerPaths }).on.push).toEqual({ branches: ['main'], paths: triggerPaths });
    expect(workflowOf({ triggerPaths, trigger: DeliveryEngine.CODE_PIPELINE }).on).toEqual({ workflow_dispatch: {} });
  });

  test('starts only if another workflow calls it, and manually, if configured', () => {
    const githubActions = { workflowCall: true };
    expect(workflowOf({ githubActions }).on).toEqual({ workflow_call: {}, workflow_dispatch: {} });
    expect(textOf({ githubActions })).toContain(
      '# Another workflow can call this one. You can start this workflow manually.',
    );
  });

  test('never cancels a running deployment', () => {
    const { concurrency, jobs } = workflowOf({ environments: [{ name: 'staging' }, { name: 'production' }] });
    expect(jobs['deploy-staging'].concurrency).toEqual({
      group: 'deploy-orders-api-staging',
      'cancel-in-progress': false,
    });
    expect(jobs['deploy-production'].concurrency.group).toBe('deploy-orders-api-production');
    // A release that waits for approval would occupy a group of the workflow.
    expect([concurrency, jobs.test.concurrency]).toEqual([undefined, undefined]);
    expect(jobs.build.concurrency.group).toBe('build-orders-api-${{ github.ref }}');
  });

  test('tests before it builds, builds before it deploys, and releases only from the release branch', () => {
    const { jobs } = workflowOf();
    expect(Object.keys(jobs)).toEqual(['test', 'build', 'deploy-production']);
    expect(jobs.build.needs).toBe('test');
    expect(jobs.build.if).toBe("github.ref == 'refs/heads/main'");
    expect(jobs['deploy-production'].needs).toEqual(['test', 'build']);
    expect(workflowOf(existing).jobs['deploy-production'].needs).toBe('build');
  });

  test('runs code from dependencies without credentials', () => {
    const namesOf = (options: Partial<EcsDeliveryOptions>) =>
      workflowOf(options).jobs.test.steps.map(({ name }: Step) => name);
    const tested = ['Check out the repository', 'Set up Node.js', 'Install dependencies', 'Build and test'];
    expect(namesOf(existing)).toEqual(tested);
    expect(namesOf({})).toEqual([...tested, 'Synthesize the CDK app', 'Upload the synthesized app']);
    expect(workflowOf().jobs.test.permissions).toEqual({ contents: 'read' });
  });

  test('synthesizes the app once and deploys it with the same CDK CLI version', () => {
    const environments = [{ name: 'staging' }, { name: 'production' }];
    const { jobs } = workflowOf({ environments });
    const script = releaseScriptOf(modelOf({ environments }));
    expect(script).toContain(
      'timeout "${MINUTES}m" npx --yes "aws-cdk@$CDK_VERSION" deploy "$STACK" --app "$ASSEMBLY" --exclusively --require-approval never --parameters "$PARAMETER=${TASK_DEFINITION_ARN:?}" || {',
    );
    expect(jobs.test.name).toBe('Run tests and synthesize the CDK app');
    const [synth, upload] = jobs.test.steps.slice(-2);
    expect(synth.run).toBe(
      'npx cdk synth --quiet --no-lookups\necho "cdk-version=$(node --print "require(\'aws-cdk/package.json\').version")" >> "$GITHUB_OUTPUT"\n',
    );
    expect(upload.with).toEqual({ name: 'cdk.out', path: 'cdk.out', 'if-no-files-found': 'error', overwrite: true });
    for (const name of ['staging', 'production']) {
      const job = jobs[`deploy-${name}`];
      expect(job.env.CDK_VERSION).toBe('${{ needs.test.outputs.cdk-version }}');
      expect(stepsOf(job, 'actions/download-artifact')[0]!.with).toEqual({ name: 'cdk.out', path: 'cdk.out' });
      const [deploy] = job.steps.filter((step: Step) => step.name === 'Deploy the service stack');
      expect(deploy.env).toEqual({ TASK_DEFINITION_ARN: '${{ steps.register.outputs.task-definition-arn }}' });
      expect(deploy.run).toBe(`bash infra/release.sh ${name} deploy-stack`);
      expect(script).toMatch(
        new RegExp(
          `^  ${name}\\) .*BASE_STACK=orders-api-${name}-base ASSEMBLY=cdk.out .*STACK=orders-api-${name}-service PARAMETER=TaskDefinitionArn .*MINUTES=30 TAG_PREFIX=${name}_ ;;$`,
          'm',
        ),
      );
    }
  });

  test('synthesizes the app even if there are no tests', () => {
    const { jobs } = workflowOf({ imageBuild: { testCommands: [] } });
    expect(jobs.test.name).toBe('Synthesize the CDK app');
    expect(jobs.build.needs).toBe('test');
    const withoutCommands = { installCommands: [], testCommands: [] };
    expect(workflowOf({ ...existing, imageBuild: withoutCommands }).jobs.test).toBeUndefined();
  });

  test('sets up no runtime for a service that only its Dockerfile builds', () => {
    const options = { imageBuild: { dockerfile: 'Dockerfile', installCommands: [], testCommands: [] } };
    const context = { nodeProject: false };
    const actionsOf = (path: string, more: Partial<EcsDeliveryOptions> = {}): Step[] => {
      const { jobs } = parse(fileTextOf(modelOf({ ...options, ...more }, context), path));
      return stepsOf(jobs.test ?? jobs.build, 'actions/setup-node');
    };
    expect(actionsOf('.github/workflows/deploy.yml', existing)).toEqual([]);
    expect(actionsOf('.github/workflows/pull-request.yml', existing)).toEqual([]);
    const forCdk = { name: 'Set up Node.js for the CDK', with: { 'node-version': 24, 'package-manager-cache': false } };
    expect(actionsOf('.github/workflows/deploy.yml')).toMatchObject([forCdk]);
    expect(actionsOf('.github/workflows/pull-request.yml')).toMatchObject([forCdk]);
  });

  test('caches npm downloads only if npm installs the dependencies', () => {
    const setupOf = (installCommands: string[], nodeProject: boolean) => {
      const model = modelOf({ imageBuild: { dockerfile: 'Dockerfile', installCommands } }, { nodeProject });
      return stepsOf(parse(fileTextOf(model, '.github/workflows/deploy.yml')).jobs.test, 'actions/setup-node')[0]!.with;
    };
    expect(setupOf(['make install'], false)).toEqual({ 'node-version': 24 });
    expect(setupOf(['npm ci --ignore-scripts'], false)).toEqual({ 'node-version': 24, cache: 'npm' });
    expect(setupOf(['make install'], true)).toEqual({ 'node-version': 24, cache: 'npm' });
  });

  test('runs the install commands even if there are no tests', () => {
    const imageBuild = { runtime: 'java', dockerfile: 'Dockerfile', installCommands: ['mvn -B package'] };
    const { jobs } = workflowOf({ ...existing, imageBuild });
    expect(jobs.test.name).toBe('Install dependencies');
    expect(jobs.test.steps.map(({ run }: Step) => run)).toContain('mvn -B package');
    expect(jobs.build.needs).toBe('test');
  });

  test('passes the artifacts of the commands to the image build, and extracts nothing else', () => {
    const { jobs } = workflowOf({ ...existing, ...VARIANTS.artifacts });
    expect(jobs.test.steps.slice(-2).map(({ run, with: inputs }: Step) => run ?? inputs)).toEqual([
      'tar --create --gzip --file "$RUNNER_TEMP/build-output.tgz" -- build/libs/*.jar config',
      {
        name: 'build-output',
        path: '${{ runner.temp }}/build-output.tgz',
        'if-no-files-found': 'error',
        overwrite: true,
      },
    ]);
    const [, download, extract, assume] = jobs.build.steps;
    expect(download.with).toEqual({ name: 'build-output', path: '${{ runner.temp }}' });
    expect(extract.run).toBe(
      `tar --extract --gzip --file "$RUNNER_TEMP/build-output.tgz" --wildcards -- 'build/libs/*.jar' 'config'`,
    );
    expect(assume.name).toBe('Assume the build role');
    expect(jobs.test.permissions).toEqual({ contents: 'read' });
  });

  test('gets the same artifacts into the image build as the commands created', () => {
    const { jobs } = workflowOf({ ...existing, ...VARIANTS.artifacts });
    const scriptsOf = (job: { steps: Step[] }) =>
      job.steps.flatMap(({ run }) => (run?.startsWith('tar ') ? [run] : []));
    const temp = temporaryFolder();
    const run = (folder: string, scripts: string[]) =>
      execFileSync('bash', ['-e', '-c', scripts.join('\n')], {
        cwd: folder,
        env: { ...process.env, RUNNER_TEMP: temp },
      });
    const tested = temporaryFolder();
    run(tested, [
      'mkdir -p build/libs config && echo jar > build/libs/app.jar && echo a > config/a && echo x > Dockerfile',
      ...scriptsOf(jobs.test),
      // Code that runs in the tests could write any archive.
      'tar --create --gzip --file "$RUNNER_TEMP/build-output.tgz" build config Dockerfile',
    ]);
    const built = temporaryFolder();
    run(built, scriptsOf(jobs.build));
    expect(Object.keys(filesIn(built))).toEqual(['build/libs/app.jar', 'config/a']);
  });

  test('stops if the commands did not create an artifact', () => {
    const { jobs } = workflowOf({ ...existing, ...VARIANTS.artifacts });
    const archive = jobs.test.steps.find(({ name }: Step) => name === 'Archive the files for the image').run;
    const { status } = spawnSync('bash', ['-e', '-c', archive], {
      cwd: temporaryFolder(),
      env: { ...process.env, RUNNER_TEMP: temporaryFolder() },
    });
    expect(status).not.toBe(0);
  });

  test('does not use a cache in a job with credentials', () => {
    const { 'deploy-production': job } = workflowOf().jobs;
    expect(stepsOf(job, 'actions/setup-node')[0]!.with).toEqual({ 'node-version': 24, 'package-manager-cache': false });
  });

  test('runs the one-off task between registration and deployment, and the smoke test before the summary', () => {
    const namesOf = (options: Partial<EcsDeliveryOptions>) =>
      workflowOf(options)
        .jobs['deploy-production'].steps.map(({ name }: Step) => name)
        .slice(-11);
    expect(namesOf(extras)).toEqual([
      'Download the synthesized app',
      'Deploy the base stack',
      'Set the image in the task definition',
      'Register the task definition',
      'Create the service stack if it does not exist',
      'Run the one-off task',
      'Deploy the service stack',
      'Tag the released image, so that it does not expire',
      'Run the smoke test',
      'Summarize the release',
      'Explain why the release failed',
    ]);
    expect(namesOf({ ...existing, ...extras, smokeTest: { command: 'true' } }).slice(-8)).toEqual([
      'Set the image in the task definition',
      'Register the task definition',
      'Run the one-off task',
      'Update the service',
      'Tag the released image, so that it does not expire',
      'Run the smoke test',
      'Summarize the release',
      'Explain why the release failed',
    ]);
    expect(workflowOf(extras).jobs['deploy-production']['timeout-minutes']).toBe(30 + 20 + 15);
  });

  test('builds for the architecture of the tasks, on a runner with that architecture', () => {
    const { build } = workflowOf({ cpuArchitecture: 'arm64' as never }).jobs;
    expect(build['runs-on']).toBe('ubuntu-24.04-arm');
    expect(stepsOf(build, 'docker/build-push-action')[0]!.with).toMatchObject({
      platforms: 'linux/arm64',
      provenance: false,
      push: true,
    });
  });

  test('does not fail if the layers cannot be cached', () => {
    const [step] = stepsOf(workflowOf().jobs.build, 'docker/build-push-action');
    expect(step!.with!['cache-to']).toBe('type=gha,mode=max,ignore-error=true');
  });

  test('pushes the additional tags together with the commit tag', () => {
    const [step] = stepsOf(workflowOf({ registry: { extraTags: ['latest'] } }).jobs.build, 'docker/build-push-action');
    const uri = '111122223333.dkr.ecr.us-east-1.amazonaws.com/orders-api';
    expect(step!.with!.tags).toBe(`${uri}:\${{ steps.image.outputs.tag }}\n${uri}:latest`);
  });

  test('assumes the build role and the deploy role in the configured account', () => {
    const { jobs } = workflowOf();
    expect(stepsOf(jobs.build, 'aws-actions/configure-aws-credentials')[0]!.with).toMatchObject({
      'role-to-assume': 'arn:aws:iam::111122223333:role/orders-api-build',
      'allowed-account-ids': '111122223333',
      'aws-region': 'us-east-1',
    });
    expect(stepsOf(jobs['deploy-production'], 'aws-actions/configure-aws-credentials')[0]!.with).toMatchObject({
      'role-to-assume': 'arn:aws:iam::111122223333:role/orders-api-production-deploy',
    });
  });

  test('uses the GitHub environment that the deploy role trusts', () => {
    const model = modelOf();
    const { environment } = workflowOf().jobs['deploy-production'];
    const { subjects } = model.github!.releases[0]!.deployRole;
    expect(subjects.map((subject) => subject.split(':environment:')[1])).toEqual([environment, environment]);
  });

  test('registers the task definition, updates the service and waits', () => {
    const job = workflowOf({ ...existing, ecsCluster: 'blue', ecsService: 'orders', deploymentTimeoutMinutes: 45 })
      .jobs['deploy-production'];
    expect(stepsOf(job, 'aws-actions/amazon-ecs-render-task-definition')[0]!.with).toEqual({
      'task-definition': 'task-definition.json',
      'container-name': 'orders-api',
      image: '${{ env.IMAGE_URI }}',
    });
    expect(stepsOf(job, 'aws-actions/amazon-ecs-deploy-task-definition')[0]!.with).toEqual({
      'task-definition': '${{ steps.render.outputs.task-definition }}',
      cluster: 'blue',
      service: 'orders',
      'wait-for-service-stability': true,
      'wait-for-minutes': 45,
      'wait-max-delay-seconds': 15,
    });
    expect(job['timeout-minutes']).toBe(60);
  });

  test('requests a session that lasts as long as the deployment timeout', () => {
    const session = (deploymentTimeoutMinutes: number) =>
      stepsOf(
        workflowOf({ deploymentTimeoutMinutes }).jobs['deploy-production'],
        'aws-actions/configure-aws-credentials',
      )[0]!.with!['role-duration-seconds'];
    expect(session(30)).toBeUndefined();
    expect(session(120)).toBe((120 + 15) * 60);
  });

  test('writes what it released to the job summary', () => {
    const [summary] = workflowOf().jobs['deploy-production'].steps.slice(-2);
    expect(summary.run).toContain('$IMAGE_URI');
    expect(summary.run).toContain('TASK_DEFINITION_ARN');
    expect(summary.env.CONSOLE_URL).toBe(
      'https://us-east-1.console.aws.amazon.com/ecs/v2/clusters/orders-api-production/services/orders-api/health?region=us-east-1',
    );
    expect(summary.run).toContain('>> "$GITHUB_STEP_SUMMARY"');
  });

  test('explains the approval if one is required', () => {
    expect(textOf({ approval: true })).toContain('# Waits for approval by the required reviewers');
    expect(textOf()).not.toContain('Waits for approval');
  });

  test('uses a replacement action from the config', () => {
    const replaced = `acme/checkout@${'0'.repeat(40)}`;
    const text = textOf({ githubActions: { actions: { 'actions/checkout': replaced } } });
    expect(text).toContain(`uses: ${replaced}\n`);
    expect(text).not.toContain('actions/checkout@3d3c42e');
  });
});

describe('pull-request.yml', () => {
  test('also runs in a merge queue', () => {
    expect(parse(pullRequestTextOf()).on).toEqual({ pull_request: {}, merge_group: {} });
  });

  test('fails if committed generated files are not up to date', () => {
    const { steps } = parse(pullRequestTextOf(existing)).jobs.test;
    expect(steps[steps.length - 1].run).toBe('git add --all && git diff --staged --exit-code');
  });

  test('synthesizes the app that a release deploys', () => {
    const { steps } = parse(pullRequestTextOf()).jobs.test;
    expect(steps[steps.length - 1].run).toBe('npx cdk synth --quiet --no-lookups');
  });
});

describe('multiple environments', () => {
  const { jobs } = workflowOf({
    environments: [{ name: 'staging' }, { name: 'eu', awsAccount: '444455556666', awsRegion: 'eu-west-1' }],
  });

  test('are released one after another with the same image', () => {
    expect(Object.keys(jobs)).toEqual(['test', 'build', 'deploy-staging', 'deploy-eu']);
    expect(jobs['deploy-staging'].needs).toEqual(['test', 'build']);
    expect(jobs['deploy-eu'].needs).toEqual(['test', 'build', 'deploy-staging']);
    expect(jobs['deploy-eu'].env.IMAGE_URI).toBe(jobs['deploy-staging'].env.IMAGE_URI);
  });

  test('each use their own account, region and task definition file', () => {
    expect(stepsOf(jobs['deploy-eu'], 'aws-actions/configure-aws-credentials')[0]!.with).toMatchObject({
      'role-to-assume': 'arn:aws:iam::444455556666:role/orders-api-eu-deploy',
      'aws-region': 'eu-west-1',
      'allowed-account-ids': '444455556666',
    });
    expect(stepsOf(jobs['deploy-eu'], 'aws-actions/amazon-ecs-render-task-definition')[0]!.with).toMatchObject({
      'task-definition': 'task-definition.eu.json',
    });
  });
});

describe('rollback.yml', () => {
  const two = { environments: [{ name: 'staging' }, { name: 'production' }] };

  test('has a revision input, and an environment input if there is more than one environment', () => {
    expect(Object.keys(parse(rollbackTextOf()).on.workflow_dispatch.inputs)).toEqual(['revision']);
    const { inputs } = parse(rollbackTextOf(two)).on.workflow_dispatch;
    expect(inputs.environment).toMatchObject({ required: true, type: 'choice', options: ['staging', 'production'] });
  });

  test('runs in the selected environment, and only from the release branch', () => {
    const { jobs } = parse(rollbackTextOf(two));
    expect(jobs['rollback-production'].if).toBe(
      "github.ref == 'refs/heads/main' && inputs.environment == 'production'",
    );
    expect(jobs['rollback-production'].environment).toBe('production');
    expect(parse(rollbackTextOf()).jobs['rollback-production'].if).toBe("github.ref == 'refs/heads/main'");
  });

  test('does not wait for a release that is waiting for approval', () => {
    const { concurrency, jobs } = parse(rollbackTextOf(two));
    expect(jobs['rollback-production'].concurrency).toEqual({
      group: 'rollback-orders-api-production',
      'cancel-in-progress': false,
    });
    // A rollback of another environment would replace one that is pending.
    expect(jobs['rollback-staging'].concurrency.group).toBe('rollback-orders-api-staging');
    expect(concurrency).toBeUndefined();
    expect(rollbackTextOf(two).match(/# Differs from the group/g)).toHaveLength(1);
  });

  test('passes the revision as an environment variable, not as part of the script', () => {
    const [step] = parse(rollbackTextOf()).jobs['rollback-production'].steps.slice(-1);
    expect(step).toMatchObject({
      env: { REVISION: '${{ inputs.revision }}' },
      run: 'bash infra/rollback.sh production "$REVISION"',
    });
  });
});
