import { EC2_DELIVERY } from '../../../src/delivery/ec2';
import { renderFiles } from '../../../src/delivery/files';
import type { ResolveContext } from '../../../src/model/resolve-common';
import type { Ec2DeliveryOptions } from '../../../src/options';
import { printYaml } from '../../../src/printing/yaml-content';
import type { Ec2Model } from '../../../src/targets/ec2/model';
import { NODE_PROJECT } from '../../support/model';

export type Options = Partial<Ec2DeliveryOptions>;

export const MINIMAL: Ec2DeliveryOptions = { awsAccount: '111122223333', githubRepository: 'acme/orders-api' };

export function modelOf(options: Options = {}, context: Partial<ResolveContext> = {}): Ec2Model {
  return EC2_DELIVERY.resolve({ ...MINIMAL, ...options }, { ...NODE_PROJECT, ...context });
}

/** The text of each generated file, by path. */
export function filesOf(options: Options = {}, context: Partial<ResolveContext> = {}): Record<string, string> {
  const model = modelOf(options, context);
  return Object.fromEntries(
    renderFiles(model, EC2_DELIVERY.compose(model)).map((file) => [
      file.path,
      file.kind === 'text'
        ? file.body
        : file.kind === 'json'
          ? JSON.stringify(file.data, null, 2)
          : printYaml(file.content, undefined),
    ]),
  );
}
