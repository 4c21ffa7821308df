import { renderFiles } from '../../../src/delivery/files';
import { STATIC_SITE_DELIVERY } from '../../../src/delivery/static-site';
import { ConfigError } from '../../../src/model/problems';
import type { ResolveContext } from '../../../src/model/resolve-common';
import type { StaticSiteDeliveryOptions } from '../../../src/options';
import { printYaml } from '../../../src/printing/yaml-content';
import type { StaticSiteModel } from '../../../src/targets/static-site/model';
import { NODE_PROJECT } from '../../support/model';

export type Options = Partial<StaticSiteDeliveryOptions>;

export const MINIMAL: StaticSiteDeliveryOptions = { awsAccount: '111122223333', githubRepository: 'acme/docs' };

export function modelOf(options: object = {}, context: Partial<ResolveContext> = {}): StaticSiteModel {
  return STATIC_SITE_DELIVERY.resolve({ ...MINIMAL, ...options }, { ...NODE_PROJECT, projectName: 'docs', ...context });
}

/** The problems of an invalid config, one line each. */
export function problemsOf(options: object, context: Partial<ResolveContext> = {}): string[] {
  try {
    modelOf(options, context);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) {
      throw error;
    }
    const [, ...lines] = error.message.split('\n');
    return lines.map((line) => line.replace(/^ {2}- /, ''));
  }
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
