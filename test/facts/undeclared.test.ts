import { dataOf, type RenderedFile } from '../../src/core/rendered-file';
import { anotherValue, Rehearsed } from '../../src/facts/rehearsal';
import type { CommonModel } from '../../src/model/common-model';
import { DELIVERIES } from './deliveries';

/**
 * Values of the model that several files contain although they are not declared as shared, and why that is right. A
 * `*` stands for any key.
 */
const NOT_SHARED: Readonly<Record<string, string>> = {
  service: 'Names are made from it. Each of these names is a shared value of its own.',
  'registry.imageTag': 'A choice: the check compares how each file spells it.',
  'registry.releaseTags.*.environment': 'Assigns the tags to the environments. Each tag is a shared value.',
  'build.architecture.ecs': 'Follows from the choice of the CPU architecture.',
  'build.architecture.docker': 'Follows from the choice of the CPU architecture.',
  'build.runtime.name':
    'An engine may set up more runtimes, and a missing one fails the build before anything is released.',
  'build.packageManager.name': 'Selects the commands of each engine. The version is a shared value.',
  'build.installCommands.*': 'An engine may install in its own way.',
  'build.testCommands.*': 'An engine may run its own tests.',
  'build.dockerfile.path': 'Compared as part of the image build, where the default is not written out.',
  'environments.*.managed.capacityProviders.*.weight': 'A one-off task may be placed in its own way.',
  'environments.*.config': 'A preview of a pull request may use another config than a release.',
  'build.target': 'Compared as part of the image build.',
  'build.context': 'Compared as part of the image build, where the default is not written out.',
  'build.buildArgs.*.name': 'Compared as part of the image build.',
  'build.buildArgs.*.value': 'Compared as part of the image build.',
  'build.files.*': 'The Docker build fails if .dockerignore excludes a file that the Dockerfile copies.',
  'build.installFiles.*': 'The Docker build fails if .dockerignore excludes a file that the Dockerfile copies.',
  'build.secrets.*.name': 'Compared as part of the image build.',
  'build.secrets.*.service': 'Part of the command that reads the source, which is a shared value.',
  'build.secrets.*.jsonKey': 'Part of the command that reads the source, which is a shared value.',
  'build.contextFiles.*.name': 'The Docker build fails without a file that the Dockerfile copies.',
  'build.contextFiles.*.service': 'Part of the command that reads the source, which is a shared value.',
  'build.registries.*.region': 'AWS rejects a login in another Region before the image is built.',
  'build.registries.*.repositoryArns.*': 'Each engine has its own role.',
  'build.registries.*.credentials.service': 'Part of the command that reads the source, which is a shared value.',
  'build.secretVariables.*.name': 'A command that needs the variable fails before anything is released.',
  'build.secretVariables.*.service': 'Part of the command that reads the source, which is a shared value.',
  'build.roleStatements.*.actions.*': 'Each engine has its own role.',
  'build.roleStatements.*.resources.*': 'Each engine has its own role.',
  'build.directory': 'The folder of the project, which overrides cannot move.',
  'container.healthCheckCommand.*': 'ECS ignores the health check of the image. Its port and path are shared values.',
  'container.healthCheckTiming.interval': 'ECS ignores the health check of the image.',
  'container.healthCheckTiming.timeout': 'ECS ignores the health check of the image.',
  'container.healthCheckTiming.retries': 'ECS ignores the health check of the image.',
  'container.healthCheckTiming.startPeriod': 'ECS ignores the health check of the image.',
  'container.portMappings.*.protocol': 'A load balancer supports only TCP. The port is a shared value.',
  'container.writablePaths.*': 'The task definitions of the environments are independent.',
  'environments.*.logRetentionDays': 'The log groups of the service and of the network are independent.',
  'environments.*.deploymentTimeoutMinutes': 'Each engine may wait as long as it likes.',
  'environments.*.releaseTimeout': 'Each engine may wait as long as it likes.',
  'github.releases.*.deployRole.sessionSeconds': 'AWS rejects a session that is too long in the first step.',
  'github.buildRole.sessionSeconds': 'AWS rejects a session that is too long in the first step.',
  'files.guide': 'Only part of messages that refer people to the guide.',
  'github.runner': 'Jobs may use different runners.',
  'environments.*.baseStack.file': 'The compiler checks imports.',
  'environments.*.baseStack.className': 'The compiler checks imports.',
  'environments.*.logDriver.name': 'The task definitions of the service and of a worker are independent.',
  'environments.*.workers.*.name': 'Names are made from it. Each of these names is a shared value of its own.',
  'environments.*.workers.*.variable': 'The name of variables in the code of each engine.',
  'environments.*.managed.stack.file': 'The compiler checks imports.',
  'environments.*.managed.stack.className': 'The compiler checks imports.',
  'environments.*.serviceStack.file': 'The path of a generated file, which overrides cannot move.',
  'environments.*.serviceStack.className': 'The compiler checks imports.',
  'code.architecture': 'Follows from the choice of the CPU architecture.',
  'environments.*.additionalFunctions.*.name': 'A name in the CDK app. The names of resources are shared values.',
  'code.imageConfig.command.*': 'The stacks of the environments are independent.',
  'code.imageConfig.entryPoint.*': 'The stacks of the environments are independent.',
  'code.imageConfig.workingDirectory': 'The stacks of the environments are independent.',
  'infra.dir': 'The path of generated files, which overrides cannot move.',
  'pipeline.buildspec': 'The path of a generated file, which overrides cannot move.',
  'environments.*.siteStack.file': 'The path of a generated file, which overrides cannot move.',
  'environments.*.siteStack.className': 'The compiler checks imports.',
  'bundle.buckets.*.stack.file': 'The path of a generated file, which overrides cannot move.',
  'bundle.buckets.*.stack.className': 'The compiler checks imports.',
  'files.siteFunction': 'The path of a generated file, which overrides cannot move.',
  'environments.*.deployRoleStatements.*.actions.*': 'Each engine has its own role.',
  'environments.*.deployRoleStatements.*.resources.*': 'Each engine has its own role.',
  'environments.*.variablesFile': 'The path of a generated file, which overrides cannot move.',
  'environments.*.secrets.*.service': 'Part of the command that reads the source, which is a shared value.',
  'instances.architecture': 'The stacks of the environments are independent.',
  'files.rollback': 'The path of a generated file, which overrides cannot move.',
  'files.oneOffTask': 'The path of a generated file, which overrides cannot move.',
};

/** Reports what is missing. A wrong value there cannot break a release, and declared values are compared there as well. */
const ONLY_REPORTS = 'infra/preflight.sh';

function textOf(file: RenderedFile): string {
  return file.kind === 'text' ? file.body : JSON.stringify(dataOf(file));
}

interface Leaf {
  readonly path: readonly string[];
  readonly value: string | number;
}

/** The strings and numbers of the model that are the same in the rehearsal. */
function* undeclared(a: unknown, b: unknown, path: readonly string[] = []): Iterable<Leaf> {
  if (typeof a === 'object' && a !== null) {
    for (const [key, value] of Object.entries(a)) {
      yield* undeclared(value, (b as Record<string, unknown> | undefined)?.[key], [...path, key]);
    }
  } else if ((typeof a === 'string' || typeof a === 'number') && a === b) {
    yield { path, value: a };
  }
}

function withValue(model: CommonModel, path: readonly string[], value: unknown): CommonModel {
  const copy = JSON.parse(JSON.stringify(model));
  const parent = path.slice(0, -1).reduce((node, key) => node[key], copy);
  parent[path.at(-1)!] = value;
  return copy;
}

test('a value that changes two files is declared as shared, or listed here with a reason', () => {
  const found = new Map<string, string>();
  // The same value in a config with the same files would give the same result again.
  const tried = new Set<string>();
  for (const [name, configure] of DELIVERIES) {
    const config = configure();
    const rehearsed = config.resolve(new Rehearsed(config.decided.all));
    const before = new Map(config.files.map((file) => [file.path, textOf(file)]));
    for (const { path, value } of undeclared(config.model, rehearsed)) {
      const key = path.map((part) => (/^\d+$/.test(part) ? '*' : part)).join('.');
      const trial = [...path, value, ...before.keys()].join();
      if (found.has(key) || tried.has(trial)) {
        continue;
      }
      tried.add(trial);
      let after: readonly RenderedFile[];
      try {
        after = config.render(withValue(config.model, path, anotherValue(value, 5)));
      } catch {
        // A member of an enum: renderers know no other value.
        continue;
      }
      const changed = after
        .filter((file) => file.path !== ONLY_REPORTS && before.get(file.path) !== textOf(file))
        .map((file) => file.path);
      if (changed.length > 1) {
        found.set(key, `${name}: ${value} in ${changed.join(', ')}`);
      }
    }
  }
  const unknown = [...found].filter(([key]) => !(key in NOT_SHARED));
  expect(unknown).toEqual([]);
  expect(Object.keys(NOT_SHARED).filter((key) => !found.has(key))).toEqual([]);
});
