import type { GithubActionName } from '../data/github-actions';
import type { BuildModel, Runtime } from '../model/model';
import type { WorkflowStep } from './workflow-step';

interface Language {
  /** How people write its name. */
  readonly title: string;
  /** What installs it on a GitHub runner. Without it, the runtime is the one that the runner has. */
  readonly setup?: {
    readonly action: GithubActionName;
    /** The input that takes the version. */
    readonly input: string;
    /** The version as the action spells it. */
    readonly spell?: (version: string) => string | number;
    readonly with?: WorkflowStep['with'];
  };
}

/** The language runtimes, by CodeBuild's names. Its versions (`java: corretto21`) are the config's. */
const LANGUAGES: Readonly<Record<string, Language>> = {
  nodejs: { title: 'Node.js', setup: { action: 'actions/setup-node', input: 'node-version', spell: Number } },
  python: { title: 'Python', setup: { action: 'actions/setup-python', input: 'python-version' } },
  java: {
    title: 'Java',
    setup: {
      action: 'actions/setup-java',
      input: 'java-version',
      spell: (version) => version.replace('corretto', ''),
      with: { distribution: 'corretto' },
    },
  },
  golang: { title: 'Go', setup: { action: 'actions/setup-go', input: 'go-version' } },
  dotnet: {
    title: '.NET',
    setup: { action: 'actions/setup-dotnet', input: 'dotnet-version', spell: (version) => `${version}.x` },
  },
  ruby: { title: 'Ruby', setup: { action: 'ruby/setup-ruby', input: 'ruby-version' } },
  php: { title: 'PHP' },
  rust: { title: 'Rust' },
};

/** How people write the name of a runtime. */
export function runtimeTitle({ name }: Runtime): string {
  return LANGUAGES[name]?.title ?? name;
}

/** The input of the step below that takes the version, for whoever reads a workflow back. */
export function versionInput({ name }: Runtime): string | undefined {
  return LANGUAGES[name]?.setup?.input;
}

export function setupRuntime({ runtime, npm }: BuildModel): WorkflowStep[] {
  const setup = LANGUAGES[runtime.name]?.setup;
  if (!setup) {
    return [];
  }
  const { action, input, spell = String, with: others } = setup;
  return [
    {
      name: `Set up ${runtimeTitle(runtime)}`,
      uses: action,
      with: { ...others, [input]: spell(runtime.version), ...(npm ? { cache: 'npm' } : {}) },
    },
  ];
}
