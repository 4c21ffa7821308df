import { Decided, type Facts } from '../../core/fact';
import { NODE_PACKAGES } from '../../data/ec2-instances';
import { checkDerivedNames, roleNames } from '../../model/derived-names';
import type { Runtime } from '../../model/model';
import type { OptionReader } from '../../model/option-reader';
import { bucketOf, resolveBundle, resolveBundleBuild } from '../../model/resolve-bundle';
import {
  type AdditionalOptions,
  beginEngines,
  closeConfig,
  type OpenedConfig,
  openConfig,
  type ResolveContext,
  resolveFiles,
  resolveInfra,
} from '../../model/resolve-common';
import { resolveEnvironmentList } from '../../model/resolve-environment-list';
import { HEALTH_CHECK_PATH } from '../../model/rules';
import { SHARED } from '../../model/shared-values';
import { CpuArchitecture, DeploymentStrategy, Ec2DeploymentMode } from '../../options';
import type { Ec2FilesModel, Ec2Model, InstancesModel, RefreshModel } from './model';
import { EC2_OPTIONS, ENVIRONMENT_OPTIONS, MERGED_OPTIONS } from './options';
import { readLogRetention, resolveEnvironment, type UnplacedEnvironment } from './resolve-environment';
import { ARGUMENT, PACKAGE_NAME, PROGRAM } from './rules';
import { EC2_SHARED } from './shared-values';

/**
 * Resolves the config of a service on EC2 instances to the model.
 *
 * @param raw the unvalidated options, of any type
 * @param project additional options, defined by the project type that contains the delivery
 * @param decisions declares the values that files share
 * @throws ConfigError that lists all problems
 */
export function resolveEc2(
  raw: unknown,
  context: ResolveContext,
  project?: AdditionalOptions,
  decisions: Facts = new Decided(),
): Ec2Model {
  const opened = openConfig(raw, EC2_OPTIONS, { context, project, decisions });
  const { options, problems, service } = opened;
  const asked = options.enumMember('architecture', 'CpuArchitecture', CpuArchitecture) ?? CpuArchitecture.ARM64;
  const architecture = decisions.choose(
    { ...SHARED.cpuArchitecture, option: 'architecture' },
    asked,
    asked === CpuArchitecture.ARM64 ? CpuArchitecture.X86_64 : CpuArchitecture.ARM64,
  );
  const mode =
    options.enumMember('deploymentMode', 'Ec2DeploymentMode', Ec2DeploymentMode) ?? Ec2DeploymentMode.CODE_DEPLOY;
  const refresh = mode === Ec2DeploymentMode.INSTANCE_REFRESH ? resolveRefresh(decisions) : undefined;
  const bundleBuild = resolveBundleBuild(opened, architecture);
  const { buildImage, ...build } = bundleBuild.build;
  if (!decisions.isRehearsal) {
    checkNodeVersion(options, build.runtime);
  }
  const begun = beginEngines(opened, { ...build, buildImage });
  const resolved = resolveEnvironmentList<UnplacedEnvironment>(options, problems, opened, {
    known: ENVIRONMENT_OPTIONS,
    topLevel: EC2_OPTIONS,
    merged: MERGED_OPTIONS,
    identity: [],
    defaultStrategy: DeploymentStrategy.ROLLING,
    resolve: (layered, place) =>
      resolveEnvironment(layered, {
        ...place,
        service,
        qualifier: begun.effectiveQualifier,
        roles: opened.roles,
        architecture,
        mode,
        modeIsKnown: !options.isRejected('deploymentMode'),
        // In a rehearsal, the architecture can be another one.
        architectureIsKnown: !options.isRejected('architecture') && !decisions.isRehearsal,
      }),
  });
  const unplaced = resolved.map(({ environment }) => environment);
  const instances = resolveInstances(opened, { architecture, runtime: build.runtime, environments: unplaced });
  const files = resolveInstanceFiles(opened);
  const bundle = resolveBundle(opened, bundleBuild, unplaced);
  const model: Ec2Model = {
    service,
    source: opened.source,
    build,
    bundle: { ...bundle, files: bundledFiles(files, instances, unplaced, refresh !== undefined) },
    instances,
    refresh,
    environments: unplaced.map((environment) => ({ ...environment, bucket: bucketOf(bundle, environment).name })),
    ...begun.finish(resolved, readLogRetention(options)),
    infra: resolveInfra(opened, begun.bootstrapQualifier),
    files,
  };
  return closeConfig(opened, model, resolved, () =>
    checkDerivedNames(options, model, roleNames(unplaced.map(({ instanceRole }) => instanceRole.createAs))),
  );
}

function resolveRefresh(decisions: Facts): RefreshModel {
  return {
    bundleKey: decisions.decide(EC2_SHARED.bundleKeyParameter, 'BundleKey'),
    history: decisions.decide(EC2_SHARED.historyParameter, 'BundleHistory'),
    alarms: decisions.decide(EC2_SHARED.alarmsParameter, 'WatchAlarms'),
    hook: decisions.decide(EC2_SHARED.launchHook, 'service-started'),
  };
}

function checkNodeVersion(options: OptionReader, runtime: Runtime | undefined): void {
  if (runtime?.name === 'nodejs' && !NODE_PACKAGES.includes(runtime.version) && !options.isRejected('nodeVersion')) {
    options.reject('nodeVersion', 'node-of-instances', {
      why: 'is not a supported version of Node.js in Amazon Linux 2023',
      allowed: NODE_PACKAGES.join(', '),
      fix: 'Use one of these versions.',
    });
  }
}

interface InstanceFacts {
  readonly architecture: CpuArchitecture;
  readonly runtime: Runtime | undefined;
  readonly environments: readonly UnplacedEnvironment[];
}

function resolveInstances(
  { options, decisions, service }: OpenedConfig,
  { architecture, runtime, environments }: InstanceFacts,
): InstancesModel {
  const node = runtime?.name === 'nodejs' ? runtime.version : undefined;
  const packages = options.strings('packages', PACKAGE_NAME) ?? [];
  return {
    architecture: architecture === CpuArchitecture.ARM64 ? 'arm64' : 'x86_64',
    startCommand: programOf(resolveStartCommand(options, node !== undefined), node),
    packages: [...new Set([...(node === undefined ? [] : [`nodejs${node}`]), ...packages])],
    port: decisions.decide(EC2_SHARED.port, options.integer('port', 1024, 65_535) ?? 3000),
    healthCheckPath: decisions.decide(
      SHARED.healthCheckPath,
      options.string('healthCheckPath', HEALTH_CHECK_PATH) ?? '/health',
    ),
    stopTimeout: 30,
    unit: decisions.decide(EC2_SHARED.unit, service),
    home: decisions.decide(EC2_SHARED.home, `/opt/${service}`),
    logFolder: decisions.decide(EC2_SHARED.logFolder, `/var/log/${service}`),
    secretsFile: decisions.decide(EC2_SHARED.secretsFile, `/run/${service}-secrets.env`),
    hasSecrets: environments.some(({ secrets }) => secrets.length > 0),
    stopsService: environments.some(({ terminationHook }) => terminationHook),
    urlOutput: decisions.decide(EC2_SHARED.urlOutput, 'ServiceUrl'),
  };
}

function resolveStartCommand(options: OptionReader, node: boolean): readonly string[] {
  const list = options.value('startCommand');
  const isMissing = !options.has('startCommand') && !node;
  if ((isMissing || options.isEmptyList('startCommand')) && !options.isRejected('bundle')) {
    options.rejectWithoutValue('startCommand', 'missing-option', {
      why: 'is missing or empty',
      allowed: 'a list whose first item is the program to run',
      fix: "Specify the command that starts the service, for example ['./server'].",
    });
  }
  const items = options.strings('startCommand', ARGUMENT) ?? (node ? ['node', 'index.js'] : []);
  const [program] = items;
  if (Array.isArray(list) && program === list[0] && program !== undefined && !PROGRAM.pattern.test(program)) {
    options.rejectValue('startCommand', program, 'invalid-format', {
      why: 'does not start with a program',
      allowed: PROGRAM.allowed,
      fix: PROGRAM.fix!,
    });
  }
  return items;
}

/** Amazon Linux 2023 can have several versions of Node.js, and `node` is any of them. */
function programOf([program, ...others]: readonly string[], node: string | undefined): readonly string[] {
  if (program === undefined) {
    return [];
  }
  return [program === 'node' && node !== undefined ? `node-${node}` : program, ...others];
}

function resolveInstanceFiles(opened: OpenedConfig): Ec2FilesModel {
  const { decisions } = opened;
  const hook = (name: string) => decisions.decide(EC2_SHARED.hook, `deploy/scripts/${name}.sh`);
  return {
    ...resolveFiles(opened),
    appspec: decisions.decide(EC2_SHARED.appspec, 'deploy/appspec.yml'),
    install: hook('install'),
    start: hook('start'),
    validate: hook('validate'),
    stop: hook('stop'),
    secrets: hook('secrets'),
    unit: decisions.decide(EC2_SHARED.unitFile, 'deploy/systemd.service'),
    deploy: decisions.decide(EC2_SHARED.deployScript, 'infra/deploy.sh'),
  };
}

/** The generated files that the bundle contains. CodeDeploy expects an AppSpec file at its root. */
function bundledFiles(
  { appspec, install, start, validate, stop, secrets, unit }: Ec2FilesModel,
  { hasSecrets, stopsService }: InstancesModel,
  environments: readonly UnplacedEnvironment[],
  isReplaced: boolean,
): { readonly from: string; readonly to: string }[] {
  const scripts = [install, start, validate, ...(stopsService ? [stop] : []), ...(hasSecrets ? [secrets] : [])];
  return [
    ...(isReplaced ? [] : [{ from: appspec, to: 'appspec.yml' }]),
    ...[...scripts, unit, ...environments.map(({ variablesFile }) => variablesFile)].map((path) => ({
      from: path,
      to: path,
    })),
  ];
}
