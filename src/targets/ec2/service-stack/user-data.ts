import { CODE_DEPLOY_AGENT } from '../../../data/ec2-instances';
import { dnsSuffixOf } from '../../../model/aws';
import { code, quote } from '../../../printing/typescript';
import type { Ec2EnvironmentModel, Ec2Model } from '../model';

/** Code that defines what a new instance installs when it starts for the first time. */
export function userDataCode(model: Ec2Model, environment: Ec2EnvironmentModel): string {
  return code`
    // Runs once, when an instance starts for the first time. The image determines the versions of the packages.
    ${model.refresh ? REPLACED : undefined}
    const userData = ec2.UserData.forLinux();
    userData.addCommands(
      ${commands(model, environment)
        .map((command) => `${command.includes(BUNDLE_KEY) ? `\`${command}\`` : quote(command)},`)
        .join('\n')}
    );`;
}

/** The expression of the parameter in the code of the stack. */
const BUNDLE_KEY = '${bundleKey.valueAsString}';

const REPLACED = '// The exit commands, which follow the Auto Scaling group, report the result.';

function commands(model: Ec2Model, environment: Ec2EnvironmentModel): string[] {
  const { instances, service, refresh } = model;
  const { packages, logFolder } = instances;
  const tools = ['amazon-cloudwatch-agent', ...(refresh ? ['aws-cfn-bootstrap'] : []), 'jq', 'logrotate'];
  return [
    'set -euo pipefail',
    `dnf install -y ${[...tools, ...(refresh ? ['unzip'] : []), ...packages].join(' ')}`,
    `mkdir -p ${logFolder}`,
    `printf '%s\\n' '${logFolder}/*.log {' '  daily' '  rotate 3' '  maxsize 100M' '  missingok' '  notifempty' '  copytruncate' '}' > /etc/logrotate.d/${service}`,
    `echo '${agentConfig(logFolder, environment)}' > /opt/aws/amazon-cloudwatch-agent/etc/config.json`,
    '/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:/opt/aws/amazon-cloudwatch-agent/etc/config.json',
    ...(refresh ? bundleCommands(model, environment) : codeDeployCommands(environment)),
  ];
}

/** CodeDeploy waits for the agent, so it comes last: the service can then use everything else. */
function codeDeployCommands({ region, partition }: Ec2EnvironmentModel): string[] {
  const bucket = `https://aws-codedeploy-${region}.s3.${region}.${dnsSuffixOf(partition)}`;
  return [
    `curl --silent --show-error --fail --retry 5 --output /tmp/${CODE_DEPLOY_AGENT} ${bucket}/releases/${CODE_DEPLOY_AGENT}`,
    `dnf install -y /tmp/${CODE_DEPLOY_AGENT}`,
    'systemctl enable --now codedeploy-agent',
  ];
}

/**
 * Downloads the bundle, and starts the service. The key of a bundle contains its hash.
 *
 * `/tmp` is in memory, so a large bundle is stored in `/var/tmp`:
 * https://docs.aws.amazon.com/linux/al2023/ug/filesystem-slash-tmp.html
 */
function bundleCommands({ instances, files }: Ec2Model, { region, bucket, argument }: Ec2EnvironmentModel): string[] {
  return [
    `KEY=${BUNDLE_KEY}`,
    `aws s3 cp --region ${region} --no-progress "s3://${bucket}/$KEY" /var/tmp/bundle.zip`,
    'echo "${KEY%.zip}  /var/tmp/bundle.zip" | sha256sum --check',
    `mkdir -p ${instances.home}/releases`,
    `unzip -q /var/tmp/bundle.zip -d "${instances.home}/releases/\${KEY%.zip}"`,
    'rm /var/tmp/bundle.zip',
    `cd "${instances.home}/releases/\${KEY%.zip}"`,
    `bash ${files.install} ${argument}`,
    `bash ${files.start}`,
    `bash ${files.validate}`,
  ];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html */
function agentConfig(logFolder: string, { logGroup, inPlace }: Ec2EnvironmentModel): string {
  const file = (path: string, stream: string) => ({
    file_path: path,
    log_group_name: logGroup.name,
    log_stream_name: stream,
  });
  return JSON.stringify({
    logs: {
      logs_collected: {
        files: {
          collect_list: [
            file(`${logFolder}/service.log`, '{instance_id}'),
            inPlace
              ? file(
                  '/opt/codedeploy-agent/deployment-root/deployment-logs/codedeploy-agent-deployments.log',
                  '{instance_id}/deployments',
                )
              : file('/var/log/cloud-init-output.log', '{instance_id}/start'),
          ],
        },
      },
    },
  });
}
