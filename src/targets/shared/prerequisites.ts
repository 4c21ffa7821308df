import type { Place } from '../../core/environment';
import type { Prerequisite } from '../../core/prerequisite';
import {
  accessLogsBucket,
  alarmTopic,
  certificate,
  hostedZone,
  lambdaFunction,
  network,
  queue,
  webAcl,
} from '../../printing/prerequisites';

/** What a load balancer needs, in the models of all targets that have one. */
export interface LoadBalancerNeeds {
  readonly certificateArn?: string;
  readonly hostedZone?: { readonly id: string; readonly name: string };
  readonly accessLogsBucket?: string;
  readonly webAclArn?: string;
}

export function loadBalancerPrerequisites(place: Place, loadBalancer: LoadBalancerNeeds | undefined): Prerequisite[] {
  const { certificateArn, hostedZone: zone, accessLogsBucket: bucket, webAclArn } = loadBalancer ?? {};
  return [
    ...(certificateArn ? [certificate(place, certificateArn)] : []),
    ...(zone ? [hostedZone(place, zone)] : []),
    ...(bucket ? accessLogsBucket(place, bucket) : []),
    ...(webAclArn ? [webAcl(place, webAclArn)] : []),
  ];
}

export function topicPrerequisites(place: Place, topicArn: string | undefined): Prerequisite[] {
  return topicArn ? alarmTopic(place, topicArn) : [];
}

/** Existing VPCs and subnets, in the models of all targets that have a network. */
export function networkPrerequisites(
  place: Place,
  vpc: { readonly kind: string; readonly vpcId?: string },
  subnetIds: readonly string[],
  securityGroupIds: readonly string[] = [],
): Prerequisite[] {
  return network(place, { vpcId: vpc.kind === 'new' ? undefined : vpc.vpcId, subnetIds, securityGroupIds });
}

/** The destination of messages that could not be processed. Others than queues and functions are not checked. */
export function destination(place: Place, arn: string | undefined): Prerequisite[] {
  switch (arn?.split(':')[2]) {
    case 'sqs':
      return [queue(place, arn!)];
    case 'sns':
      return [alarmTopic(place, arn!)[0]!];
    case 'lambda':
      return [lambdaFunction(place, arn!)];
    default:
      return [];
  }
}
