import { quote, sourceFile } from '../printing/typescript';
import { SITE_ENUMS } from './enum-options';
import { type OptionValue, RELEASE_EXAMPLES, starterParts } from './projenrc-source';

export interface SiteProjenrcInput {
  readonly packageName: string;
  readonly name: string;
  readonly devDeps: readonly string[];
  readonly awsAccount: string;
  readonly awsRegion: string;
  /** @default - shown as a comment */
  readonly githubRepository?: string;
  readonly nodeVersion: string;
  readonly singlePageApplication: boolean;
  /** Additional options from the command line. */
  readonly extra: Readonly<Record<string, OptionValue>>;
}

/** Examples of more options. Start prose with a capital letter and code with a lowercase letter: tests rely on it. */
const EXAMPLES: readonly { unlessSet: readonly string[]; text: (account: string) => string }[] = [
  {
    unlessSet: ['domain', 'environments'],
    text: (account) => `\
// To use your own domain, with a certificate in us-east-1:
// domain: { names: ['www.example.com'], certificateArn: 'arn:aws:acm:us-east-1:${account}:certificate/1234abcd' },`,
  },
  {
    unlessSet: ['config'],
    text: () => `\
// The site can read these values from /config.json. Each environment can have its own:
// config: { API_URL: 'https://api.example.com' },`,
  },
  {
    unlessSet: ['strategy', 'strategyParameters'],
    text: () => `\
// All visitors receive a release at once. To move 10% of them first, and the others after 5 minutes without errors:
// strategy: SiteStrategy.CANARY,`,
  },
  {
    unlessSet: ['environments', 'domain'],
    text: () => `\
// A release deploys to these environments in order. Each one inherits the options that it does not set:
// environments: [{ name: 'staging' }, { name: 'production' }],`,
  },
  ...RELEASE_EXAMPLES,
];

/** Renders the first `.projenrc.ts` of a new site. */
export function renderSiteProjenrc(input: SiteProjenrcInput): string {
  const { imports, line, others, examples } = starterParts(input, {
    projectType: 'StaticSiteProject',
    enums: SITE_ENUMS,
    examples: EXAMPLES.map(({ unlessSet, text }) => ({ unlessSet, text: text(input.awsAccount) })),
  });
  return sourceFile`
    import { ${imports} } from ${quote(input.packageName)};

    // This config generates all files that deploy the site. After you edit it, run: npx projen
    const project = new StaticSiteProject({
      ${line.name}
      ${line.devDeps}

      // Where the files of the site are stored. Amazon CloudFront delivers them from locations around the world.
      ${line.awsAccount}
      ${line.awsRegion}
      ${line.githubRepository || "// githubRepository: 'owner/name',"}

      // In a single-page application, index.html answers every path that is not a file.
      ${line.singlePageApplication}
      ${line.nodeVersion}

      ${others}

      ${examples}
    });

    project.synth();
  `;
}
