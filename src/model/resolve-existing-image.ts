import type { BuildModel } from './model';
import type { OptionReader } from './option-reader';
import { BUILD_INSTRUCTIONS } from './resolve-image-build';

/** The options of `imageBuild` that describe how to test the service and where the image comes from. */
const OF_THE_BUILD = ['testCommands', ...BUILD_INSTRUCTIONS, 'image', 'registries'];

/** The options for the commands that install what the CDK app needs in a Node.js project. */
const OF_THE_COMMANDS = ['installCommands', 'cachePaths', 'secretVariables'];

interface OtherReaders {
  readonly registry: OptionReader;
  readonly github: OptionReader;
  readonly engines: { readonly github: boolean };
}

/** Rejects what has no effect if releases do not build the image. */
export function checkExistingImage(
  options: OptionReader,
  build: OptionReader,
  { builtElsewhere, runtime }: BuildModel,
  { registry, github, engines }: OtherReaders,
): void {
  if (!builtElsewhere) {
    return;
  }
  const reject = (reader: OptionReader, keys: readonly string[], why: string) => {
    for (const key of keys.filter((each) => reader.has(each) && !reader.isRejected(each))) {
      reader.rejectWithoutValue(key, 'no-image-build', {
        why,
        fix: `Remove ${key}, or set imageBuild.enabled to true.`,
      });
    }
  };
  const notBuilt = 'has no effect because imageBuild.enabled is false, so releases do not build an image';
  const notPushed = 'has no effect because imageBuild.enabled is false, so a push does not start a release';
  reject(build, [...OF_THE_BUILD, ...(runtime ? [] : OF_THE_COMMANDS)], notBuilt);
  reject(options, ['buildRoleStatements'], notBuilt);
  reject(registry, ['imageTag', 'extraTags', 'gitTag'], notBuilt);
  reject(github, ['buildRoleArn'], notBuilt);
  reject(
    options,
    ['trigger', 'triggerPaths', ...(engines.github ? [] : ['triggerBranches', 'triggerTags'])],
    notPushed,
  );
  reject(github, ['afterWorkflow'], 'is not supported because a workflow that succeeds cannot specify the image');
}
