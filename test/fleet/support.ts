import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { bundle } from '../../projenrc/bundle';
import { temporaryFolder } from '../support/project';

const ROOT = join(__dirname, '../..');

/** Bundled from the sources, so that tests do not need a build. */
const BUNDLES = temporaryFolder();
export const COMMAND = join(BUNDLES, 'delivery-fleet.js');
writeFileSync(COMMAND, bundle(join(ROOT, 'src/delivery-fleet.ts')).code);
const LIBRARY = bundle(join(ROOT, 'src/index.ts')).code;
/** The library reads the documentation of its options from it. */
const MANIFEST = readFileSync(join(ROOT, '.jsii'), 'utf-8');

export function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/**
 * A folder with an installed company package, which adds defaults to the components of this package. `acme-delivery`
 * exports `EcsDelivery` and so on, and `standard`, whose only rule no delivery follows.
 */
export function installedPackages(version: string, defaults: Readonly<Record<string, object>>): string {
  const folder = temporaryFolder();
  const modules = join(folder, 'node_modules');
  write(modules, {
    'projen-aws-delivery/package.json': JSON.stringify({
      name: 'projen-aws-delivery',
      version: '1.0.0',
      main: 'lib/index.js',
    }),
    'projen-aws-delivery/lib/index.js': LIBRARY,
    'projen-aws-delivery/.jsii': MANIFEST,
    'acme-delivery/package.json': JSON.stringify({ name: 'acme-delivery', version, main: 'index.js' }),
    'acme-delivery/defaults.json': JSON.stringify(defaults),
    'acme-delivery/index.js': `
      const delivery = require('projen-aws-delivery');
      const defaults = require('./defaults.json');
      for (const name of ['EcsDelivery', 'LambdaDelivery', 'StaticSiteDelivery', 'Ec2Delivery']) {
        exports[name] = class extends delivery[name] {
          constructor(project, options) {
            super(project, { ...defaults.all, ...defaults[name], ...options });
          }
        };
      }
      class Approval extends delivery.DeliveryRule {
        constructor() {
          super({ code: 'acme-approval', title: 'Approval', description: 'Someone must approve a release.' });
        }
        check() {
          return [{ message: 'needs no approval', fix: 'Add one.' }];
        }
      }
      const rules = [new Approval()];
      exports.standard = new delivery.DeliveryStandard({ name: 'acme', version: '1.0.0', contact: '#platform', rules });`,
  });
  for (const name of ['projen', 'constructs', 'typescript']) {
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  return folder;
}

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const ENVIRONMENT: NodeJS.ProcessEnv = {
  ...process.env,
  NODE_OPTIONS: '',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
};

/** Runs the command in a folder. Programs in `bin` take precedence over those of the system. */
export function fleet(cwd: string, args: readonly string[], bin?: string): Run {
  const env = { ...ENVIRONMENT, PATH: bin ? `${bin}${delimiter}${process.env.PATH}` : process.env.PATH };
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], { cwd, env, encoding: 'utf-8' });
  return { code: status, stdout, stderr };
}

/** Starts the command in the background. */
export function startFleet(cwd: string, args: readonly string[]) {
  return spawn(process.execPath, [COMMAND, ...args], { cwd, env: ENVIRONMENT, stdio: 'ignore' });
}

/** Creates a program from a shell script. */
export function program(bin: string, name: string, script: string): void {
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
}

export function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd, env: ENVIRONMENT, encoding: 'utf-8' }).trim();
}

export function read(folder: string, path: string): string {
  return readFileSync(join(folder, path), 'utf-8');
}

/** The report of a run, as JSON. */
export function reportIn(work: string) {
  return JSON.parse(read(work, 'report.json'));
}
