import { spawnSync } from 'node:child_process';
import { load } from 'js-yaml';
import type { DeliveryModel } from '../../src/model/model';
import { CONFIGS } from '../facts/configs';
import { buildspecOf, deployWorkflowOf } from '../support/delivery';
import { MATRIX } from '../support/matrix';
import { modelOf } from '../support/model';

/**
 * Compares the images that the engines build: the commands of the buildspec run with a fake `docker`, whose arguments
 * are compared with the inputs of the action on GitHub.
 */

interface Image {
  readonly context: string;
  readonly file: string;
  readonly target?: string;
  readonly platform: string;
  readonly provenance: string;
  readonly args: readonly string[];
  readonly tags: readonly string[];
  readonly pushed: readonly string[];
  /** The commands that run before the image is built. */
  readonly commands: readonly string[];
  /** What the commands leave for the build. `undefined`: the build runs in the same workspace. */
  readonly artifacts?: readonly string[];
}

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

/** The image is not in the registry, so it is built. */
const FAKES = `
aws() { [ "$1 $2" != 'ecr describe-images' ]; }
docker() { printf '%s\\037' docker "$@"; echo; }
`;

function shell(commands: readonly string[], env: Readonly<Record<string, string>>): string {
  const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-c', `${FAKES}\n${commands.join('\n')}`], {
    env: { PATH: process.env.PATH, ...env },
    encoding: 'utf-8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status !== 0) {
    throw new Error(`The commands failed: ${stderr}`);
  }
  return stdout;
}

function imageOnGithub(model: DeliveryModel, workflow: any = load(deployWorkflowOf(model))): Image {
  const { test = { steps: [] }, build } = workflow.jobs;
  const { run } = build.steps.find(({ id }: any) => id === 'image');
  const tag = /^tag=(.*)$/m.exec(shell([run.replaceAll(' >> "$GITHUB_OUTPUT"', '')], { GITHUB_SHA: COMMIT }))![1]!;
  const inputs = build.steps.find(({ uses }: any) => uses?.startsWith('docker/build-push-action')).with;
  const lines = (text: string) =>
    text
      .replaceAll('${{ steps.image.outputs.tag }}', tag)
      .replaceAll('${{ github.sha }}', COMMIT)
      .split('\n')
      .filter(Boolean);
  const packed = test.steps.flatMap(({ run: text }: any) => /^tar --create .* -- (.*)$/.exec(text ?? '')?.[1] ?? []);
  const unpacked = build.steps.flatMap(
    ({ run: text }: any) => /^tar --extract .* -- (.*)$/.exec(text ?? '')?.[1]?.replaceAll("'", '') ?? [],
  );
  expect(unpacked).toEqual(packed);
  return {
    context: inputs.context,
    file: inputs.file,
    target: inputs.target,
    platform: inputs.platforms,
    provenance: String(inputs.provenance),
    args: lines(inputs['build-args']).sort(),
    tags: lines(inputs.tags).sort(),
    pushed: inputs.push ? lines(inputs.tags).sort() : [],
    commands: userCommands(
      model,
      test.steps.flatMap(({ run: text }: any) => text?.trimEnd().split('\n') ?? []),
    ),
    artifacts: packed,
  };
}

function imageOnCodeBuild(model: DeliveryModel, buildspec: any = load(buildspecOf(model))): Image {
  const { install, pre_build: before, build } = buildspec.phases;
  const commands = [install, before, build].flatMap((phase) => phase?.commands ?? []);
  const ours = commands.filter((command: string) => /^IMAGE_\w+=|docker/.test(command));
  const calls = shell(ours, { ...buildspec.env.variables, CODEBUILD_RESOLVED_SOURCE_VERSION: COMMIT })
    .split('\n')
    .filter((line) => line.startsWith('docker\u001f'))
    .map((line) => line.split('\u001f').slice(1, -1));
  const [built, ...more] = calls.filter(([verb]) => verb === 'build');
  expect(more).toEqual([]);
  const words = built!.slice(1).flatMap((word) => (word.startsWith('--') ? word.split(/=(.*)/s).slice(0, 2) : [word]));
  const flag = (name: string) => words.flatMap((word, i) => (word === `--${name}` ? words[i + 1]! : []));
  const context = words.at(-1)!;
  return {
    context,
    file: flag('file')[0] ?? `${context === '.' ? '' : `${context}/`}Dockerfile`,
    target: flag('target')[0],
    platform: flag('platform')[0]!,
    provenance: flag('provenance')[0]!,
    args: flag('build-arg').sort(),
    tags: flag('tag').sort(),
    pushed: calls.flatMap(([verb, uri]) => (verb === 'push' ? uri! : [])).sort(),
    commands: userCommands(model, commands),
  };
}

/** The commands of the config, in the order in which an engine runs them. */
function userCommands({ build }: DeliveryModel, commands: readonly string[]): string[] {
  const known = [...build.installCommands, ...build.testCommands];
  return commands.filter((command) => known.includes(command));
}

/** Configs whose images differ. The environments and the strategy do not change the image. */
const withBothEngines = new Map(
  [...CONFIGS, ...MATRIX.map(({ name, options }) => [name, options, undefined] as const)]
    .map(([name, options, context]) => ({ name, model: modelOf(options, context) }))
    .filter(({ model }) => model.github && model.pipeline && !model.build.builtElsewhere)
    .map(({ name, model }) => [JSON.stringify([model.build, model.registry]), { name, model }]),
);

test.each([...withBothEngines.values()])('both engines build the same image: $name', ({ model }) => {
  const { artifacts, ...onGithub } = imageOnGithub(model);
  expect(onGithub).toEqual(imageOnCodeBuild(model));
  expect(artifacts!.join(' ')).toBe(model.build.artifacts.join(' '));
});

describe('a difference is found', () => {
  const model = modelOf({
    registry: { extraTags: ['latest'] },
    imageBuild: {
      runtime: 'java',
      dockerfile: 'docker/api.Dockerfile',
      context: 'services/api',
      target: 'runtime',
      buildArgs: { TITLE: 'Orders API' },
      installCommands: ['./gradlew assemble'],
    },
  });

  test.each([
    ['a build argument', '--build-arg TITLE="Orders API"', ''],
    ['the value of an argument', 'TITLE="Orders API"', 'TITLE=Orders'],
    ['the file', 'docker/api.Dockerfile', 'Dockerfile'],
    ['the stage', '--target runtime', '--target debug'],
    ['the context', 'services/api &&', '. &&'],
    ['the platform', 'linux/amd64', 'linux/arm64'],
    ['an extra tag', '--tag "$REPOSITORY_URI:latest"', ''],
    ['a tag that is not pushed', 'docker push "$REPOSITORY_URI:latest" &&', ''],
    ['the tag', 'IMAGE_TAG="$CODEBUILD_RESOLVED_SOURCE_VERSION"', 'IMAGE_TAG=v1'],
    ['a command', './gradlew assemble', './gradlew build'],
  ])('in %s', (_name, text, changed) => {
    const { artifacts, ...onGithub } = imageOnGithub(model);
    const original = buildspecOf(model);
    expect(onGithub).toEqual(imageOnCodeBuild(model));
    expect(original).toContain(text);
    expect(onGithub).not.toEqual(imageOnCodeBuild(model, load(original.replace(text, changed))));
  });
});
