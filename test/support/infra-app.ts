import { mkdtempSync, rmSync } from 'node:fs';
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

const ROOT = resolve(__dirname, '../..');

export function infraOf(options: Partial<EcsDeliveryOptions> = {}, nodeProject = true): Infra {
  return infraOfModel(modelOf(options, { nodeProject }));
}

/** A generated app that has run, with the real aws-cdk-lib. */
export class InfraApp {
  public static of(options: Partial<EcsDeliveryOptions> = {}, nodeProject = true): InfraApp {
    return new InfraApp(infraOf(options, nodeProject).sources);
  }

  public readonly app: App;

  public constructor(sources: Readonly<Record<string, string>>) {
    this.app = runMain(sources);
  }

  public get stacks(): Stack[] {
    return this.app.node.children.filter((child) => cdk.Stack.isStack(child)) as Stack[];
  }

  public stack(name: string): Stack {
    return this.stacks.find(({ stackName }) => stackName === name)!;
  }

  /** Fails where CloudFormation does not know a resource, a property or a value. */
  public template(name: string): Template {
    return Template.fromStack(this.stack(name));
  }

  /** Every statement that allows a role something, trust policies aside. */
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

/** The statements that a role of a template has in its policy. */
export function statementsOf(template: Template, role: string): Statement[] {
  return Object.entries(template.findResources('AWS::IAM::Policy'))
    .filter(([id]) => id.startsWith(`${role}DefaultPolicy`))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
}

/** The properties of the one resource whose logical id is made from a construct id. */
export function propertiesOf(template: Template, type: string, construct: string): Record<string, any> {
  const found = Object.entries(template.findResources(type)).filter(([id]) =>
    new RegExp(`^${construct}[0-9A-F]{0,8}$`).test(id),
  );
  expect(found).toHaveLength(1);
  return found[0]![1].Properties;
}

const outdirs: string[] = [];

export function removeOutdirs(): void {
  for (const outdir of outdirs.splice(0)) {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Holds templates against the schema of CloudFormation, in their region; what it warns of is an error. */
const VALIDATE = {
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:strictCfnValidateErrors': true,
};

/** Runs `main.ts` and catches the app that it makes. */
function runMain(sources: Readonly<Record<string, string>>): App {
  const outdir = mkdtempSync(join(tmpdir(), 'infra-app-'));
  outdirs.push(outdir);
  let caught: App | undefined;
  class CaughtApp extends cdk.App {
    public constructor(props: cdk.AppProps = {}) {
      super({ ...props, outdir, context: VALIDATE });
      caught = this;
    }
  }
  // A prototype, since a copy would load every module of the library.
  const library = Object.create(cdk, { App: { value: CaughtApp } });
  const modules = new Map<string, object>();
  const load = (file: string): object => {
    const known = modules.get(file);
    if (known) {
      return known;
    }
    const exports = {};
    modules.set(file, exports);
    const { outputText } = ts.transpileModule(sources[file]!, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    const requireHere = (name: string) => {
      if (name.startsWith('./')) {
        return load(`${name.slice(2)}.ts`);
      }
      return name === 'aws-cdk-lib' ? library : require(name);
    };
    new Function('exports', 'require', outputText)(exports, requireHere);
    return exports;
  };
  load('main.ts');
  return caught!;
}

/**
 * What TypeScript says about several apps, each with the options of its own `tsconfig.json`. One program for all,
 * since reading aws-cdk-lib is what takes the time.
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
  const program = ts.createProgram([...files.keys()], options, host);
  return [...errors, ...ts.getPreEmitDiagnostics(program)].map(({ file, messageText }) => {
    const where = file ? `${file.fileName.slice(folder.length + 1)}: ` : '';
    return where + ts.flattenDiagnosticMessageText(messageText, '\n');
  });
}
