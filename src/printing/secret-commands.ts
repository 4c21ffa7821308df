import type { Statement } from '../core/statement';
import { shellWord } from './shell';

/** A value or an object that a command reads from AWS. */
interface Source {
  readonly service: 'secretsmanager' | 'ssm' | 's3';
  readonly region: string;
  /** Name or ARN. */
  readonly source: string;
  readonly jsonKey?: string;
  readonly policyResource: string;
  readonly kmsKeyArn?: string;
}

/** A command that prints a value. If it cannot be read, the command fails. */
export function printCommand({ service, region, source, jsonKey }: Source): string {
  const read =
    service === 'ssm'
      ? `aws ssm get-parameter --region ${region} --name ${shellWord(source)} --with-decryption --query Parameter.Value --output text`
      : `aws secretsmanager get-secret-value --region ${region} --secret-id ${shellWord(source)} --query SecretString --output text`;
  return jsonKey ? `${read} | jq --exit-status --raw-output '.["${jsonKey}"]'` : read;
}

/** A command that writes a value to a file without a newline at its end. */
export function writeCommand(secret: Source, path: string): string {
  return `VALUE=$(${printCommand(secret)}) && printf %s "$VALUE" > ${path}`;
}

/** Permissions to read these values. */
export function readStatements(secrets: readonly Source[], what: string): Statement[] {
  const statement = (service: Source['service'], actions: readonly string[]): Statement[] => {
    const resources = secrets.filter((secret) => secret.service === service).map((secret) => secret.policyResource);
    return resources.length > 0 ? [{ why: `Read ${what}.`, actions, resources: [...new Set(resources)] }] : [];
  };
  const keys = secrets.flatMap(({ kmsKeyArn }) => kmsKeyArn ?? []);
  return [
    ...statement('secretsmanager', ['secretsmanager:GetSecretValue']),
    // CodeBuild reads several parameters with one request, and the AWS CLI reads one.
    ...statement('ssm', ['ssm:GetParameter', 'ssm:GetParameters']),
    ...statement('s3', ['s3:GetObject']),
    ...(keys.length > 0 ? [{ why: `Decrypt ${what}.`, actions: ['kms:Decrypt'], resources: [...new Set(keys)] }] : []),
  ];
}
