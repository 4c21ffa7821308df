import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { App, Stack } from 'aws-cdk-lib';
import * as cdk from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as ts from 'typescript';
import type { Infra } from '../../src/delivery/infra';
import type { EcsDeliveryOptions } from '../../src/options';
import { infraOfModel } from './delivery';
import { modelOf } from './model';
import { sharedInWorker } from './worker';

const ROOT = resolve(__dirname, '../..');

export function infraOf(options: Partial<EcsDeliveryOptions> = {}, nodeProject = true): Infra {
  return infraOfModel(modelOf(options, { nodeProject }));
}

/**
 * The combinations whose app contains a stack that no earlier one contains. What the CDK and cdk-nag say about a stack
 * depends on its source, so checking each distinct stack once is enough. Stacks that differ only in the name of their
 * environment, or in lines about the CPU architecture, count as the same.
 */
export function withNewStacks<T>(
  combinations: readonly T[],
  sourcesOf: (combination: T) => Readonly<Record<string, string>>,
): T[] {
  return withNew(combinations, (combination) =>
    Object.entries(sourcesOf(combination))
      .filter(([file]) => file !== 'main.ts')
      .map(([, text]) =>
        text
          .replace(/test|staging|production/gi, 'environment')
          .split('\n')
          .filter((line) => !/arm|aarch64|x86|amd64|LinuxBuildImage|LINUX_CONTAINER|instanceType/i.test(line))
          .join('\n'),
      ),
  );
}

/** The combinations whose app contains a file that no earlier one contains, which is enough to compile each file. */
export function withNewFiles<T>(
  combinations: readonly T[],
  sourcesOf: (combination: T) => Readonly<Record<string, string>>,
): T[] {
  return withNew(combinations, (combination) => Object.values(sourcesOf(combination)));
}

function withNew<T>(combinations: readonly T[], textsOf: (combination: T) => readonly string[]): T[] {
  const seen = new Set<string>();
  return combinations.filter((combination) => {
    const texts = textsOf(combination);
    const isNew = texts.some((text) => !seen.has(text));
    for (const text of texts) {
      seen.add(text);
    }
    return isNew;
  });
}

/** A generated CDK app, executed with the real aws-cdk-lib. */
export class InfraApp {
  public static of(options: Partial<EcsDeliveryOptions> = {}, nodeProject = true): InfraApp {
    const { sources, cdkJson } = infraOf(options, nodeProject);
    return new InfraApp(sources, (cdkJson.data as { context?: Record<string, unknown> }).context);
  }

  public readonly app: App;

  /** @param checks context that makes the CDK validate templates. Without any, it does not. */
  public constructor(
    sources: Readonly<Record<string, string>>,
    context: Readonly<Record<string, unknown>> = {},
    checks: Readonly<Record<string, boolean>> = VALIDATE,
  ) {
    this.app = runMain(sources, { ...context, ...checks }, Object.keys(checks).length > 0);
  }

  public get stacks(): Stack[] {
    return this.app.node.children.filter((child) => cdk.Stack.isStack(child)) as Stack[];
  }

  public stack(name: string): Stack {
    return this.stacks.find(({ stackName }) => stackName === name)!;
  }

  /** Fails if CloudFormation does not support a resource, a property, or a value. */
  public template(name: string): Template {
    return Template.fromStack(this.stack(name));
  }

  /** All policy statements of roles, without trust policies. */
  public statements(): Statement[] {
    return this.policyDocuments('AWS::IAM::Policy', 'PolicyDocument').flatMap(({ Statement }) => Statement);
  }

  public trusts(): Statement[] {
    return this.policyDocuments('AWS::IAM::Role', 'AssumeRolePolicyDocument').flatMap(({ Statement }) => Statement);
  }

  public nagFindings(): string[] {
    return new AwsSolutionsChecks(this.app)
      .validateScope(this.app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => `${ruleName} @ ${constructPath}`),
      );
  }

  private policyDocuments(type: string, property: string): { Statement: Statement[] }[] {
    return this.stacks.flatMap(({ stackName }) =>
      Object.values(this.template(stackName).findResources(type)).map(({ Properties }) => Properties[property]),
    );
  }
}

export interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The statements in the default policy of a role. */
export function statementsOf(template: Template, role: string): Statement[] {
  return Object.entries(template.findResources('AWS::IAM::Policy'))
    .filter(([id]) => id.startsWith(`${role}DefaultPolicy`))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
}

/** The properties of the resource whose logical ID is derived from a construct ID. */
export function propertiesOf(template: Template, type: string, construct: string): Record<string, any> {
  const found = Object.entries(template.findResources(type)).filter(([id]) =>
    new RegExp(`^${construct}[0-9A-F]{0,8}$`).test(id),
  );
  expect(found).toHaveLength(1);
  return found[0]![1].Properties;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const outdirs: string[] = [];

function temporaryOutdir(): string {
  const outdir = mkdtempSync(join(tmpdir(), 'infra-app-'));
  outdirs.push(outdir);
  return outdir;
}

export function removeOutdirs(): void {
  for (const outdir of outdirs.splice(0)) {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Validates templates against the CloudFormation schema of their region, and treats warnings as errors. */
const VALIDATE = {
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:strictCfnValidateErrors': true,
};

/** The built-in validation of the CDK. Its result depends on the template, so each distinct one is validated once. */
class Validation extends cdk.CloudFormationValidatePlugin {
  public override validate(context: cdk.IPolicyValidationContext): cdk.PolicyValidationPluginReport {
    const { plugin, valid, types } = sharedInWorker('validation', () => ({
      plugin: new cdk.CloudFormationValidatePlugin(),
      valid: new Set<string>(),
      types: new Set<string>(),
    }));
    const templates = context.stackTemplates
      .map((stack) => ({ stack, text: readFileSync(stack.templatePath, 'utf-8') }))
      .map(({ stack, text }) => ({ stack, text, key: hashOf(`${stack.accountId} ${stack.region} ${text}`) }))
      .filter(({ key }) => !valid.has(key));
    const used = templates.flatMap(({ text }) => Object.values<{ Type: string }>(JSON.parse(text).Resources ?? {}));
    if (used.some(({ Type }) => !types.has(Type))) {
      // The plugin prepares for the types of the templates, which takes long, unless the ones before had them all.
      for (const { Type } of used) {
        types.add(Type);
      }
      const templatePath = join(temporaryOutdir(), 'types.json');
      writeFileSync(
        templatePath,
        JSON.stringify({ Resources: Object.fromEntries([...types].map((Type, i) => [`R${i}`, { Type }])) }),
      );
      plugin.validate({ ...context, stackTemplates: [{ ...context.stackTemplates[0]!, templatePath }] });
    }
    const report = plugin.validate({ ...context, stackTemplates: templates.map(({ stack }) => stack) });
    if (report.violations.length === 0) {
      for (const { key } of templates) {
        valid.add(key);
      }
    }
    return report;
  }
}

/** Without the stack trace of every resource, which nothing reads. */
const NO_TRACES = { 'aws:cdk:disable-creation-stack-traces': true };

/** Runs `main.ts` with the context of `cdk.json`, and captures the app that it creates. */
function runMain(
  sources: Readonly<Record<string, string>>,
  context: Readonly<Record<string, unknown>>,
  validates: boolean,
): App {
  const outdir = temporaryOutdir();
  let captured: App | undefined;
  class CapturedApp extends cdk.App {
    public constructor(props: cdk.AppProps = {}) {
      super({
        ...props,
        outdir,
        context: { ...NO_TRACES, ...context },
        builtinCloudFormationValidation: false,
      });
      if (validates) {
        cdk.Validations.of(this).addPlugins(new Validation());
      }
      captured = this;
    }
  }
  // Use a prototype: a copy would load every module of the library.
  const library = Object.create(cdk, { App: { value: CapturedApp } });
  // Files that the app reads.
  const folder = temporaryOutdir();
  for (const [file, text] of Object.entries(sources).filter(([name]) => !name.endsWith('.ts'))) {
    writeFileSync(join(folder, file), text);
  }
  const modules = new Map<string, object>();
  const load = (file: string): object => {
    const loaded = modules.get(file);
    if (loaded) {
      return loaded;
    }
    const exports = {};
    modules.set(file, exports);
    const requireHere = (name: string) => {
      if (name.startsWith('./')) {
        return load(`${name.slice(2)}.ts`);
      }
      return name === 'aws-cdk-lib' ? library : require(name);
    };
    new Function('exports', 'require', '__dirname', transpiled(sources[file]!))(exports, requireHere, folder);
    return exports;
  };
  load('main.ts');
  return captured!;
}

function transpiled(source: string): string {
  const texts = sharedInWorker('transpiled sources', () => new Map<string, string>());
  const known = texts.get(source);
  if (known !== undefined) {
    return known;
  }
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  texts.set(source, outputText);
  return outputText;
}

/**
 * The type errors of several apps, with the compiler options of their `tsconfig.json`. All apps share one program
 * because loading aws-cdk-lib takes most of the time, and all programs of a worker share its declaration files.
 */
export function typeErrors(apps: Readonly<Record<string, Infra>>): string[] {
  const folder = join(ROOT, 'test', 'generated-apps');
  const files = new Map(
    Object.entries(apps).flatMap(([name, { sources }]) =>
      Object.entries(sources).map(([file, text]): [string, string] => [join(folder, name, file), text]),
    ),
  );
  const [settings, ...others] = [...new Set(Object.values(apps).map((app) => JSON.stringify(app.settings[0]!.data)))];
  expect(others).toEqual([]);
  const { compilerOptions } = JSON.parse(settings!);
  const { options, errors } = ts.convertCompilerOptionsFromJson(compilerOptions, folder);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.directoryExists = undefined;
  host.jsDocParsingMode = ts.JSDocParsingMode.ParseForTypeErrors;
  // Programs with the same options can share what the parser and the binder know about a file.
  const optionsKey = JSON.stringify(options);
  const libraries = sharedInWorker('declaration files', () => new Map<string, ts.SourceFile | undefined>());
  const { getSourceFile } = host;
  host.getSourceFile = (path, parsing, ...rest) => {
    if (files.has(path)) {
      return getSourceFile(path, parsing, ...rest);
    }
    const key = `${path} ${JSON.stringify(parsing)} ${optionsKey}`;
    if (!libraries.has(key)) {
      libraries.set(key, getSourceFile(path, parsing, ...rest));
    }
    return libraries.get(key);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...errors, ...ts.getPreEmitDiagnostics(program)].map(({ file, messageText }) => {
    const where = file ? `${file.fileName.slice(folder.length + 1)}: ` : '';
    return where + ts.flattenDiagnosticMessageText(messageText, '\n');
  });
}
