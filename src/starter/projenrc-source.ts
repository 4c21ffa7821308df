import { CpuArchitecture, DeliveryEngine, ImageTag, PipelineSource, RegistryEncryption } from '../options';
import { quote, sourceFile } from '../render/infra/typescript';

export interface StarterProjenrcInput {
  readonly packageName: string;
  readonly name: string;
  /** @default - left out */
  readonly outdir?: string;
  readonly devDeps: readonly string[];
  readonly awsAccount: string;
  readonly awsRegion: string;
  readonly ecsCluster: string;
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
    unlessGiven: ['environments'],
    text: () => `\
// More environments, in the order of a release. Each needs a service, cluster, account or region of its own.
// environments: [{ name: 'staging', ecsCluster: 'staging' }, { name: 'production' }],`,
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
  const examples = EXAMPLES.filter(({ unlessGiven }) => !unlessGiven.some((option) => option in extra))
    .map(({ text }) => text(service))
    .join('\n\n');

  return sourceFile`
    import { ${[...imports].sort().join(', ')} } from ${quote(packageName)};

    // Every file that gets this service to AWS is generated from here. After a change: npx projen
    const project = new EcsServiceProject({
      ${line.name}
      ${line.outdir}
      ${line.devDeps}

      // Where it runs. Cluster and service have to exist.
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
