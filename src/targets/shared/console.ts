import type { Environment } from '../../core/environment';

/** The host of the AWS console in the partition of an environment, without its Region. */
export function consoleHost({ partition }: Pick<Environment, 'partition'>): string {
  const hosts: Readonly<Record<string, string>> = {
    'aws-cn': 'console.amazonaws.cn',
    'aws-us-gov': 'console.amazonaws-us-gov.com',
    'aws-eusc': 'console.amazonaws-eusc.eu',
  };
  return hosts[partition] ?? 'console.aws.amazon.com';
}
