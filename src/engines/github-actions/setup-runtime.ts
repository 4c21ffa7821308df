import type { Preparation } from '../../core/target';
import type { GithubActionName } from '../../data/github-actions';
import { PACKAGE_MANAGERS } from '../../data/package-managers';
import type { BuildCommandsModel } from '../../model/common-model';
import type { Runtime } from '../../model/model';
import type { WorkflowStep } from './workflow-step';

interface Language {
  /** The display name. */
  readonly title: string;
  /** The action that installs the runtime on a GitHub runner. If unset, the job uses the version on the runner. */
  readonly setup?: {
    readonly action: GithubActionName;
    /** The input that sets the version. */
    readonly input: string;
    /** Converts the version to the format that the action expects. */
    readonly format?: (version: string) => string | number;
    readonly with?: WorkflowStep['with'];
    /** Inputs that disable the cache. */
    readonly withoutCache?: WorkflowStep['with'];
  };
}

/** The language runtimes, by CodeBuild name. The config uses CodeBuild versions (`java: corretto21`). */
const LANGUAGES: Readonly<Record<string, Language>> = {
  nodejs: {
    title: 'Node.js',
    setup: {
      action: 'actions/setup-node',
      input: 'node-version',
      format: Number,
      withoutCache: { 'package-manager-cache': false },
    },
  },
  python: { title: 'Python', setup: { action: 'actions/setup-python', input: 'python-version' } },
  java: {
    title: 'Java',
    setup: {
      action: 'actions/setup-java',
      input: 'java-version',
      format: (version) => version.replace('corretto', ''),
      with: { distribution: 'corretto' },
    },
  },
  golang: { title: 'Go', setup: { action: 'actions/setup-go', input: 'go-version' } },
  dotnet: {
    title: '.NET',
    setup: { action: 'actions/setup-dotnet', input: 'dotnet-version', format: (version) => `${version}.x` },
  },
  ruby: { title: 'Ruby', setup: { action: 'ruby/setup-ruby', input: 'ruby-version' } },
  php: { title: 'PHP' },
  rust: { title: 'Rust' },
};

/** The display name of a runtime. */
export function runtimeTitle({ name }: Runtime): string {
  return LANGUAGES[name]?.title ?? name;
}

/** The input that sets the version in the step that `setupRuntime` returns. Used to check the final workflow. */
export function versionInput({ name }: Runtime): string | undefined {
  return LANGUAGES[name]?.setup?.input;
}

export function setupRuntime({ runtime, packageManager }: BuildCommandsModel): WorkflowStep[] {
  const setup = runtime && LANGUAGES[runtime.name]?.setup;
  if (!setup) {
    return [];
  }
  const { action, input, format = String, with: others } = setup;
  return [
    {
      name: `Set up ${runtimeTitle(runtime)}`,
      uses: action,
      with: {
        ...others,
        [input]: format(runtime.version),
        ...(packageManager?.name === 'npm' ? { cache: 'npm' } : {}),
      },
    },
    ...setupPackageManager(packageManager),
  ];
}

/**
 * Installs the package manager and restores its cache. `actions/setup-node` can restore it only if the package manager
 * is already installed. A cache that is not available does not fail the job.
 */
function setupPackageManager(packageManager: BuildCommandsModel['packageManager']): WorkflowStep[] {
  if (packageManager?.version === undefined) {
    return [];
  }
  const { name, version } = packageManager;
  const { title, setUp, cache, lockFile } = PACKAGE_MANAGERS[name];
  const key = `${name}-\${{ runner.os }}-\${{ runner.arch }}-`;
  return [
    { name: `Set up ${title}`, run: setUp!(version) },
    {
      name: `Restore the ${title} cache`,
      uses: 'actions/cache',
      with: { path: cache.user, key: `${key}\${{ hashFiles('${lockFile}') }}`, 'restore-keys': key },
    },
  ];
}

/**
 * Sets up the tool that runs a preparation or uses its result. Disables the cache, because the step also runs in jobs
 * that have AWS credentials.
 */
export function setupTool({ runtime }: Preparation): WorkflowStep[] {
  const setup = LANGUAGES[runtime.name]?.setup;
  if (!setup) {
    return [];
  }
  const { action, input, format = String, withoutCache } = setup;
  return [
    {
      name: `Set up ${runtimeTitle(runtime)} for ${runtime.tool}`,
      uses: action,
      with: { [input]: format(runtime.version), ...withoutCache },
    },
  ];
}

/** The same in a job that has already set up the runtime of the service. */
export function setupForPreparation(preparation: Preparation, { runtime }: BuildCommandsModel): WorkflowStep[] {
  return runtime?.name === preparation.runtime.name ? [] : setupTool(preparation);
}
