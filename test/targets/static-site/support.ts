import { renderFiles } from '../../../src/delivery/files';
import { STATIC_SITE_DELIVERY } from '../../../src/delivery/static-site';
import type { StaticSiteDeliveryOptions } from '../../../src/options';
import { printYaml } from '../../../src/printing/yaml-content';
import type { StaticSiteModel } from '../../../src/targets/static-site/model';
import { NODE_PROJECT } from '../../support/model';

export type Options = Partial<StaticSiteDeliveryOptions>;

export const MINIMAL: StaticSiteDeliveryOptions = { awsAccount: '111122223333', githubRepository: 'acme/docs' };

export function modelOf(options: Options = {}): StaticSiteModel {
  return STATIC_SITE_DELIVERY.resolve({ ...MINIMAL, ...options }, { ...NODE_PROJECT, projectName: 'docs' });
}

/** The text of each generated file, by path. */
export function filesOf(options: Options = {}): Record<string, string> {
  const model = modelOf(options);
  return Object.fromEntries(
    renderFiles(model, STATIC_SITE_DELIVERY.compose(model)).map((file) => [
      file.path,
      file.kind === 'text'
        ? file.body
        : file.kind === 'json'
          ? JSON.stringify(file.data, null, 2)
          : printYaml(file.content, undefined),
    ]),
  );
}
