import { quote, sourceFile } from '../printing/typescript';
import { FUNCTION_ENUMS } from './enum-options';
import { type OptionValue, RELEASE_EXAMPLES, starterParts } from './projenrc-source';

export interface FunctionProjenrcInput {
  readonly packageName: string;
  readonly name: string;
  readonly devDeps: readonly string[];
  readonly awsAccount: string;
  readonly awsRegion: string;
  /** @default - shown as a comment */
  readonly githubRepository?: string;
  /** @default - omitted */
  readonly runtime?: string;
  readonly architecture: string;
  /** @default - omitted */
  readonly handler?: string;
  readonly memorySize: number;
  readonly timeout: number;
  readonly functionUrl?: OptionValue;
  readonly environmentVariables?: OptionValue;
  /** Additional options from the command line. */
  readonly extra: Readonly<Record<string, OptionValue>>;
}

/** Examples of more options. Start prose with a capital letter and code with a lowercase letter: tests rely on it. */
const EXAMPLES: readonly { unlessSet: readonly string[]; text: (service: string) => string }[] = [
  {
    unlessSet: ['secrets'],
    text: (service) => `\
// The variable contains the name of the secret, and the function may read it:
// secrets: { DATABASE_SECRET: { secretsManager: ${quote(`${service}/database`)} } },`,
  },
  {
    unlessSet: ['triggers'],
    text: () => `\
// To invoke the function every five minutes:
// triggers: { schedules: [{ expression: 'rate(5 minutes)' }] },`,
  },
  {
    unlessSet: ['strategy', 'strategyParameters'],
    text: () => `\
// A release shifts all traffic at once. To shift 10% of it first, and the rest after 5 minutes without errors:
// strategy: DeploymentStrategy.CANARY,`,
  },
  {
    unlessSet: ['environments'],
    text: () => `\
// A release deploys to these environments in order. Each one inherits the options that it does not set:
// environments: [{ name: 'staging' }, { name: 'production', memorySize: 1024 }],`,
  },
  ...RELEASE_EXAMPLES,
];

/** Renders the first `.projenrc.ts` of a new function. */
export function renderFunctionProjenrc(input: FunctionProjenrcInput): string {
  const service = input.name.replace(/^@[^/]*\//, '');
  const { imports, line, others, examples } = starterParts(input, {
    projectType: 'LambdaFunctionProject',
    enums: FUNCTION_ENUMS,
    examples: EXAMPLES.map(({ unlessSet, text }) => ({ unlessSet, text: text(service) })),
  });
  return sourceFile`
    import { ${imports} } from ${quote(input.packageName)};

    // This config generates all files that deploy the function. After you edit it, run: npx projen
    const project = new LambdaFunctionProject({
      ${line.name}
      ${line.devDeps}

      // Where the function runs.
      ${line.awsAccount}
      ${line.awsRegion}
      ${line.githubRepository || "// githubRepository: 'owner/name',"}

      // The function. memorySize is in MB, timeout in seconds.
      ${line.runtime}
      ${line.architecture}
      ${line.handler}
      ${line.memorySize}
      ${line.timeout}

      // What the function receives. Everybody can call a URL whose authType is NONE.
      ${line.functionUrl}
      ${line.environmentVariables}

      ${others}

      ${examples}
    });

    project.synth();
  `;
}
