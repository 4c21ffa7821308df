import { CpuArchitecture, DeliveryEngine, ImageTag, PipelineSource, RegistryEncryption } from '../options';
import { quote, sourceFile } from '../printing/typescript';
import { DeploymentStrategy, EcsDeploymentController, EcsServiceMode, TaskDefinitionOwner } from '../service-options';

export interface StarterProjenrcInput {
  readonly packageName: string;
  readonly name: string;
  /** @default - left out */
  readonly outdir?: string;
  readonly devDeps: readonly string[];
  readonly awsAccount: string;
  readonly awsRegion: string;
  /** @default - left out */
  readonly ecsCluster?: string;
  /** @default - left out */
  readonly ecsService?: string;
  /** @default - left out */
  readonly ecrRepository?: string;
  /** @default - shown as a comment */
  readonly githubRepository?: string;
  readonly nodeVersion: string;
  readonly containerPort: number;
  readonly healthCheckPath: string;
  readonly cpu: number;
  readonly memory: number;
  /** As an enum in `extra`: the name of the member, or its value. */
  readonly cpuArchitecture: string;
  /** The other options that the command line gave. */
  readonly extra: Readonly<Record<string, OptionValue>>;
}

export type OptionValue =
  | string
  | number
  | boolean
  | undefined
  | readonly OptionValue[]
  | { readonly [key: string]: OptionValue };

interface Enum {
  readonly name: string;
  readonly members: Readonly<Record<string, string>>;
}

/** The options whose value is the member of an enum. */
const ENUM_OPTIONS: Readonly<Record<string, Enum>> = {
  cpuArchitecture: { name: 'CpuArchitecture', members: CpuArchitecture },
  trigger: { name: 'DeliveryEngine', members: DeliveryEngine },
  serviceMode: { name: 'EcsServiceMode', members: EcsServiceMode },
  taskDefinitionOwner: { name: 'TaskDefinitionOwner', members: TaskDefinitionOwner },
  deploymentController: { name: 'EcsDeploymentController', members: EcsDeploymentController },
  strategy: { name: 'DeploymentStrategy', members: DeploymentStrategy },
  'codePipeline.source': { name: 'PipelineSource', members: PipelineSource },
  'registry.encryption': { name: 'RegistryEncryption', members: RegistryEncryption },
  'registry.imageTag': { name: 'ImageTag', members: ImageTag },
};

/** Options worth showing, which the command line cannot give. Prose begins with a capital letter, code does not. */
const EXAMPLES: readonly { unlessGiven: readonly string[]; text: (service: string) => string }[] = [
  {
    unlessGiven: ['environmentVariables'],
    text: () => `\
// PORT, HEALTH_CHECK_PATH and NODE_ENV are set already.
// environmentVariables: { LOG_LEVEL: 'debug' },`,
  },
  {
    unlessGiven: ['secrets'],
    text: (service) => `\
// ECS reads secrets when a task starts, and hands them over as environment variables.
// secrets: {
//   DATABASE_URL: { secretsManager: ${quote(`${service}/database`)}, jsonKey: 'url' },
//   API_KEY: { ssmParameter: ${quote(`/${service}/api-key`)} },
// },`,
  },
  {
    // In one cluster, two environments would have to name their services.
    unlessGiven: ['environments', 'ecsCluster'],
    text: () => `\
// More environments, in the order of a release. What one does not set is as above.
// environments: [{ name: 'staging', desiredCount: 1 }, { name: 'production' }],`,
  },
  {
    unlessGiven: ['serviceMode', 'autoScaling'],
    text: () => `\
// Two tasks run at all times. To let their number follow the load:
// autoScaling: { maxCapacity: 8, cpuUtilization: 70 },`,
  },
  {
    unlessGiven: ['approval'],
    text: () => `\
// Releases wait until somebody approves them. GitHub needs a setting for it, see DELIVERY.md.
// approval: true,`,
  },
  {
    unlessGiven: ['codePipeline', 'githubActions', 'trigger'],
    text: () => `\
// GitHub Actions releases each push, and CodePipeline stands by. Without CodePipeline:
// codePipeline: { enabled: false },`,
  },
];

/**
 * The first `.projenrc.ts` of a new project. It spells out the options that people look for, and what the command
 * line gave.
 */
export function renderStarterProjenrc(input: StarterProjenrcInput): string {
  const { packageName, extra, ...shown } = input;
  const imports = new Set(['EcsServiceProject']);
  const print = ([option, value]: [string, OptionValue]) =>
    value === undefined ? '' : `${propertyName(option)}: ${literal(value, option, imports)},`;
  const line = Object.fromEntries(Object.entries(shown).map((entry) => [entry[0], print(entry)])) as Record<
    keyof typeof shown,
    string
  >;
  const others = Object.entries(extra).map(print).filter(Boolean).join('\n');
  const service = input.name.replace(/^@[^/]*\//, '');
  const given: Readonly<Record<string, unknown>> = { ...shown, ...extra };
  const examples = EXAMPLES.filter(({ unlessGiven }) => !unlessGiven.some((option) => given[option] !== undefined))
    .map(({ text }) => text(service))
    .join('\n\n');

  return sourceFile`
    import { ${[...imports].sort().join(', ')} } from ${quote(packageName)};

    // Every file that gets this service to AWS is generated from here. After a change: npx projen
    const project = new EcsServiceProject({
      ${line.name}
      ${line.outdir}
      ${line.devDeps}

      // Where it runs. Network, cluster and load balancer are created, unless the config names what exists.
      ${line.awsAccount}
      ${line.awsRegion}
      ${line.ecsCluster}
      ${line.ecsService}

      // Where it comes from: source and image.
      ${line.githubRepository || "// githubRepository: 'owner/name',"}
      ${line.ecrRepository}

      // What runs. Which memory is possible depends on cpu:
      // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
      ${line.nodeVersion}
      ${line.containerPort}
      ${line.healthCheckPath}
      ${line.cpu}
      ${line.memory}
      ${line.cpuArchitecture}

      ${others}

      ${examples}
    });

    project.synth();
  `;
}

function literal(value: OptionValue, path: string, imports: Set<string>): string {
  if (Array.isArray(value)) {
    return `[${value.map((item) => literal(item, path, imports)).join(', ')}]`;
  }
  if (typeof value === 'object') {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    const items = entries.map(([name, item]) => `${propertyName(name)}: ${literal(item, `${path}.${name}`, imports)}`);
    return items.length > 0 ? `{ ${items.join(', ')} }` : '{}';
  }
  if (typeof value !== 'string') {
    return String(value);
  }
  const { name, members }: Enum = ENUM_OPTIONS[path] ?? { name: '', members: {} };
  const member = Object.keys(members).find((candidate) => value === candidate || value === members[candidate]);
  if (member === undefined) {
    return quote(value);
  }
  imports.add(name);
  return `${name}.${member}`;
}

function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
}
