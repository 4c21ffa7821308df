import type { StackSource } from '../core/stack-source';
import type { AcknowledgmentModel, InfraModel, ValidationPluginModel } from '../model/model';
import { code, imports, listed, literal, quote, sourceFile } from '../printing/typescript';

type MainOptions = Pick<InfraModel, 'tags' | 'roles' | 'validationPlugins' | 'acknowledgments'>;

const NO_OPTIONS: MainOptions = {
  tags: {},
  roles: { prefix: '', path: '' },
  validationPlugins: [],
  acknowledgments: [],
};

/**
 * `infra/main.ts`: the app and its stacks, in deployment order.
 */
export function renderMain(
  groups: readonly (readonly StackSource[])[],
  { tags, roles, validationPlugins, acknowledgments }: MainOptions = NO_OPTIONS,
): string {
  const stacks = groups.flat();
  const namesRoles = stacks.length > 0 && roles.prefix + roles.path !== '';
  const dependencies = new Map(stacks.map((stack) => [stack, dependenciesOf(stack, stacks)]));
  const referenced = new Set(
    [...dependencies].flatMap(([stack, after]) => (after.length > 0 ? [stack, ...after.map(({ on }) => on)] : [])),
  );
  const plugins = stacks.length > 0 ? validationPlugins : [];
  const ofApp = stacks.length > 0 ? acknowledgments.filter(({ environment }) => environment === undefined) : [];
  const ofStacks = acknowledgments.flatMap((acknowledgment): AcknowledgedInStacks[] => {
    const { environment } = acknowledgment;
    const own = stacks.filter(({ tags: { environment: name } }) => environment !== undefined && name === environment);
    return own.length > 0 ? [{ ...acknowledgment, variables: own.map(({ variable }) => variable) }] : [];
  });
  const named = new Set(ofStacks.flatMap(({ variables }) => variables));
  return sourceFile`
    ${imports({
      ...Object.fromEntries(plugins.map(({ packageName }) => [packageName, classesOf(plugins, packageName)])),
      'aws-cdk-lib': [
        'App',
        ...(plugins.length + ofApp.length + ofStacks.length > 0 ? ['Validations'] : []),
        ...classesOf(plugins, 'aws-cdk-lib'),
        ...(stacks.length > 0 && Object.keys(tags).length > 0 ? ['Tags'] : []),
        ...(namesRoles ? ['Aspects'] : []),
        ...(namesRoles && roles.prefix ? ['Names', 'Stack'] : []),
      ],
      ...(namesRoles ? { 'aws-cdk-lib/aws-iam': 'iam' } : {}),
      ...Object.fromEntries(stacks.map(({ file, className }) => [`./${file.replace(/\.ts$/, '')}`, [className]])),
    })}

    ${stacks.length > 0 ? 'const app = ' : ''}new App();
    ${tagsCode(stacks.length > 0 ? tags : {})}
    ${namesRoles ? rolesCode(roles) : undefined}
    ${plugins.length > 0 ? `Validations.of(app).addPlugins(${plugins.map(({ className }) => `new ${className}()`).join(', ')});` : undefined}
    ${ofApp.map((acknowledgment) => acknowledge('app', acknowledgment)).join('\n')}

    ${groups
      .map((group) =>
        group
          .map((stack) =>
            stackCode(stack, dependencies.get(stack) ?? [], referenced.has(stack) || named.has(stack.variable)),
          )
          .join('\n'),
      )
      .join('\n\n')}

    ${ofStacks.map(acknowledgeInStacks).join('\n')}
  `;
}

/** An accepted finding in the stacks of one environment. */
interface AcknowledgedInStacks extends AcknowledgmentModel {
  readonly variables: readonly string[];
}

function classesOf(plugins: readonly ValidationPluginModel[], packageName: string): string[] {
  return plugins.filter((plugin) => plugin.packageName === packageName).map(({ className }) => className);
}

function acknowledge(scope: string, { id, reason }: AcknowledgmentModel): string {
  return code`
    Validations.of(${scope}).acknowledge({
      id: ${quote(id)},
      reason: ${quote(reason)},
    });`;
}

function acknowledgeInStacks({ variables, ...acknowledgment }: AcknowledgedInStacks): string {
  const [only, ...others] = variables;
  return others.length === 0
    ? acknowledge(only!, acknowledgment)
    : code`
      for (const stack of ${listed(variables)}) {
        ${acknowledge('stack', acknowledgment)}
      }`;
}

/** The tags of all resources. ECS copies those of the service to its tasks. */
function tagsCode(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map(([key, value]) => `Tags.of(app).add(${quote(key)}, ${quote(value)});`)
    .join('\n');
}

/** The path and the prefix of all roles, also of those that have no name in the stacks. */
function rolesCode({ prefix, path }: InfraModel['roles']): string {
  const unnamed = code`
    if (Stack.of(role).resolve(role.roleName) === undefined) {
      role.roleName = ${quote(prefix)} + Names.uniqueResourceName(role, { maxLength: ${String(64 - prefix.length)}, separator: '-' });
    }`;
  return code`
    Aspects.of(app).add({
      visit: (role) => {
        if (role instanceof iam.CfnRole) {
          ${path ? `role.path = ${quote(`/${path}/`)};` : undefined}
          ${prefix ? unnamed : undefined}
        }
      },
    });`;
}

interface Dependency {
  readonly on: StackSource;
  readonly reason: string;
}

/** The stacks that a stack names, and those that create a resource that its parts require. */
function dependenciesOf(stack: StackSource, stacks: readonly StackSource[]): Dependency[] {
  const named = stack.after.flatMap(({ stack: name, reason }) =>
    stacks.filter((other) => other.name === name).map((on) => ({ on, reason })),
  );
  const required = stack.parts.flatMap(({ requires }) =>
    stacks
      .filter(
        (other) =>
          other !== stack &&
          other.place.account === stack.place.account &&
          other.parts.some(({ creates }) => creates !== undefined && creates === requires?.resource),
      )
      .map((on) => ({ on, reason: requires!.reason })),
  );
  return [...named, ...required];
}

function stackCode(stack: StackSource, dependencies: readonly Dependency[], referenced: boolean): string {
  const { variable, className, name, place, description, tags, last, protect } = stack;
  const { account, region } = place;
  return code`
    ${referenced ? `const ${variable} = ` : undefined}new ${className}(app, ${quote(name)}, {
      env: ${literal({ account, region })},
      description: ${quote(description)},
      tags: ${literal(tags)},
      ${protect ? 'terminationProtection: true,' : undefined}
    });
    ${dependencies.length > 0 && last ? `// ${last}` : undefined}
    ${dependencies.map(({ on, reason }) => `${variable}.addStackDependency(${on.variable}, ${quote(reason)});`).join('\n')}`;
}
