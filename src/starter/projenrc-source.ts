import { quote, sourceFile } from '../printing/typescript';
import { ECS_ENUMS, type EnumOptions, enumMember } from './enum-options';

export interface StarterProjenrcInput {
  readonly packageName: string;
  readonly name: string;
  /** @default - omitted */
  readonly outdir?: string;
  readonly devDeps: readonly string[];
  readonly awsAccount: string;
  readonly awsRegion: string;
  /** @default - omitted */
  readonly ecsCluster?: string;
  /** @default - omitted */
  readonly ecsService?: string;
  /** @default - omitted */
  readonly ecrRepository?: string;
  /** @default - shown as a comment */
  readonly githubRepository?: string;
  readonly nodeVersion: string;
  /** @default - omitted */
  readonly containerPort?: number;
  /** @default - omitted */
  readonly healthCheckPath?: string;
  readonly cpu: number;
  readonly memory: number;
  /** The name or the value of the enum member, as for enums in `extra`. */
  readonly cpuArchitecture: string;
  /** Additional options from the command line. */
  readonly extra: Readonly<Record<string, OptionValue>>;
}

export type OptionValue =
  | string
  | number
  | boolean
  | undefined
  | readonly OptionValue[]
  | { readonly [key: string]: OptionValue };

/** Options of releases that the first config of every project type shows, as comments. */
export const RELEASE_EXAMPLES = [
  {
    unlessSet: ['approval'],
    text: () => `\
// To require approval before each deployment (on GitHub, also set required reviewers as described in DELIVERY.md):
// approval: true,`,
  },
  {
    unlessSet: ['codePipeline', 'githubActions', 'trigger'],
    text: () => `\
// A push starts GitHub Actions, and you can start CodePipeline manually. To remove CodePipeline:
// codePipeline: { enabled: false },`,
  },
] as const;

/** Examples of more options. Start prose with a capital letter and code with a lowercase letter: tests rely on it. */
const EXAMPLES: readonly { unlessSet: readonly string[]; text: (service: string) => string }[] = [
  {
    unlessSet: ['environmentVariables'],
    text: () => `\
// PORT, HEALTH_CHECK_PATH, and NODE_ENV are set automatically. To set other variables:
// environmentVariables: { LOG_LEVEL: 'debug' },`,
  },
  {
    unlessSet: ['secrets'],
    text: (service) => `\
// ECS reads secrets when a task starts and sets them as environment variables:
// secrets: {
//   DATABASE_URL: { secretsManager: ${quote(`${service}/database`)}, jsonKey: 'url' },
//   API_KEY: { ssmParameter: ${quote(`/${service}/api-key`)} },
// },`,
  },
  {
    // Environments that share a cluster must each specify a service name, so this example would not be valid.
    unlessSet: ['environments', 'ecsCluster'],
    text: () => `\
// A release deploys to these environments in order. Each one inherits the options that it does not set:
// environments: [{ name: 'staging', desiredCount: 1 }, { name: 'production' }],`,
  },
  {
    unlessSet: ['serviceMode', 'autoScaling'],
    text: () => `\
// Two tasks run by default. To add tasks under load:
// autoScaling: { maxCapacity: 8, cpuUtilization: 70 },`,
  },
  ...RELEASE_EXAMPLES,
];

/**
 * Renders the first `.projenrc.ts` of a new project. It contains the options that most users change, all options from
 * the command line, and examples of more options as comments.
 */
export function renderStarterProjenrc(input: StarterProjenrcInput): string {
  const service = input.name.replace(/^@[^/]*\//, '');
  const { imports, line, others, examples } = starterParts(input, {
    projectType: 'EcsServiceProject',
    enums: ECS_ENUMS,
    examples: EXAMPLES.map(({ unlessSet, text }) => ({ unlessSet, text: text(service) })),
  });

  return sourceFile`
    import { ${imports} } from ${quote(input.packageName)};

    // This config generates all files that deploy the service. After you edit it, run: npx projen
    const project = new EcsServiceProject({
      ${line.name}
      ${line.outdir}
      ${line.devDeps}

      // Where the service runs. By default, a VPC, a cluster, and a load balancer are created. To use an existing VPC or
      // cluster, set network.vpcId or ecsCluster.
      ${line.awsAccount}
      ${line.awsRegion}
      ${line.ecsCluster}
      ${line.ecsService}

      // The repositories for source code and images. ecrRepository defaults to the service name.
      ${line.githubRepository || "// githubRepository: 'owner/name',"}
      ${line.ecrRepository}

      // The container. cpu is in CPU units (1024 = 1 vCPU), memory in MiB. Fargate supports these combinations:
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

interface StarterParts {
  readonly projectType: string;
  readonly enums: EnumOptions;
  /** Examples of more options, each with the options that make it superfluous. */
  readonly examples: readonly { readonly unlessSet: readonly string[]; readonly text: string }[];
}

/** What the first config of every project type consists of. */
export function starterParts<I extends { readonly packageName: string; readonly extra: StarterProjenrcInput['extra'] }>(
  input: I,
  { projectType, enums, examples }: StarterParts,
): {
  /** The names to import. */
  readonly imports: string;
  /** The code of each option that the config shows. */
  readonly line: Readonly<Record<Exclude<keyof I, 'packageName' | 'extra'>, string>>;
  /** The code of the additional options. */
  readonly others: string;
  readonly examples: string;
} {
  const { packageName: _, extra, ...shown } = input;
  const imports = new Set([projectType]);
  const print = ([option, value]: [string, OptionValue]) =>
    value === undefined ? '' : `${propertyName(option)}: ${literal(value, option, imports, enums)},`;
  const line = Object.fromEntries(
    Object.entries(shown as Readonly<Record<string, OptionValue>>).map((entry) => [entry[0], print(entry)]),
  ) as Record<keyof typeof shown, string>;
  const others = Object.entries(extra).map(print).filter(Boolean).join('\n');
  const set: Readonly<Record<string, unknown>> = { ...shown, ...extra };
  return {
    imports: [...imports].sort().join(', '),
    line,
    others,
    examples: examples
      .filter(({ unlessSet }) => !unlessSet.some((option) => set[option] !== undefined))
      .map(({ text }) => text)
      .join('\n\n'),
  };
}

/**
 * The code of a value.
 *
 * @param imports receives the names of the enums that the code uses
 */
function literal(value: OptionValue, path: string, imports: Set<string>, enums: EnumOptions): string {
  if (Array.isArray(value)) {
    return `[${value.map((item) => literal(item, path, imports, enums)).join(', ')}]`;
  }
  if (typeof value === 'object') {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    const items = entries.map(
      ([name, item]) => `${propertyName(name)}: ${literal(item, `${path}.${name}`, imports, enums)}`,
    );
    return items.length > 0 ? `{ ${items.join(', ')} }` : '{}';
  }
  if (typeof value !== 'string') {
    return String(value);
  }
  const found = enumMember(enums, path, value);
  if (!found) {
    return quote(value);
  }
  imports.add(found.name);
  return `${found.name}.${found.member}`;
}

function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
}
