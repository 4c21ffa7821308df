import type { BuildModel, Runtime } from '../model/model';
import type { WorkflowStep } from './workflow-step';

/**
 * The action that installs each language runtime on a GitHub runner. CodeBuild's names and versions of runtimes
 * (`java: corretto21`) are the config's; here they become the action's. A runtime without an action, `php` or `rust`,
 * is the one that the runner has.
 */
const SETUP: Readonly<Record<string, (version: string, npm: boolean) => Pick<WorkflowStep, 'uses' | 'with'>>> = {
  nodejs: (version, npm) => ({
    uses: 'actions/setup-node',
    with: { 'node-version': Number(version), ...(npm ? { cache: 'npm' } : {}) },
  }),
  python: (version) => ({ uses: 'actions/setup-python', with: { 'python-version': version } }),
  java: (version) => ({
    uses: 'actions/setup-java',
    with: { distribution: 'corretto', 'java-version': version.replace('corretto', '') },
  }),
  golang: (version) => ({ uses: 'actions/setup-go', with: { 'go-version': version } }),
  dotnet: (version) => ({ uses: 'actions/setup-dotnet', with: { 'dotnet-version': `${version}.x` } }),
  ruby: (version) => ({ uses: 'ruby/setup-ruby', with: { 'ruby-version': version } }),
};

const TITLES: Readonly<Record<string, string>> = {
  nodejs: 'Node.js',
  python: 'Python',
  java: 'Java',
  golang: 'Go',
  dotnet: '.NET',
  ruby: 'Ruby',
  php: 'PHP',
  rust: 'Rust',
};

/** How people write the name of a runtime. */
export function runtimeTitle({ name }: Runtime): string {
  return TITLES[name] ?? name;
}

/** The input that takes the version of each runtime, for whoever reads a workflow back. */
export const VERSION_INPUTS: Readonly<Record<string, string>> = {
  nodejs: 'node-version',
  python: 'python-version',
  java: 'java-version',
  golang: 'go-version',
  dotnet: 'dotnet-version',
  ruby: 'ruby-version',
};

export function setupRuntime({ runtime, npm }: BuildModel): WorkflowStep[] {
  const setup = SETUP[runtime.name];
  return setup ? [{ name: `Set up ${runtimeTitle(runtime)}`, ...setup(runtime.version, npm) }] : [];
}
