import { quote, sourceFile } from '../printing/typescript';
import { INSTANCES_ENUMS } from './enum-options';
import { type OptionValue, RELEASE_EXAMPLES, starterParts } from './projenrc-source';

export interface InstancesProjenrcInput {
  readonly packageName: string;
  readonly name: string;
  readonly devDeps: readonly string[];
  readonly awsAccount: string;
  readonly awsRegion: string;
  /** @default - shown as a comment */
  readonly githubRepository?: string;
  readonly architecture: string;
  /** @default - omitted, because each environment can have another type */
  readonly instanceType?: string;
  readonly nodeVersion: string;
  /** @default - omitted */
  readonly startCommand?: readonly string[];
  readonly port: number;
  readonly healthCheckPath: string;
  /** Additional options from the command line. */
  readonly extra: Readonly<Record<string, OptionValue>>;
}

/** Examples of more options. Start prose with a capital letter and code with a lowercase letter: tests rely on it. */
const EXAMPLES: readonly { unlessSet: readonly string[]; text: (service: string) => string }[] = [
  {
    unlessSet: ['secrets'],
    text: (service) => `\
// An instance reads secrets when the service starts, and sets them as environment variables:
// secrets: { DATABASE_URL: { secretsManager: ${quote(`${service}/database`)}, jsonKey: 'url' } },`,
  },
  {
    unlessSet: ['autoScaling', 'environments'],
    text: () => `\
// Two instances run by default. To add instances under load:
// autoScaling: { maxCapacity: 6, cpuUtilization: 60 },`,
  },
  {
    unlessSet: ['deploymentMode'],
    text: () => `\
// CodeDeploy updates the instances in place. To replace them with new instances instead:
// deploymentMode: Ec2DeploymentMode.INSTANCE_REFRESH,`,
  },
  {
    unlessSet: ['deploymentMode', 'strategy', 'strategyParameters'],
    text: () => `\
// A release updates half of the instances at a time. To update one Availability Zone first, and the others later:
// strategy: DeploymentStrategy.CANARY,`,
  },
  {
    unlessSet: ['environments'],
    text: () => `\
// A release deploys to these environments in order. Each one inherits the options that it does not set:
// environments: [{ name: 'staging', autoScaling: { minCapacity: 1 } }, { name: 'production' }],`,
  },
  ...RELEASE_EXAMPLES,
];

/** Renders the first `.projenrc.ts` of a new service on EC2 instances. */
export function renderInstancesProjenrc(input: InstancesProjenrcInput): string {
  const service = input.name.replace(/^@[^/]*\//, '');
  const { imports, line, others, examples } = starterParts(input, {
    projectType: 'Ec2ServiceProject',
    enums: INSTANCES_ENUMS,
    examples: EXAMPLES.map(({ unlessSet, text }) => ({ unlessSet, text: text(service) })),
  });
  return sourceFile`
    import { ${imports} } from ${quote(input.packageName)};

    // This config generates all files that deploy the service. After you edit it, run: npx projen
    const project = new Ec2ServiceProject({
      ${line.name}
      ${line.devDeps}

      // Where the service runs. By default, a VPC and a load balancer are created. To use an existing VPC, set
      // network.vpcId.
      ${line.awsAccount}
      ${line.awsRegion}
      ${line.githubRepository || "// githubRepository: 'owner/name',"}

      // The instances. https://aws.amazon.com/ec2/instance-types/
      ${line.architecture}
      ${line.instanceType}

      // The service. The start command runs in the folder dist, which the task bundle creates from src/main.ts.
      ${line.nodeVersion}
      ${line.startCommand}
      ${line.port}
      ${line.healthCheckPath}

      ${others}

      ${examples}
    });

    project.synth();
  `;
}
