import type { Place } from '../core/environment';
import type { Prerequisite } from '../core/prerequisite';
import { shellWord } from './shell';

/** What must exist in AWS, with the command that checks it. No command reads the value of a secret. */

/** A secret, a parameter, or an object that something reads. */
interface StoredValue {
  readonly service: 'secretsmanager' | 'ssm' | 's3';
  /** The name, the ARN, or the URI, as in the config. `undefined`: known only from the ARN. */
  readonly source?: string;
  /** The ARN in a policy. It ends with `-??????` if the config contains the name of a secret. */
  readonly policyResource: string;
  readonly kmsKeyArn?: string;
}

type Expectation = Pick<Prerequisite, 'title' | 'check' | 'expected' | 'fix'>;

const inPlace = ({ account }: Place, expectation: Expectation): Prerequisite => ({
  account,
  neededFor: 'deployment',
  ...expectation,
});

/** The Region in an ARN. The account that uses the resource must find it, even if another account owns it. */
function placeOf(arn: string, { account, region }: Place): Place {
  return { account, region: arn.split(':')[3] || region };
}

/** Everything after the account in an ARN. */
const resourceOf = (arn: string) => arn.split(':').slice(5).join(':');

/** What follows the type of the resource in an ARN: `orders-api` in `role/orders-api`. */
const nameOf = (arn: string) => resourceOf(arn).split('/').at(-1)!;

/** These values, and the keys that encrypt them. */
export function storedValues(place: Place, values: readonly StoredValue[]): Prerequisite[] {
  const keys = values.flatMap(({ kmsKeyArn }) => kmsKeyArn ?? []);
  return [...values.map((value) => storedValue(place, value)), ...keys.map((arn) => kmsKey(place, arn))];
}

function storedValue(from: Place, value: StoredValue): Prerequisite {
  const { service, policyResource } = value;
  const place = placeOf(policyResource, from);
  // The name or the ARN of a secret. Secrets Manager also finds a secret by its ARN without the suffix.
  const source = value.source ?? policyResource.replace('-??????', '');
  const name = value.source ?? nameIn(policyResource);
  const isArn = name.startsWith('arn:');
  switch (service) {
    case 's3':
      return inPlace(place, {
        title: `Object ${source}`,
        check: `object ${shellWord(source)}`,
        fix: { command: `aws s3 cp FILE ${shellWord(source)}` },
      });
    case 'ssm':
      return inPlace(place, {
        title: `Parameter ${name}`,
        check: `aws ssm get-parameter --region ${place.region} --name ${shellWord(source)} --query Parameter.Name --output text`,
        fix: isArn
          ? { instruction: 'Create the parameter.' }
          : {
              command: `aws ssm put-parameter --region ${place.region} --type SecureString --name ${shellWord(name)} --value VALUE`,
            },
      });
    default:
      return inPlace(place, {
        title: `Secret ${name}`,
        check: `aws secretsmanager describe-secret --region ${place.region} --secret-id ${shellWord(source)}`,
        fix: isArn
          ? { instruction: 'Create the secret, and specify the ARN that Secrets Manager assigns to it.' }
          : {
              command: `aws secretsmanager create-secret --region ${place.region} --name ${shellWord(name)} --secret-string VALUE`,
            },
      });
  }
}

/** The name of a secret or a parameter in an ARN. The suffix of a secret is known only to Secrets Manager. */
function nameIn(policyResource: string): string {
  const [, type, path] = /^(secret:|parameter\/)(.*)$/.exec(resourceOf(policyResource)) ?? [];
  if (type === 'secret:') {
    return policyResource.endsWith('-??????') ? path!.replace('-??????', '') : policyResource;
  }
  return path!.includes('/') ? `/${path}` : path!;
}

export function kmsKey(from: Place, arn: string): Prerequisite {
  const place = placeOf(arn, from);
  return inPlace(place, {
    title: `KMS key ${nameOf(arn)}`,
    check: `aws kms describe-key --region ${place.region} --key-id ${shellWord(arn)} --query KeyMetadata.KeyState --output text`,
    expected: 'Enabled',
    fix: { instruction: `Create or enable the key ${arn}, or specify another key.` },
  });
}

export function iamRole(from: Place, arn: string): Prerequisite {
  return inPlace(placeOf(arn, from), {
    title: `Role ${arn}`,
    check: `role ${shellWord(arn)}`,
    expected: arn,
    fix: { instruction: 'Create the role.' },
  });
}

export function managedPolicy(place: Place, partition: string, name: string): Prerequisite {
  const arn = `arn:${partition}:iam::${place.account}:policy/${name}`;
  return inPlace(place, {
    title: `Permissions boundary ${name}`,
    check: `aws iam get-policy --policy-arn ${shellWord(arn)} --query Policy.Arn --output text`,
    fix: {
      command: `aws iam create-policy --policy-name ${shellWord(nameOf(arn))} --policy-document file://policy.json`,
    },
  });
}

export function oidcProvider(place: Place, { arn, issuer }: { readonly arn: string; readonly issuer: string }) {
  return inPlace(place, {
    title: `OIDC provider ${issuer}`,
    check: `aws iam get-open-id-connect-provider --open-id-connect-provider-arn ${shellWord(arn)} --query Url --output text`,
    fix: {
      command: `aws iam create-open-id-connect-provider --url https://${issuer} --client-id-list sts.amazonaws.com`,
    },
  });
}

/** An account can have only one provider for an issuer, so a stack cannot create another one. */
export function ownOidcProvider(
  place: Place,
  { arn, issuer }: { readonly arn: string; readonly issuer: string },
  stack: string,
  instruction: string,
): Prerequisite {
  return inPlace(place, {
    title: `OIDC provider ${issuer}: none, or managed by the stack ${stack}`,
    check: `owner_of_provider ${place.region} ${shellWord(arn)}`,
    expected: `@(none|${stack})`,
    fix: { instruction },
  });
}

export function bootstrapStack(
  place: Place,
  { qualifier, version }: { readonly qualifier: string; readonly version: number },
  command: string,
): Prerequisite {
  return inPlace(place, {
    title: `CDK bootstrap version ${version} or later in ${place.region}`,
    check: `aws ssm get-parameter --region ${place.region} --name /cdk-bootstrap/${qualifier}/version --query "to_number(Parameter.Value) >= to_number('${version}')" --output text`,
    expected: 'True',
    fix: { command },
  });
}

/** The certificate must be validated before a load balancer or a distribution can use it. */
export function certificate(from: Place, arn: string): Prerequisite {
  const place = placeOf(arn, from);
  return inPlace(place, {
    title: `ACM certificate ${nameOf(arn)} in ${place.region} with status ISSUED`,
    check: `aws acm describe-certificate --region ${place.region} --certificate-arn ${shellWord(arn)} --query Certificate.Status --output text`,
    expected: 'ISSUED',
    fix: {
      instruction: `If its validation is pending, create the DNS records that this command shows: aws acm describe-certificate --region ${place.region} --certificate-arn ${arn} --query Certificate.DomainValidationOptions. If it does not exist or cannot be used, request a new certificate in ${place.region} and specify its ARN.`,
    },
  });
}

export function hostedZone(place: Place, { id, name }: { readonly id: string; readonly name: string }): Prerequisite {
  return inPlace(place, {
    title: `Hosted zone ${id} of ${name}`,
    check: `aws route53 get-hosted-zone --id ${shellWord(id)} --query HostedZone.Name --output text`,
    expected: `${name.replace(/\.$/, '')}.`,
    fix: { instruction: `Specify the ID and the name of an existing hosted zone in account ${place.account}.` },
  });
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html */
export function accessLogsBucket(place: Place, bucket: string): Prerequisite[] {
  return [
    inPlace(place, {
      title: `Bucket ${bucket}`,
      check: `aws s3api head-bucket --bucket ${shellWord(bucket)}`,
      fix: { command: `aws s3 mb ${shellWord(`s3://${bucket}`)} --region ${place.region}` },
    }),
    inPlace(place, {
      title: `Permission to write access logs to the bucket ${bucket}`,
      check: `aws s3api get-bucket-policy --bucket ${shellWord(bucket)} --query Policy --output text`,
      // In older Regions, the policy can specify an account of Elastic Load Balancing instead of the service.
      expected: '*@(logdelivery.elasticloadbalancing.amazonaws.com|:iam::[0-9]*:root)*',
      fix: {
        instruction: `Allow logdelivery.elasticloadbalancing.amazonaws.com to call s3:PutObject in the policy of the bucket. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html.`,
      },
    }),
  ];
}

/**
 * A topic to which alarms publish. Without a policy of its own, a topic allows the account, and therefore its alarms.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function alarmTopic(from: Place, arn: string): Prerequisite[] {
  const place = placeOf(arn, from);
  const attributes = `aws sns get-topic-attributes --region ${place.region} --topic-arn ${shellWord(arn)}`;
  const name = nameOf(arn);
  return [
    inPlace(place, {
      title: `SNS topic ${name}`,
      check: `${attributes} --query Attributes.TopicArn --output text`,
      fix: { command: `aws sns create-topic --region ${place.region} --name ${shellWord(name)}` },
    }),
    inPlace(place, {
      title: `Permission for alarms to publish to the SNS topic ${name}`,
      check: `${attributes} --query Attributes.Policy --output text`,
      expected: '*@(cloudwatch.amazonaws.com|[Aa][Ww][Ss]:Source@(Owner|Account))*',
      fix: { instruction: 'Allow cloudwatch.amazonaws.com to call sns:Publish in the policy of the topic.' },
    }),
  ];
}

export function webAcl(from: Place, arn: string): Prerequisite {
  const place = placeOf(arn, from);
  // regional/webacl/<name>/<id>, or global/webacl/<name>/<id>
  const [scope, , name, id] = resourceOf(arn).split('/');
  return inPlace(place, {
    title: `Web ACL ${name}`,
    check: `aws wafv2 get-web-acl --region ${place.region} --scope ${scope === 'global' ? 'CLOUDFRONT' : 'REGIONAL'} --name ${shellWord(name!)} --id ${shellWord(id!)}`,
    fix: { instruction: `Specify the ARN of an existing web ACL.` },
  });
}

/** @param subnetIds empty if the CDK finds the subnets */
export function network(
  place: Place,
  {
    vpcId,
    subnetIds = [],
    securityGroupIds = [],
  }: {
    readonly vpcId?: string;
    readonly subnetIds?: readonly string[];
    readonly securityGroupIds?: readonly string[];
  },
): Prerequisite[] {
  const { region } = place;
  const inVpc = (ids: readonly string[]) => (vpcId ? { expected: ids.map(() => vpcId).join('?') } : {});
  const ids = (all: readonly string[]) => all.map(shellWord).join(' ');
  const subnets = [...new Set(subnetIds)];
  const groups = [...new Set(securityGroupIds)];
  const where = vpcId ? ` in ${vpcId}` : '';
  return [
    ...(vpcId
      ? [
          inPlace(place, {
            title: `VPC ${vpcId}`,
            check: `aws ec2 describe-vpcs --region ${region} --vpc-ids ${shellWord(vpcId)} --query 'Vpcs[].State' --output text`,
            expected: 'available',
            fix: { instruction: `Specify the ID of an existing VPC in ${region}.` },
          }),
        ]
      : []),
    ...(subnets.length > 0
      ? [
          inPlace(place, {
            title: `Subnets ${subnets.join(', ')}${where}`,
            check: `aws ec2 describe-subnets --region ${region} --subnet-ids ${ids(subnets)} --query 'Subnets[].VpcId' --output text`,
            ...inVpc(subnets),
            fix: { instruction: `Specify the IDs of existing subnets${where || ` in ${region}`}.` },
          }),
        ]
      : []),
    ...(groups.length > 0
      ? [
          inPlace(place, {
            title: `Security groups ${groups.join(', ')}${where}`,
            check: `aws ec2 describe-security-groups --region ${region} --group-ids ${ids(groups)} --query 'SecurityGroups[].VpcId' --output text`,
            ...inVpc(groups),
            fix: { instruction: `Specify the IDs of existing security groups${where || ` in ${region}`}.` },
          }),
        ]
      : []),
  ];
}

export function logGroup({ account, region }: Place, name: string): Prerequisite {
  return inPlace(
    { account, region },
    {
      title: `Log group ${name}`,
      check: `aws logs describe-log-groups --region ${region} --log-group-name-prefix ${shellWord(name)} --query "logGroups[?logGroupName=='${name}'].logGroupName" --output text`,
      expected: name,
      fix: { command: `aws logs create-log-group --region ${region} --log-group-name ${shellWord(name)}` },
    },
  );
}

/** A function that a deployment runs. */
export function lambdaFunction(from: Place, nameOrArn: string): Prerequisite {
  const isArn = nameOrArn.startsWith('arn:');
  const place = isArn ? placeOf(nameOrArn, from) : from;
  return inPlace(place, {
    title: `Function ${isArn ? resourceOf(nameOrArn).replace(/^function:/, '') : nameOrArn}`,
    check: `aws lambda get-function-configuration --region ${place.region} --function-name ${shellWord(nameOrArn)} --query State --output text`,
    fix: { instruction: 'Deploy the function.' },
  });
}

export function queue(from: Place, arn: string): Prerequisite {
  const place = placeOf(arn, from);
  return inPlace(place, {
    title: `Queue ${arn}`,
    check: `queue ${shellWord(arn)}`,
    fix: { instruction: 'Create the queue.' },
  });
}

export function ecrRepository(
  place: Place,
  { repositoryName, account }: { readonly repositoryName: string; readonly account: string },
): Prerequisite {
  return inPlace(place, {
    title: `ECR repository ${repositoryName}`,
    check: `aws ecr describe-repositories --region ${place.region} --registry-id ${account} --repository-names ${shellWord(repositoryName)}`,
    fix: {
      command: `aws ecr create-repository --region ${place.region} --repository-name ${shellWord(repositoryName)}`,
    },
  });
}
