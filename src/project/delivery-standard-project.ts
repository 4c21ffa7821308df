import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Task } from 'projen';
import { buildCommands, buildInfoOf } from '../core/build-info';
import { javascript, SampleFile, typescript } from '../core/projen';
import { GITHUB_ACTIONS } from '../data/github-actions';
import { remoteOf } from '../git-remote';
import { OptionReader, type StringRule } from '../model/option-reader';
import { ProblemList } from '../model/problem-list';
import { repositoryOfRemote } from '../model/resolve-repository';
import { GITHUB_REPOSITORY } from '../model/rules';
import { renderSampleStandard } from '../starter/sample-standard';
import { renderStandardProjenrc } from '../starter/standard-projenrc';
import { renderStandardReadme } from '../starter/standard-readme';
import { fromCommandLine, hiddenOptions } from './command-line';
import {
  checkTypescriptProjectOptions,
  DEPENDENCY,
  PACKAGE_NAME,
  PROJECT_NAME,
  repairPackageSpec,
} from './project-options';
import { otherOptions, PROJENRC_FOLDER, StarterProjenrc } from './starter-projenrc';
import { PATH_WITH_BINS } from './tools';

/**
 * Options of `DeliveryStandardProject`.
 */
export interface DeliveryStandardProjectOptions {
  /**
   * The name of the npm package, for example `@acme/delivery`. On npmjs.com, a package without a scope is public.
   *
   * @default $BASEDIR
   * @featured
   */
  readonly name: string;

  /**
   * The name of the organization, which the names of the classes and the IDs of the project types start with.
   *
   * Lowercase letters, digits, and single hyphens, starting with a letter.
   *
   * @default - the npm scope, or the first word of the name
   * @featured
   */
  readonly organization?: string;

  /**
   * The contact for questions about the standard, for example `#platform on Slack`. Used only in the sample code.
   *
   * @default - the issues of the GitHub repository
   * @featured
   */
  readonly contact?: string;

  /**
   * The GitHub repository of the package in the format `owner/name`.
   *
   * @default - derived from the git remote `origin`
   * @featured
   */
  readonly githubRepository?: string;

  /**
   * The author of the package.
   *
   * @default - the name of the organization
   */
  readonly author?: string;

  /**
   * The email address or the URL of the author.
   *
   * @default - the page of the owner of the GitHub repository
   */
  readonly authorAddress?: string;

  /**
   * The release branch. Every push to it with a fix or a feature publishes a new version.
   *
   * @default "main"
   */
  readonly branch?: string;

  /**
   * Additional npm packages that are needed to build and test the package.
   *
   * @default - only the packages that the build needs
   */
  readonly devDeps?: string[];

  /**
   * Whether to create a standard with two rules, a project type for each target, and tests. Existing files are not
   * changed.
   *
   * @default true
   */
  readonly sampleCode?: boolean;

  /**
   * The project folder.
   *
   * @default "."
   */
  readonly outdir?: string;

  /**
   * Additional options of projen's `TypeScriptProject`, for example `{ npmRegistryUrl: 'https://npm.pkg.github.com' }`.
   * Options that the project type sets itself are rejected.
   *
   * @default - none
   * @see https://projen.io/docs/api/typescript#typescriptprojectoptions-
   */
  readonly typescriptProjectOptions?: { [name: string]: any };
}

const OPTIONS: Readonly<Record<keyof DeliveryStandardProjectOptions, true>> = {
  name: true,
  organization: true,
  contact: true,
  githubRepository: true,
  author: true,
  authorAddress: true,
  branch: true,
  devDeps: true,
  sampleCode: true,
  outdir: true,
  typescriptProjectOptions: true,
};

const useOption = (name: string): string => `Use the top-level ${name} option instead.`;

/** Options of projen's `TypeScriptProject` that the project type sets, and what to do instead. */
export const RESERVED_STANDARD_OPTIONS: Readonly<Record<string, string>> = {
  name: useOption('name'),
  outdir: useOption('outdir'),
  devDeps: useOption('devDeps'),
  sampleCode: useOption('sampleCode'),
  defaultReleaseBranch: useOption('branch'),
  authorName: useOption('author'),
  authorEmail: useOption('authorAddress'),
  authorUrl: useOption('authorAddress'),
  repository: useOption('githubRepository'),
  parent: 'Remove it; the package has its own repository.',
  peerDeps: 'Remove it; call project.addPeerDeps after you create the project.',
  packageManager: 'Remove it; the workflows use npm.',
  typescriptVersion: 'Remove it; jsii requires a specific version.',
  entrypoint: 'Remove it; the project type sets it.',
  tsconfig: 'Remove it; jsii requires specific settings.',
  disableTsconfig: 'Remove it; jsii requires specific settings.',
  tsconfigDev: 'Remove it; change project.tsconfigDev after you create the project.',
  tsconfigDevFile: 'Remove it; the file is always test/tsconfig.json.',
  projenrcTs: 'Remove it; the config is always .projenrc.ts.',
  projenrcJs: 'Remove it; the config is always .projenrc.ts.',
  jest: 'Remove it; tests use the Node.js test runner.',
  eslint: 'Remove it; call project.addDevDeps and project.testTask.exec to add a linter.',
  readme: 'Edit README.md instead; projen creates it once and does not overwrite it.',
};

const ORGANIZATION: StringRule = {
  pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  allowed: 'lowercase letters, digits, and single hyphens, starting with a letter',
  maxLength: 32,
};
const TEXT: StringRule = { pattern: /^\S.*$/, allowed: 'text on one line', maxLength: 300 };
const ADDRESS: StringRule = {
  pattern: /^(https:\/\/\S+|[^\s@]+@[^\s@]+)$/,
  allowed: 'an email address, or a URL that starts with https://',
};
const BRANCH: StringRule = { pattern: /^[\w./-]+$/, allowed: 'the name of a branch' };

/** The versions of jsii and TypeScript that belong together. */
const [JSII, TYPESCRIPT] = ['~6.0.16', '~6.0.0'];

/** jsii recommends to test with the oldest versions of the peer dependencies, but the newest ones are what users have. */
const SILENCED = '--silence-warnings=reserved-word --silence-warnings=metadata/missing-dev-dependency';

/** The compiled tests. */
const TEST_OUTPUT = 'build-test';

/** The documentation of the standard. */
const DOCUMENTATION = 'STANDARD.md';

/**
 * The npm package of an organization that contains its standard, a project type with the standard for each target, and
 * its own rules. It is a jsii module, so `projen new --from` can use it.
 *
 * The build generates `STANDARD.md` from the standard. A push to the release branch publishes the package to npm with
 * trusted publishing.
 *
 * @pjid delivery-standard
 */
export class DeliveryStandardProject extends typescript.TypeScriptProject {
  /** Writes `STANDARD.md`, the documentation of the standard. Runs after the code is compiled. */
  public readonly documentationTask: Task;

  /**
   * @param options the config of the package
   * @throws ConfigError that lists every problem in the config
   */
  public constructor(options: DeliveryStandardProjectOptions) {
    const config = fromCommandLine(options);
    const resolved = resolve(config);
    const { organization, repository, author, authorAddress, branch } = resolved;
    super({
      description: `The standard of ${organization} for deliveries to AWS`,
      keywords: ['projen', 'aws', organization],
      licensed: false,
      buildWorkflowOptions: { mutableBuild: false },
      release: true,
      releaseToNpm: true,
      npmTrustedPublishing: true,
      // npm creates provenance automatically if the repository is public. For a private one, it would be an error.
      npmProvenance: false,
      // Later versions require Node.js 22.
      bumpPackage: 'commit-and-tag-version@^12',
      depsUpgrade: false,
      pullRequestTemplate: false,
      githubOptions: { mergify: false, pullRequestLint: false },
      minNodeVersion: '20.0.0',
      // npm 11, which trusted publishing requires, is part of Node.js 24.
      workflowNodeVersion: '24',
      ...config.typescriptProjectOptions,
      ...hiddenOptions(config),
      name: config.name,
      outdir: config.outdir,
      authorName: author,
      ...(authorAddress.startsWith('https://') ? { authorUrl: authorAddress } : { authorEmail: authorAddress }),
      authorOrganization: true,
      repository: `https://github.com/${repository}.git`,
      defaultReleaseBranch: branch,
      // A service must have one copy of these packages: the one that both this package and its .projenrc.ts use.
      peerDeps: peerDependencies(),
      peerDependencyOptions: { pinnedDevDependency: false },
      devDeps: [
        ...(config.devDeps ?? []).map((spec) => repairPackageSpec(spec, PACKAGE_NAME)),
        `constructs@${manifest().peerDependencies.constructs}`,
        `jsii@${JSII}`,
        '@types/node@^20',
      ],
      packageManager: javascript.NodePackageManager.NPM,
      entrypoint: 'lib/index.js',
      typescriptVersion: TYPESCRIPT,
      // jsii writes tsconfig.json.
      disableTsconfig: true,
      tsconfigDevFile: 'test/tsconfig.json',
      tsconfigDev: TEST_TSCONFIG,
      // StarterProjenrc creates the config.
      projenrcTs: false,
      projenrcJs: false,
      sampleCode: false,
      jest: false,
      eslint: false,
      readme: { contents: renderStandardReadme({ ...resolved, packageName: config.name }) },
    });
    new StarterProjenrc(this, PACKAGE_NAME, starterOf(config, resolved));
    for (const [name, { sha }] of Object.entries(GITHUB_ACTIONS)) {
      this.github?.actions.set(name, `${name}@${sha}`);
    }
    this.addJsii();
    this.documentationTask = this.addTask('standard:docs', {
      description: `Generates ${DOCUMENTATION} from the standard`,
      exec: `node -e "${documentationScript(resolved.prefix)}"`,
    });
    this.postCompileTask.spawn(this.documentationTask);
    this.addTests();
    if (config.sampleCode !== false) {
      const sample = renderSampleStandard({ ...resolved, packageName: config.name });
      for (const [path, contents] of Object.entries(sample)) {
        new SampleFile(this, path, { contents });
      }
    }
  }

  /** https://aws.github.io/jsii/user-guides/lib-author/configuration/ */
  private addJsii(): void {
    this.addFields({
      types: 'lib/index.d.ts',
      stability: 'stable',
      jsii: { outdir: this.artifactsDirectory, targets: {}, tsc: { outDir: 'lib', rootDir: 'src' } },
    });
    this.compileTask.reset(`jsii ${SILENCED}`);
    this.watchTask.reset(`jsii -w ${SILENCED}`);
    this.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');
    this.addGitIgnore('/.jsii');
    this.addGitIgnore('/tsconfig.json');
    this.addGitIgnore('*.tgz');
    this.npmignore?.include('/.jsii');
    this.npmignore?.exclude('*.tgz', `/${PROJENRC_FOLDER}/`);
    // jsii adds lines to the file.
    if (this.npmignore) {
      this.npmignore.readonly = false;
    }
  }

  /** The tests run against the compiled package. The type check of the config belongs to them, because it needs time. */
  private addTests(): void {
    this.tsconfigDev.file.addOverride('include', ['**/*.ts']);
    this.tasks.addEnvironment('PATH', `$(node -p "${PATH_WITH_BINS}")`);
    this.testTask.exec(`node -e "fs.rmSync('${TEST_OUTPUT}',{recursive:true,force:true})"`);
    const commands = buildCommands(
      [`${PROJENRC_FOLDER}/tsconfig.json`, 'test/tsconfig.json'],
      [buildInfoOf(PROJENRC_FOLDER), `${TEST_OUTPUT}/tsconfig.tsbuildinfo`],
    );
    for (const command of commands) {
      this.testTask.exec(command);
    }
    this.testTask.exec('node --test --test-reporter=spec', { cwd: TEST_OUTPUT, receiveArgs: true });
    this.addGitIgnore(`/${TEST_OUTPUT}/`);
    this.npmignore?.exclude(`/${TEST_OUTPUT}/`);
  }
}

const TEST_TSCONFIG: javascript.TypescriptConfigOptions = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['es2022'],
    module: 'node16',
    skipLibCheck: true,
    noEmit: false,
    noEmitOnError: true,
    rootDir: '.',
    outDir: `../${TEST_OUTPUT}`,
  },
};

interface Manifest {
  readonly version: string;
  readonly peerDependencies: Readonly<Record<'projen' | 'constructs', string>>;
}

/** The published bundle is one folder below the root of the package, and this file two. */
function manifest(): Manifest {
  const root = join(__dirname, __dirname.endsWith('project') ? '../..' : '..');
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf-8')) as Manifest;
}

function peerDependencies(): string[] {
  const { version, peerDependencies: peers } = manifest();
  return [`${PACKAGE_NAME}@^${version}`, ...Object.entries(peers).map(([name, range]) => `${name}@${range}`)];
}

/** For the shell, in double quotes. */
function documentationScript(prefix: string): string {
  return `fs.writeFileSync('${DOCUMENTATION}',new(require('./lib').${prefix}Standard)().toMarkdown())`;
}

/** A valid config. */
interface ResolvedStandardProject {
  readonly organization: string;
  /** The beginning of the names of the classes. */
  readonly prefix: string;
  readonly contact: string;
  readonly repository: string;
  readonly author: string;
  readonly authorAddress: string;
  readonly branch: string;
}

/** @throws ConfigError that lists every problem */
function resolve(raw: DeliveryStandardProjectOptions): ResolvedStandardProject {
  const problems = new ProblemList();
  const options = OptionReader.of(problems, raw, { ...OPTIONS, ...hiddenOptions(Object(raw)) });
  if (!options.has('name')) {
    options.rejectWithoutValue('name', 'missing-option', {
      why: 'is missing',
      allowed: PROJECT_NAME.allowed,
      fix: 'Specify the name of the package.',
    });
  }
  const name = options.string('name', PROJECT_NAME) ?? 'standard';
  const repository = options.has('githubRepository')
    ? options.string('githubRepository', GITHUB_REPOSITORY)
    : repositoryOfRemote(remoteOf(typeof raw?.outdir === 'string' ? raw.outdir : '.'));
  if (!options.has('githubRepository') && repository === undefined) {
    options.rejectWithoutValue('githubRepository', 'missing-option', {
      why: 'is missing and cannot be derived from the git remote "origin"',
      allowed: GITHUB_REPOSITORY.allowed,
      fix: 'Set githubRepository, or add a GitHub remote named "origin".',
    });
  }
  const organization = readOrganization(options, name);
  options.strings('devDeps', DEPENDENCY);
  options.boolean('sampleCode');
  options.string('outdir', { pattern: /./, allowed: 'a path' });
  checkTypescriptProjectOptions(options, RESERVED_STANDARD_OPTIONS);
  const resolved = {
    organization,
    prefix: organization.replace(/(^|-)(.)/g, (_, __, letter: string) => letter.toUpperCase()),
    contact: options.string('contact', TEXT) ?? `https://github.com/${repository}/issues`,
    repository: repository ?? '',
    author: options.string('author', TEXT) ?? organization,
    authorAddress: options.string('authorAddress', ADDRESS) ?? `https://github.com/${repository?.split('/')[0]}`,
    branch: options.string('branch', BRANCH) ?? 'main',
  };
  problems.throwIfAny(`the config of ${name}`);
  return resolved;
}

/** `acme` for `@acme/delivery` and `acme-delivery`. */
function readOrganization(options: OptionReader, name: string): string {
  const derived = name.startsWith('@') ? name.slice(1).split('/')[0]! : name.split(/[^a-z0-9]/)[0]!;
  const organization = options.string('organization', ORGANIZATION);
  if (!options.has('organization') && !ORGANIZATION.pattern.test(derived)) {
    options.rejectWithoutValue('organization', 'missing-option', {
      why: `is missing and cannot be derived from the name ${name}`,
      allowed: ORGANIZATION.allowed,
      fix: 'Set organization.',
    });
  }
  return organization ?? derived;
}

/** The contents of the first config. It states resolved values, so it gives the same result on every machine. */
function starterOf(options: DeliveryStandardProjectOptions, resolved: ResolvedStandardProject): string {
  const shown = {
    name: options.name,
    organization: resolved.organization,
    devDeps: (options.devDeps ?? [PACKAGE_NAME]).map((spec) => repairPackageSpec(spec, PACKAGE_NAME)),
    githubRepository: resolved.repository,
    author: resolved.author,
    authorAddress: resolved.authorAddress,
  };
  // The sample code contains the contact.
  const { contact: _, ...others } = options;
  return renderStandardProjenrc({ packageName: PACKAGE_NAME, ...shown, extra: otherOptions(others, shown) });
}
