import type { DeliveryModel } from '../../model/model';
import type { Place } from '../../model/aws';
import { baseStackClass, baseStackFile } from './base-stack';
import { hasRegistryStack } from './registry-stack';
import { code, imports, literal, pascalCase, quote } from './typescript';

/**
 * `infra/main.ts`: the app, with its stacks in the order of their deployment.
 */
export function renderMain(model: DeliveryModel): string {
  const { service, registry, environments, pipeline, github } = model;
  const afterRegistry = hasRegistryStack(model);
  // Elsewhere nothing refers to a stack, and an unused variable would not compile.
  const baseNeedsRegistry = github?.oidcProvider.create ?? false;
  const registryNamed = afterRegistry && (pipeline !== undefined || baseNeedsRegistry);
  const baseNamed = pipeline !== undefined || baseNeedsRegistry;
  const bases = environments.map((environment) => ({
    environment,
    variable: `base${pascalCase(environment.name)}`,
    type: baseStackClass(environment),
  }));
  return code`
    ${imports({
      'aws-cdk-lib': ['App'],
      ...Object.fromEntries(
        environments.map((environment) => [`./${baseStackFile(environment).replace(/\.ts$/, '')}`, [baseStackClass(environment)]]),
      ),
      ...(pipeline ? { './pipeline-stack': ['PipelineStack'] } : {}),
      ...(afterRegistry ? { './registry-stack': ['RegistryStack'] } : {}),
    })}

    const app = new App();

    ${[
      ...(afterRegistry
        ? [
            stack({
              variable: registryNamed ? 'registry' : undefined,
              type: 'RegistryStack',
              name: registry.stack,
              place: registry,
              description: `${service}: image repository and access to it`,
              tags: { service },
              protect: true,
            }),
          ]
        : []),
      ...bases.map(({ environment, variable, type }) =>
        [
          stack({
            variable: baseNamed ? variable : undefined,
            type,
            name: environment.baseStack,
            place: environment,
            description: `${service}: what ${environment.name} has before the first release`,
            tags: { service, environment: environment.name },
            protect: true,
          }),
          ...(baseNeedsRegistry ? [`${variable}.addStackDependency(registry, 'has the identity provider of GitHub');`] : []),
        ].join('\n'),
      ),
      ...(pipeline
        ? [
            [
              stack({
                variable: 'pipeline',
                type: 'PipelineStack',
                name: pipeline.stack,
                place: pipeline,
                description: `${service}: pipeline`,
                tags: { service },
                protect: false,
              }),
              '// A new pipeline runs at once: what it needs has to be there.',
              ...(afterRegistry ? [`pipeline.addStackDependency(registry, 'has the image repository');`] : []),
              ...bases.map(({ variable }) => `pipeline.addStackDependency(${variable}, 'has the roles of the task');`),
            ].join('\n'),
          ]
        : []),
    ].join('\n\n')}
  ` + '\n';
}

interface StackCode {
  readonly variable?: string;
  readonly type: string;
  readonly name: string;
  readonly place: Place;
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Whether the stack's loss would stop running tasks or workflows. */
  readonly protect: boolean;
}

function stack({ variable, type, name, place, description, tags, protect }: StackCode): string {
  const { account, region } = place;
  return code`
    ${variable && `const ${variable} = `}new ${type}(app, ${quote(name)}, {
      env: ${literal({ account, region })},
      description: ${quote(description)},
      tags: ${literal(tags)},
      ${protect ? 'terminationProtection: true,' : undefined}
    });`;
}
