import type { EcsDeliveryOptions } from '../../src/options';
import { PipelineSource } from '../../src/options';
import { renderGuide } from '../../src/render/guide';
import { modelOf } from '../support/model';

const guideOf = (options: Partial<EcsDeliveryOptions> = {}, context = {}) => renderGuide(modelOf(options, context), []);

/** The commands of all code blocks, in order. */
function commandsOf(guide: string): string[] {
  return [...guide.matchAll(/^( *)```sh\n([\s\S]*?)\n\1```/gm)].flatMap(([, indent, block]) =>
    block!.split('\n').map((line) => line.slice(indent!.length)),
  );
}

const THREE = [
  { name: 'test' },
  { name: 'staging', awsAccount: '444455556666' },
  { name: 'production', awsAccount: '444455556666', awsRegion: 'eu-west-1' },
];

describe('the first deployment', () => {
  test('prepares the account, creates what has to exist, and ends with a push', () => {
    const commands = commandsOf(guideOf());
    expect(commands.slice(0, 2)).toEqual([
      'npx cdk bootstrap aws://111122223333/us-east-1',
      'npx projen deploy orders-api-registry orders-api-production-base orders-api-pipeline',
    ]);
    expect(guideOf()).toMatch(/\n\d+\. Push to `main`\.\n/);
  });

  test('deploys account by account, and the pipeline last', () => {
    expect(
      commandsOf(guideOf({ environments: THREE }))
        .filter((command) => /bootstrap|deploy /.test(command))
        .slice(0, 6),
    ).toEqual([
      'npx cdk bootstrap aws://111122223333/us-east-1',
      'npx cdk bootstrap aws://444455556666/us-east-1',
      'npx cdk bootstrap aws://444455556666/eu-west-1',
      'npx projen deploy orders-api-registry orders-api-test-base # in 111122223333',
      'npx projen deploy orders-api-staging-base orders-api-production-base # in 444455556666',
      'npx projen deploy orders-api-pipeline # in 111122223333',
    ]);
  });

  test('names the account of the pipeline where nothing else is there', () => {
    const options = {
      registry: { existing: true },
      githubActions: { enabled: false },
      environments: [{ name: 'live', awsAccount: '444455556666' }],
    };
    expect(commandsOf(guideOf(options)).filter((command) => command.startsWith('npx projen deploy o'))).toEqual([
      'npx projen deploy orders-api-live-base # in 444455556666',
      'npx projen deploy orders-api-pipeline # in 111122223333',
    ]);
    expect(guideOf(options)).toContain(
      'in its own policy: `arn:aws:iam::444455556666:role/orders-api-live-execution`.',
    );
  });

  test('keeps the commands of a step inside the step, whatever its number', () => {
    const guide = guideOf({ environments: THREE });
    const tenth = guide.split('\n').find((line) => line.startsWith('10. '));
    expect(tenth).toBeDefined();
    for (const [, marker, fence] of guide.matchAll(/^(\d+\. ).*\n\n( *)```sh$/gm)) {
      expect(fence!.length).toBe(marker!.length);
    }
  });

  test('asks only for what this config needs', () => {
    const plain = guideOf({
      codePipeline: { enabled: false },
      githubActions: { ownerId: '1', repositoryId: '2', existingOidcProvider: true },
    });
    expect(plain).not.toMatch(
      /existingOidcProvider|--jq '\.owner\.id|connection to GitHub|CodeCommit|orders-api-pipeline/,
    );
    const codeCommit = guideOf({
      githubRepository: undefined,
      githubActions: { enabled: false },
      codePipeline: { source: PipelineSource.CODE_COMMIT },
    });
    expect(codeCommit).toContain('See that the CodeCommit repository `orders-api` exists in us-east-1.');
    expect(codeCommit).not.toMatch(/gh |GitHub/);
  });
});

test('draws the way of a commit through both engines, with a node of its own for each step', () => {
  const options = { environments: THREE, imageBuild: { testCommands: ['npm test'] } };
  const [diagram] = /```mermaid\n[\s\S]*?```/.exec(guideOf(options)) ?? [];
  expect(diagram).toContain(
    'gtest[Test] --> gbuild[Build the image] --> gdeploy-test["Deploy to test"] --> gdeploy-staging["Deploy to staging"] --> gdeploy-production["Approval, then: Deploy to production"]',
  );
  expect(diagram).toContain('commit -->|push| gtest');
  expect(diagram).toContain('commit -.->|by hand| psource');
  const defined = [...diagram!.matchAll(/([\w-]+)(?:\[|\(\[)/g)].map(([, id]) => id);
  expect(new Set(defined).size).toBe(defined.length);
});

test('says how to go back, with and without GitHub', () => {
  expect(commandsOf(guideOf()).slice(-2)).toEqual([
    'gh workflow run rollback.yml --ref main',
    'npx projen rollback production',
  ]);
  expect(commandsOf(guideOf({ environments: THREE })).slice(-2)).toEqual([
    'gh workflow run rollback.yml --ref main --field environment=production',
    'npx projen rollback production',
  ]);
  expect(commandsOf(guideOf({ githubActions: { enabled: false } })).slice(-1)).toEqual([
    'npx projen rollback production',
  ]);
});

test('names commands that work after an ejection', () => {
  const guide = guideOf({}, { ejected: true });
  expect(guide).not.toMatch(/npx projen|projenrc/);
  expect(commandsOf(guide)[1]).toBe(
    'node scripts/run-task.cjs deploy orders-api-registry orders-api-production-base orders-api-pipeline',
  );
});
