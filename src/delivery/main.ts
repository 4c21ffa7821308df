import type { Place } from '../model/aws';
import type { DeliveryModel, EnvironmentModel, PipelineModel } from '../model/model';
import { pascalCase } from '../model/names';
import { hasBaseStack } from '../targets/ecs/base-stack';
import { hasRegistryStack } from '../artifacts/image/registry-stack';
import { code, imports, literal, quote, sourceFile } from '../printing/typescript';

/**
 * `infra/main.ts`: the app and its stacks, in deployment order.
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

/** The variable of the stack that creates the GitHub OIDC provider of an account, if there is one. */
function providerStack({ registry, environments, github }: DeliveryModel, { account }: Place): string | undefined {
  if (account === registry.account) {
    return github?.oidcProvider.create ? 'registry' : undefined;
  }
  const creator = environments.find((e) => e.account === account && e.github?.oidcProvider.create);
  return creator && baseVariable(creator);
}

/**
 * Whether the pipeline stack depends on this environment's base stack, which creates the task's roles. There are no
 * dependencies across accounts, because they would require credentials for both accounts at once.
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
    description: `${service}: ECR repository and access to it`,
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

/** The stack is not protected: if its creation fails, you must be able to delete it. */
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
      description: `${service}: resources that ${environment.name} needs before the first release`,
      tags: { service, environment: environment.name },
      protect: true,
    })}
    ${after && `${variable}.addStackDependency(${after}, 'the GitHub OIDC provider must exist');`}`;
}

/** Whether the base stack of another environment depends on this one. */
function isAwaited(model: DeliveryModel, environment: EnvironmentModel): boolean {
  const variable = baseVariable(environment);
  return model.environments.some((other) => other !== environment && providerStack(model, other) === variable);
}

function pipelineStack(model: DeliveryModel, pipeline: PipelineModel): string {
  const { service, environments } = model;
  const dependencies = [
    ...(hasRegistryStack(model) ? ["pipeline.addStackDependency(registry, 'the ECR repository must exist');"] : []),
    ...environments
      .filter((e) => isNeededByPipeline(model, e))
      .map((e) => `pipeline.addStackDependency(${baseVariable(e)}, 'the roles of the task must exist');`),
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
    ${dependencies.length > 0 ? '// A new pipeline starts immediately, so everything it uses must already exist.' : undefined}
    ${dependencies.join('\n')}`;
}

interface StackCode {
  /** Set only if other code refers to the stack: an unused variable does not compile. */
  readonly variable?: string;
  readonly type: string;
  readonly name: string;
  readonly place: Place;
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Whether deleting the stack would break running tasks or workflows. */
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
