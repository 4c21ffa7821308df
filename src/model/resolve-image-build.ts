import type { BuildModel } from './model';
import type { OptionReader } from './option-reader';
import { BUILD_ARGUMENT, BUILD_CONTEXT, IMAGE_REFERENCE, PROJECT_PATH, STAGE_NAME, VARIABLE_NAME } from './rules';

/** The build sets this argument to the commit SHA. */
const COMMIT_ARGUMENT = 'GIT_SHA';

/** The official Node.js image, from any registry, or the base image of Lambda. */
const NODE_IMAGE = /(?:^|\/)node(?:js)?:(\d+)(?:[.@-]|$)/;

/** The options that describe how to build an image. */
export const BUILD_INSTRUCTIONS: readonly string[] = [
  'runtime',
  'runtimeVersion',
  'packageManager',
  'artifacts',
  'dockerfile',
  'buildArgs',
  'target',
  'context',
  'baseImage',
  'files',
  'installFiles',
  'secrets',
  'contextFiles',
];

/** An image that is built elsewhere. */
export function resolveCopiedImage(build: OptionReader): string | undefined {
  const image = build.string('image', IMAGE_REFERENCE);
  for (const key of build.has('image') ? BUILD_INSTRUCTIONS.filter((each) => build.has(each)) : []) {
    build.rejectWithoutValue(key, 'image-not-built', {
      why: 'has no effect because imageBuild.image specifies an image that is built elsewhere',
      fix: `Remove ${key}, or remove image.`,
    });
  }
  return image;
}

/** The arguments, the stage, and the context with which both engines build your own Dockerfile. */
export function resolveDockerBuild(build: OptionReader): Pick<BuildModel, 'buildArgs' | 'target' | 'context'> {
  const settings = {
    buildArgs: resolveArguments(build),
    target: build.string('target', STAGE_NAME),
    context: build.string('context', BUILD_CONTEXT)?.replace(/^\.\//, '') ?? '.',
  };
  if (!build.has('dockerfile') && !build.has('image') && !build.isRejected('dockerfile')) {
    for (const key of ['buildArgs', 'target', 'context'].filter((each) => build.has(each) && !build.isRejected(each))) {
      build.rejectWithoutValue(key, 'own-dockerfile-required', {
        why: 'has no effect on the generated Dockerfile',
        fix: `Set imageBuild.dockerfile, or remove ${key}.`,
      });
    }
  }
  return settings;
}

function resolveArguments(build: OptionReader): { name: string; value: string }[] {
  return build.entries('buildArgs').flatMap((entry) => {
    const { name, value } = entry;
    if (!VARIABLE_NAME.test(name)) {
      build.rejectEntryWithoutValue(entry, 'variable-name', {
        why: 'is not a valid build argument name',
        allowed: 'letters, digits, and underscores, not starting with a digit',
        fix: 'Rename the build argument.',
      });
    }
    if (name === COMMIT_ARGUMENT) {
      build.rejectEntryWithoutValue(entry, 'reserved-build-argument', {
        why: 'is always set to the commit SHA',
        fix: 'Use another name.',
      });
    }
    const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
    if (typeof text !== 'string') {
      const fix = 'Specify a string, or remove the build argument.';
      build.rejectEntry(entry, 'wrong-type', { why: 'is not a string', allowed: BUILD_ARGUMENT.allowed, fix });
      return [];
    }
    if (!BUILD_ARGUMENT.pattern.test(text)) {
      const { allowed, fix } = BUILD_ARGUMENT;
      build.rejectEntry(entry, 'invalid-format', { why: 'is not valid', allowed, fix: fix! });
      return [];
    }
    return [{ name, value: text }];
  });
}

/** The base image of the generated Dockerfile. If it shows a version of Node.js, that version must match the config. */
export function resolveBaseImage(
  build: OptionReader,
  { nodeVersion, generated }: { nodeVersion?: string; generated: boolean },
): string | undefined {
  const image = build.string('baseImage', IMAGE_REFERENCE);
  if (image !== undefined && build.has('dockerfile')) {
    build.reject('baseImage', 'generated-dockerfile-required', {
      why: 'has no effect on your own Dockerfile',
      fix: 'Remove it, and change the FROM instruction of your Dockerfile instead.',
    });
  }
  const shown = image && NODE_IMAGE.exec(image)?.[1];
  if (shown && generated && nodeVersion && shown !== nodeVersion) {
    build.reject('baseImage', 'base-image-version', {
      why: `contains Node.js ${shown}, but nodeVersion is ${nodeVersion}`,
      fix: 'Set nodeVersion to the same version, or use another image.',
    });
  }
  return image;
}

/** Files that the generated Dockerfile copies in addition to the source code. */
export function resolveFiles(build: OptionReader): Pick<BuildModel, 'files' | 'installFiles'> {
  return { files: readFiles(build, 'files'), installFiles: readFiles(build, 'installFiles') };
}

function readFiles(build: OptionReader, key: 'files' | 'installFiles'): string[] {
  const paths = (build.strings(key, PROJECT_PATH) ?? []).map((path) => path.replace(/^\.\//, ''));
  if (paths.length > 0 && build.has('dockerfile')) {
    build.reject(key, 'generated-dockerfile-required', {
      why: 'has no effect on your own Dockerfile',
      fix: 'Remove it, and copy the files in your Dockerfile instead.',
    });
  }
  const unsafe = paths.find((path) => /(^|\/)(\.env[^/]*|\.npmrc|[^/]*\.key|node_modules)(\/|$)/.test(path));
  if (unsafe !== undefined) {
    build.reject(key, 'file-not-for-image', {
      why: `contains ${unsafe}, which .dockerignore always excludes`,
      fix: 'Remove it. To pass a secret to the service, use secrets.',
    });
  }
  return [...new Set(paths)];
}
