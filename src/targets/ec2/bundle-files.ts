import type { RenderedFile } from '../../core/rendered-file';
import type { YamlContent } from '../../core/yaml-content';
import {
  renderFirstInstallScript,
  renderInstallScript,
  renderStartScript,
  renderStopScript,
  renderValidateScript,
} from './hooks';
import type { Ec2EnvironmentModel, Ec2Model } from './model';
import { renderSecretsScript } from './secrets-script';
import { renderUnit } from './unit';

/** The files that the instances need to install and run the service. The bundle contains them. */
export function bundleFiles(model: Ec2Model): RenderedFile[] {
  const { files, instances, environments, refresh } = model;
  const text = (path: string, body: string): RenderedFile => ({ path, kind: 'text', body });
  return [
    ...(refresh ? [] : [{ path: files.appspec, kind: 'yaml' as const, content: renderAppspec(model) }]),
    text(files.install, refresh ? renderFirstInstallScript(model) : renderInstallScript(model)),
    text(files.start, renderStartScript(model)),
    text(files.validate, renderValidateScript(model)),
    ...(instances.stopsService ? [text(files.stop, renderStopScript(model))] : []),
    ...(instances.hasSecrets ? [text(files.secrets, renderSecretsScript(model))] : []),
    text(files.unit, renderUnit(model)),
    ...environments.map((environment) => text(environment.variablesFile, renderVariables(model, environment))),
  ];
}

/**
 * `deploy/appspec.yml`: the scripts that CodeDeploy runs on each instance.
 *
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 */
function renderAppspec({ files, instances }: Ec2Model): YamlContent {
  const hook = (location: string, timeout: number) => [{ location, timeout, runas: 'root' }];
  return {
    data: {
      version: 0,
      os: 'linux',
      hooks: {
        ...(instances.stopsService ? { ApplicationStop: hook(files.stop, 120) } : {}),
        AfterInstall: hook(files.install, 300),
        ApplicationStart: hook(files.start, 180),
        ValidateService: hook(files.validate, 300),
      },
    },
    comments: [
      ...(instances.stopsService
        ? [{ at: ['hooks', 'ApplicationStop'], text: 'A deployment runs this script of the previous revision.' }]
        : []),
      {
        at: ['hooks', 'AfterInstall'],
        text: 'Each revision has its own folder, so CodeDeploy itself copies no files.',
      },
    ],
    // CodeDeploy accepts only 0.0.
    decimals: [['version']],
    blankLinesBetween: [[]],
  };
}

/** The environment variables of an environment, in the format of systemd. */
function renderVariables({ instances }: Ec2Model, { name, region, variables }: Ec2EnvironmentModel): string {
  const all = [
    { name: 'PORT', value: String(instances.port) },
    { name: 'HEALTH_CHECK_PATH', value: instances.healthCheckPath },
    { name: 'AWS_REGION', value: region },
    ...variables,
  ];
  return `\
# The environment variables in ${name}. systemd reads this file when the service starts.
${all.map((variable) => `${variable.name}="${variable.value.replace(/[\\"`$]/g, '\\$&')}"`).join('\n')}
`;
}
