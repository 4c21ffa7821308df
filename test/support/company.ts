import { join } from 'node:path';
import { loadModule } from '../../examples/generate';
import type { Ec2ServiceProject, EcsServiceProject, LambdaFunctionProject, StaticSiteProject } from '../../src';
import { DeliveryStandardProject, type DeliveryStandardProjectOptions } from '../../src';
import type { DeliveryStandard } from '../../src/standard/delivery-standard';

/** What the sample code of the package of the organization acme exports. */
export interface Company {
  readonly AcmeStandard: new () => DeliveryStandard;
  readonly AcmeEcsService: typeof EcsServiceProject;
  readonly AcmeLambdaFunction: typeof LambdaFunctionProject;
  readonly AcmeStaticSite: typeof StaticSiteProject;
  readonly AcmeEc2Service: typeof Ec2ServiceProject;
}

export function companyIn(
  outdir: string,
  options: Partial<DeliveryStandardProjectOptions> = {},
): DeliveryStandardProject {
  return new DeliveryStandardProject({
    name: 'acme-delivery',
    githubRepository: 'acme/acme-delivery',
    contact: '#platform on Slack',
    ...options,
    outdir,
  });
}

/** Runs the code in a folder that contains the generated package. */
export function loadCompany(folder: string): Company {
  return loadModule(join(folder, 'src/index.ts')) as Company;
}
