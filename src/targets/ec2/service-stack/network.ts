import { code } from '../../../printing/typescript';
import { flowLogs, importedVpc, lookedUpVpc, newVpc, subnets } from '../../shared/network';
import type { Ec2EnvironmentModel } from '../model';

/** Code that creates or imports the VPC, and selects the subnets of the instances. */
export function networkCode(environment: Ec2EnvironmentModel): string {
  const { network } = environment;
  const type = network.publicInstances ? 'PUBLIC' : 'PRIVATE_WITH_EGRESS';
  const selection = `const instanceSubnets: ec2.SubnetSelection = { subnetType: ec2.SubnetType.${type} };`;
  switch (network.kind) {
    case 'new':
      return code`
        ${newVpc(network, network.publicInstances)}

        ${flowLogs(environment)}
        ${selection}`;
    case 'lookup':
      return code`
        ${lookedUpVpc(network.vpcId)}
        ${selection}`;
    case 'subnets':
      return code`
        ${importedVpc(network.vpcId)}
        const instanceSubnets: ec2.SubnetSelection = {
          subnets: ${subnets(network.instanceSubnetIds)},
        };`;
  }
}
