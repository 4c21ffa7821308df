import type { Place } from '../../model/aws';
import type { DeliveryModel, EnvironmentModel, PipelineModel } from '../../model/model';
import { baseStackClass, baseStackFile } from './base-stack';
import { hasRegistryStack } from './registry-stack';
import { code, imports, literal, pascalCase, quote, sourceFile } from './typescript';

/**
 * `infra/main.ts`: the app, with its stacks in the order of their deployment.
 */
export function renderMain(model: DeliveryModel): string {
  const { environments, pipeline } = model;
  return sourceFile`
    ${imports({
      'aws-cdk-lib': ['App'],
      ...Object.fromEntries(environments.map((e) => [moduleOf(baseStackFile(e)), [baseStackClass(e)]])),
      ...(pipeline ? { './pipeline-stack': ['PipelineStack'] } : {}),
      ...(hasRegistryStack(model) ? { './registry-stack': ['RegistryStack'] } : {}),
    })}

    const app = new App();

    ${hasRegistryStack(model) ? registryStack(model) : undefined}

    ${environments.map((environment) => baseStack(model, environment)).join('\n\n')}

    ${pipeline && pipelineStack(model, pipeline)}
  `;
}

function moduleOf(file: string): string {
  return `./${file.replace(/\.ts$/, '')}`;
}

function baseVariable({ name }: EnvironmentModel): string {
  return `base${pascalCase(name)}`;
}

/** Whether the base stacks trust an identity provider that the registry stack makes. */
function basesNeedRegistry({ github }: DeliveryModel): boolean {
  return github?.oidcProvider.create ?? false;
}

function registryStack(model: DeliveryModel): string {
  const { service, registry, pipeline } = model;
  return stack({
    variable: pipeline || basesNeedRegistry(model) ? 'registry' : undefined,
    type: 'RegistryStack',
    name: registry.stack,
    place: registry,
    description: `${service}: image repository and access to it`,
    tags: { service },
    protect: true,
  });
}

function baseStack(model: DeliveryModel, environment: EnvironmentModel): string {
  const { service, pipeline } = model;
  const variable = baseVariable(environment);
  const afterRegistry = basesNeedRegistry(model);
  return code`
    ${stack({
      variable: pipeline || afterRegistry ? variable : undefined,
      type: baseStackClass(environment),
      name: environment.baseStack,
      place: environment,
      description: `${service}: what ${environment.name} has before the first release`,
      tags: { service, environment: environment.name },
      protect: true,
    })}
    ${afterRegistry ? `${variable}.addStackDependency(registry, 'has the identity provider of GitHub');` : undefined}`;
}

function pipelineStack(model: DeliveryModel, pipeline: PipelineModel): string {
  const { service, environments } = model;
  return code`
    ${stack({
      variable: 'pipeline',
      type: 'PipelineStack',
      name: pipeline.stack,
      place: pipeline,
      description: `${service}: pipeline`,
      tags: { service },
      protect: false,
    })}
    // A new pipeline runs at once: what it needs has to be there.
    ${hasRegistryStack(model) ? "pipeline.addStackDependency(registry, 'has the image repository');" : undefined}
    ${environments.map((e) => `pipeline.addStackDependency(${baseVariable(e)}, 'has the roles of the task');`).join('\n')}`;
}

interface StackCode {
  /** Only where something refers to it: an unused variable would not compile. */
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
