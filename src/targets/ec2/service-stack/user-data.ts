import { CODE_DEPLOY_AGENT } from '../../../data/ec2-instances';
import { dnsSuffixOf } from '../../../model/aws';
import { code, quote } from '../../../printing/typescript';
import type { Ec2EnvironmentModel, Ec2Model } from '../model';

/** Code that defines what a new instance installs when it starts for the first time. */
export function userDataCode(model: Ec2Model, environment: Ec2EnvironmentModel): string {
  return code`
    // Runs once, when an instance starts for the first time. The image determines the versions of the packages.
    const userData = ec2.UserData.forLinux();
    userData.addCommands(
      ${commands(model, environment)
        .map((command) => `${quote(command)},`)
        .join('\n')}
    );`;
}

function commands({ instances, service }: Ec2Model, environment: Ec2EnvironmentModel): string[] {
  const { packages, logFolder } = instances;
  const { region, partition } = environment;
  const bucket = `https://aws-codedeploy-${region}.s3.${region}.${dnsSuffixOf(partition)}`;
  return [
    'set -euo pipefail',
    `dnf install -y ${['amazon-cloudwatch-agent', 'jq', 'logrotate', ...packages].join(' ')}`,
    `mkdir -p ${logFolder}`,
    `printf '%s\\n' '${logFolder}/*.log {' '  daily' '  rotate 3' '  maxsize 100M' '  missingok' '  notifempty' '  copytruncate' '}' > /etc/logrotate.d/${service}`,
    `echo '${agentConfig(logFolder, environment)}' > /opt/aws/amazon-cloudwatch-agent/etc/config.json`,
    '/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:/opt/aws/amazon-cloudwatch-agent/etc/config.json',
    // CodeDeploy waits for the agent, so it comes last: the service can then use everything else.
    `curl --silent --show-error --fail --retry 5 --output /tmp/${CODE_DEPLOY_AGENT} ${bucket}/releases/${CODE_DEPLOY_AGENT}`,
    `dnf install -y /tmp/${CODE_DEPLOY_AGENT}`,
    'systemctl enable --now codedeploy-agent',
  ];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html */
function agentConfig(logFolder: string, { logGroup }: Ec2EnvironmentModel): string {
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
            file(
              '/opt/codedeploy-agent/deployment-root/deployment-logs/codedeploy-agent-deployments.log',
              '{instance_id}/deployments',
            ),
          ],
        },
      },
    },
  });
}
