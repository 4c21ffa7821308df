import { quote, sourceFile } from '../printing/typescript';
import { type OptionValue, starterParts } from './projenrc-source';

export interface StandardProjenrcInput {
  readonly packageName: string;
  readonly name: string;
  readonly organization: string;
  readonly devDeps: readonly string[];
  readonly githubRepository: string;
  readonly author: string;
  readonly authorAddress: string;
  /** Additional options from the command line. */
  readonly extra: Readonly<Record<string, OptionValue>>;
}

/** Renders the first `.projenrc.ts` of the package with a standard. */
export function renderStandardProjenrc(input: StandardProjenrcInput): string {
  const { imports, line, others } = starterParts(input, {
    projectType: 'DeliveryStandardProject',
    enums: {},
    examples: [],
  });
  return sourceFile`
    import { ${imports} } from ${quote(input.packageName)};

    // This config generates package.json, the workflows, and the build tasks. The standard is in src/standard.ts.
    // After you edit this file, run: npx projen
    const project = new DeliveryStandardProject({
      ${line.name}
      ${line.devDeps}

      // The names of the classes start with the name of the organization.
      ${line.organization}

      // What package.json says about the package.
      ${line.githubRepository}
      ${line.author}
      ${line.authorAddress}

      ${others}

      // The package is published to npm. To change how, set options of projen's TypeScriptProject, for example:
      // typescriptProjectOptions: { npmRegistryUrl: 'https://npm.pkg.github.com' },
    });

    project.synth();
  `;
}
