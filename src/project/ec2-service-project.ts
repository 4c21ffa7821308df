import type { Task } from 'projen';
import { typescript } from '../core/projen';
import type { Ec2Model } from '../delivery/ec2';
import { Ec2Delivery } from '../ec2-delivery';
import { withResolved } from '../model/resolved-config';
import { CpuArchitecture, type Ec2DeliveryOptions } from '../options';
import { bundleCommand } from '../starter/bundle-command';
import { renderInstancesProjenrc } from '../starter/instances-projenrc';
import { renderSampleService, type SampleService } from '../starter/sample-service';
import { fromCommandLine, HIDDEN_OPTION, packageOf } from './command-line';
import type { DeliveryProjectOptions } from './delivery-project-options';
import { PACKAGE_NAME, repairPackageSpec, resolveEc2Project } from './project-options';
import { otherOptions, StarterProjenrc } from './starter-projenrc';
import { finishProject, typescriptOptions } from './typescript-project';

/**
 * Options of `Ec2ServiceProject`.
 */
export interface Ec2ServiceProjectOptions extends Ec2DeliveryOptions, DeliveryProjectOptions {}

/** The tool that creates the bundle. */
const BUNDLER = 'esbuild@~0.28.2';

/**
 * A TypeScript service on Amazon EC2 instances.
 *
 * The task `bundle` combines `src/main.ts` with its dependencies into one file in `dist`. With the start command
 * `node index.js`, this is `dist/index.js`. To use another tool, replace the command of this task, for example
 * `project.bundleTask.reset('rollup --config')`.
 *
 * @pjid ec2-service-ts
 */
export class Ec2ServiceProject extends typescript.TypeScriptProject {
  /** The delivery of the service. Its properties are the generated files. */
  public readonly delivery: Ec2Delivery;
  /** Creates the service in the folder `bundle.path`. Runs after the code is compiled. */
  public readonly bundleTask: Task;

  /**
   * @param options the config of the project and its delivery
   * @throws ConfigError that lists every problem in the config
   */
  public constructor(options: Ec2ServiceProjectOptions) {
    const config = withStarterDefaults(fromCommandLine(options));
    const resolved = resolveEc2Project(config);
    const { model } = resolved;
    const { path } = model.bundle;
    const output = `${path}/${programFile(model.instances.startCommand)}`;
    // A subclass, for example an organization's project type, is in a different package.
    const derived = new.target !== Ec2ServiceProject;
    const packageName = derived ? packageOf(config, PACKAGE_NAME) : PACKAGE_NAME;
    super(typescriptOptions(config, model, { packageName, entrypoint: output, devDeps: [BUNDLER] }));
    if (!this.parent) {
      new StarterProjenrc(this, packageName, derived ? undefined : starterOf(config, model));
    }
    this.delivery = new Ec2Delivery(this, withResolved(config, resolved));
    this.bundleTask = this.addTask('bundle', {
      description: `Bundles the service into ${path}`,
      exec: bundleCommand({ path: 'src/main.ts', output }, model.build.runtime!.version),
    });
    this.postCompileTask.spawn(this.bundleTask);
    this.addGitIgnore(`/${path}/`);
    finishProject(this, model, config, config.sampleCode === false ? {} : renderSampleService(sampleOf(model)));
  }
}

/** The file that the start command runs. */
function programFile(startCommand: readonly string[]): string {
  const file = startCommand.find((word) => /\.[cm]?js$/.test(word)) ?? 'index.js';
  return file.replace(/^\.\//, '');
}

/** `projen new` creates a service that reports errors with lines of the source code. */
function withStarterDefaults(options: Ec2ServiceProjectOptions): Ec2ServiceProjectOptions {
  return HIDDEN_OPTION in options
    ? { ...options, startCommand: options.startCommand ?? ['node', '--enable-source-maps', 'index.js'] }
    : options;
}

function sampleOf({ service, instances, environments }: Ec2Model): SampleService {
  const { port, healthCheckPath, stopTimeout } = instances;
  const idle = environments.map(({ loadBalancer }) => loadBalancer?.idleTimeoutSeconds ?? 60);
  return {
    service,
    port,
    healthCheckPath,
    // Only the load balancer closes idle connections.
    keepAliveSeconds: Math.max(...idle) + 5,
    stopTimeout,
    stopNote: `systemd sends SIGTERM to stop the service, and kills it ${stopTimeout} seconds later (TimeoutStopSec).`,
    checkedBy: 'deployments and the load balancer',
  };
}

/** The contents of the first config. It states resolved values, so it gives the same result on every machine. */
function starterOf(options: Ec2ServiceProjectOptions, model: Ec2Model): string {
  const { account, region } = model.bundle.buckets[0]!;
  const { port, healthCheckPath, architecture } = model.instances;
  const shown = {
    name: options.name,
    devDeps: (options.devDeps ?? [PACKAGE_NAME]).map((spec) => repairPackageSpec(spec, PACKAGE_NAME)),
    awsAccount: account,
    awsRegion: region,
    githubRepository: model.source.github?.fullName,
    architecture: architecture === 'arm64' ? CpuArchitecture.ARM64 : CpuArchitecture.X86_64,
    instanceType: options.environments ? options.instanceType : model.environments[0]!.instanceType,
    nodeVersion: model.build.runtime!.version,
    startCommand: options.startCommand,
    port,
    healthCheckPath,
  };
  return renderInstancesProjenrc({ packageName: PACKAGE_NAME, ...shown, extra: otherOptions(options, shown) });
}
