import { DEPRECATED_RUNTIMES, LAMBDA_RUNTIMES, type LambdaRuntime, PREVIEW_RUNTIMES } from '../../data/lambda-runtimes';
import type { OptionReader } from '../../model/option-reader';
import type { ResolvedBundleBuild } from '../../model/resolve-bundle';
import type { RuntimeSupportModel } from './model';

const DEFAULT_RUNTIME = 'nodejs24.x';

export interface ResolvedRuntime extends LambdaRuntime {
  readonly name: string;
}

export function resolveRuntime(options: OptionReader): ResolvedRuntime {
  const name = readName(options);
  return { ...LAMBDA_RUNTIMES[name]!, name };
}

export function supportOf({ name, deprecated, updateBlocked }: ResolvedRuntime): RuntimeSupportModel {
  const language = (runtime: string) => runtime.replace(/\d.*/, '');
  const newest = Object.keys(LAMBDA_RUNTIMES).find((other) => language(other) === language(name));
  return { deprecated, updateBlocked, isNewest: name === newest };
}

function readName(options: OptionReader): string {
  const offered = Object.keys(LAMBDA_RUNTIMES);
  const value = options.value('runtime');
  const allowed = offered.join(', ');
  const successor = DEPRECATED_RUNTIMES.find(({ names }) => typeof value === 'string' && names.test(value))?.successor;
  if (successor !== undefined) {
    options.reject('runtime', 'lambda-runtime', { why: 'is deprecated', allowed, fix: `Use ${successor}.` });
    return successor;
  }
  if (PREVIEW_RUNTIMES.some((preview) => preview === value)) {
    options.reject('runtime', 'lambda-runtime', {
      why: 'is in public preview and is not intended for production use',
      allowed,
      fix: 'Use one of these runtimes.',
    });
    return DEFAULT_RUNTIME;
  }
  return options.oneOf('runtime', offered) ?? DEFAULT_RUNTIME;
}

/** The build compiles for the runtime that later runs the code. */
export function checkBundleRuntime(
  options: OptionReader,
  { bundle, build }: ResolvedBundleBuild,
  { name, build: wanted }: ResolvedRuntime,
): void {
  if (options.isRejected('runtime', 'nodeVersion', 'bundle') || !wanted || build.runtime?.name !== wanted.name) {
    return;
  }
  const node = wanted.name === 'nodejs';
  const [reader, key] = node ? [options, 'nodeVersion'] : [bundle, 'runtimeVersion'];
  if (reader.has(key) && String(reader.value(key)) !== wanted.version) {
    reader.reject(key, 'runtime-version-mismatch', {
      why: `differs from the Lambda runtime ${name}`,
      allowed: wanted.version,
      fix: `Remove ${key}, or change runtime.`,
    });
  }
}
