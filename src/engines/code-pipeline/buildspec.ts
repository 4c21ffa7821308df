import type { Delivery } from '../../core/engine';
import type { YamlContent } from '../../core/yaml-content';
import { PACKAGE_MANAGERS } from '../../data/package-managers';
import type { BuildCommandsModel } from '../../model/common-model';
import type { BuildSecretModel } from '../../model/model';
import type { CodePipelineInput } from './input';
import { releaseFileCommands, releaseFiles } from './release-files';
import { runtimeVersion } from './runtime-version';

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env */
function secretVariables(
  { secretVariables: variables = [] }: BuildCommandsModel,
  key: 'parameter-store' | 'secrets-manager',
  service: BuildSecretModel['service'],
): object {
  const own = variables.filter((variable) => variable.service === service);
  const sourceOf = ({ source, jsonKey }: BuildSecretModel) => {
    // CodeBuild accepts only names of parameters.
    const name = key === 'parameter-store' ? source.replace(/^arn:.*:parameter(?:\/(?=[^/]+$))?/, '') : source;
    return jsonKey ? `${name}:${jsonKey}` : name;
  };
  return own.length > 0 ? { [key]: Object.fromEntries(own.map((each) => [each.name, sourceOf(each)])) } : {};
}

/** Installs the package manager, unless it is part of Node.js. */
function packageManagerCommands({ packageManager }: BuildCommandsModel): string[] {
  return packageManager?.version === undefined
    ? []
    : [PACKAGE_MANAGERS[packageManager.name].setUp!(packageManager.version)];
}

/** The variable in which CodeBuild passes the full commit SHA. */
export const COMMIT = 'CODEBUILD_RESOLVED_SOURCE_VERSION';

/**
 * `buildspec.yml`: the commands that CodeBuild runs in the Build stage of the pipeline.
 *
 * It has no `post_build` phase, because CodeBuild runs that phase even if the `build` phase fails.
 *
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
export function renderBuildspec({ pipeline, build }: CodePipelineInput, delivery: Delivery): YamlContent {
  const { preparation } = delivery.target;
  const { steps } = delivery.artifact.build(COMMIT);
  const prepare = preparation
    ? [...preparation.commands, ...Object.entries(preparation.variables).map(([name, print]) => `${name}=$(${print})`)]
    : [];
  const versions = {
    ...(build.runtime ? runtimeVersion(build.runtime) : {}),
    ...(preparation && preparation.runtime.name !== build.runtime?.name ? runtimeVersion(preparation.runtime) : {}),
  };
  const install = [...packageManagerCommands(build), ...build.installCommands];
  const enter = build.directory ? [`cd "$CODEBUILD_SRC_DIR/${build.directory}"`] : [];
  return {
    data: {
      version: 0.2,
      env: {
        shell: 'bash',
        ...(steps.some(({ settings }) => settings)
          ? { variables: Object.assign({}, ...steps.map(({ settings }) => settings)) }
          : {}),
        ...secretVariables(build, 'parameter-store', 'ssm'),
        ...secretVariables(build, 'secrets-manager', 'secretsmanager'),
        'exported-variables': [...steps.flatMap(({ sets = [] }) => sets), ...Object.keys(preparation?.variables ?? {})],
      },
      phases: {
        ...(Object.keys(versions).length > 0 || install.length > 0
          ? {
              install: {
                ...(Object.keys(versions).length > 0 ? { 'runtime-versions': versions } : {}),
                ...(install.length > 0 ? { commands: [...enter, ...install] } : {}),
              },
            }
          : {}),
        pre_build: {
          commands: [
            ...enter,
            ...build.testCommands,
            ...prepare,
            ...steps.slice(0, -1).flatMap(({ commands }) => commands),
          ],
        },
        build: {
          commands: [
            ...enter,
            ...steps.slice(-1).flatMap(({ commands }) => commands),
            ...releaseFileCommands(delivery),
          ],
        },
      },
      artifacts: {
        ...(build.directory ? { 'base-directory': build.directory } : {}),
        files: releaseFiles(delivery),
      },
      ...(build.cachePaths.length > 0 ? { cache: { paths: build.cachePaths.map((path) => `${path}/**/*`) } } : {}),
    },
    comments: [
      {
        at: ['version'],
        text: `The CodeBuild project ${pipeline.buildProject} runs this file. See ${delivery.infra}/pipeline-stack.ts.`,
      },
      { at: ['env', 'exported-variables'], text: 'The release stages use these variables.' },
      ...(build.testCommands.length > 0
        ? [
            {
              at: ['phases', 'pre_build', 'commands', build.testCommands[0]!],
              text: `If a command fails, the build stops before it pushes the ${delivery.artifact.noun}.`,
            },
          ]
        : []),
      ...(preparation
        ? [{ at: ['phases', 'pre_build', 'commands', preparation.commands[0]!], text: preparation.comment }]
        : []),
      ...steps.flatMap(({ commands, comment }, i) =>
        comment
          ? [
              {
                at: ['phases', i === steps.length - 1 ? 'build' : 'pre_build', 'commands', commands[0]!],
                text: comment,
              },
            ]
          : [],
      ),
    ],
    blankLinesBetween: [[], ['phases']],
  };
}
