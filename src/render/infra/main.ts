import type { Place } from '../../model/aws';
import type { DeliveryModel, EnvironmentModel, PipelineModel } from '../../model/model';
import { pascalCase } from '../../model/names';
import { hasBaseStack } from './base-stack';
import { hasRegistryStack } from './registry-stack';
import { code, imports, literal, quote, sourceFile } from './typescript';

/**
 * `infra/main.ts`: the app, with its stacks in the order of their deployment.
 */
export function renderMain(model: DeliveryModel): string {
  const { environments, pipeline } = model;
  return sourceFile`
    ${imports({
      'aws-cdk-lib': ['App'],
      ...Object.fromEntries(
        environments
          .flatMap((e) => [...(hasBaseStack(e) ? [e.baseStack] : []), ...(e.managed ? [e.managed.stack] : [])])
          .map(({ file, className }) => [moduleOf(file), [className]]),
      ),
      ...(pipeline ? { './pipeline-stack': ['PipelineStack'] } : {}),
      ...(hasRegistryStack(model) ? { './registry-stack': ['RegistryStack'] } : {}),
    })}

    const app = new App();

    ${hasRegistryStack(model) ? registryStack(model) : undefined}

    ${environments
      .map((environment) => environmentStacks(model, environment))
      .filter((stacks) => stacks)
      .join('\n\n')}

    ${pipeline && pipelineStack(model, pipeline)}
  `;
}

function moduleOf(file: string): string {
  return `./${file.replace(/\.ts$/, '')}`;
}

function baseVariable({ name }: EnvironmentModel): string {
  return `base${pascalCase(name)}`;
}

/** The variable of the stack that makes the identity provider of an account, where one does. */
function providerStack({ registry, environments, github }: DeliveryModel, { account }: Place): string | undefined {
  if (account === registry.account) {
    return github?.oidcProvider.create ? 'registry' : undefined;
  }
  const creator = environments.find((e) => e.account === account && e.github?.oidcProvider.create);
  return creator && baseVariable(creator);
}

/**
 * Whether the pipeline needs roles of this environment's base stack. Across accounts the order is a matter for people:
 * the CDK would need the credentials of both at once.
 */
function isNeededByPipeline({ registry }: DeliveryModel, { account, taskDefinition }: EnvironmentModel): boolean {
  return account === registry.account && taskDefinition.generated;
}

function registryStack(model: DeliveryModel): string {
  const { service, registry, pipeline } = model;
  return stack({
    variable:
      pipeline || model.environments.some((e) => providerStack(model, e) === 'registry') ? 'registry' : undefined,
    type: 'RegistryStack',
    name: registry.stack,
    place: registry,
    description: `${service}: image repository and access to it`,
    tags: { service },
    protect: true,
  });
}

function environmentStacks(model: DeliveryModel, environment: EnvironmentModel): string {
  return [
    ...(hasBaseStack(environment) ? [baseStack(model, environment)] : []),
    ...(environment.managed ? [serviceStack(model, environment)] : []),
  ].join('\n');
}

/** Nothing else may go with a first service that fails: its stack is not protected. */
function serviceStack({ service }: DeliveryModel, environment: EnvironmentModel): string {
  const { className, name } = environment.managed!.stack;
  return stack({
    type: className,
    name,
    place: environment,
    description: `${service}: the service in ${environment.name}`,
    tags: { service, environment: environment.name },
    protect: false,
  });
}

function baseStack(model: DeliveryModel, environment: EnvironmentModel): string {
  const { service, pipeline } = model;
  const variable = baseVariable(environment);
  const provider = providerStack(model, environment);
  const after = provider === variable ? undefined : provider;
  const named =
    after !== undefined || (pipeline && isNeededByPipeline(model, environment)) || isAwaited(model, environment);
  return code`
    ${stack({
      variable: named ? variable : undefined,
      type: environment.baseStack.className,
      name: environment.baseStack.name,
      place: environment,
      description: `${service}: what ${environment.name} has before the first release`,
      tags: { service, environment: environment.name },
      protect: true,
    })}
    ${after && `${variable}.addStackDependency(${after}, 'has the identity provider of GitHub');`}`;
}

/** Whether another environment's stack waits for this one. */
function isAwaited(model: DeliveryModel, environment: EnvironmentModel): boolean {
  const variable = baseVariable(environment);
  return model.environments.some((other) => other !== environment && providerStack(model, other) === variable);
}

function pipelineStack(model: DeliveryModel, pipeline: PipelineModel): string {
  const { service, environments } = model;
  const dependencies = [
    ...(hasRegistryStack(model) ? ["pipeline.addStackDependency(registry, 'has the image repository');"] : []),
    ...environments
      .filter((e) => isNeededByPipeline(model, e))
      .map((e) => `pipeline.addStackDependency(${baseVariable(e)}, 'has the roles of the task');`),
  ];
  return code`
    ${stack({
      variable: dependencies.length > 0 ? 'pipeline' : undefined,
      type: 'PipelineStack',
      name: pipeline.stack,
      place: pipeline,
      description: `${service}: pipeline`,
      tags: { service },
      protect: false,
    })}
    ${dependencies.length > 0 ? '// A new pipeline runs at once: what it needs has to be there.' : undefined}
    ${dependencies.join('\n')}`;
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
