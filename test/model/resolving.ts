import type { DeliveryModel } from '../../src/model/model';
import { ConfigError } from '../../src/model/problems';
import { resolveDelivery } from '../../src/model/resolve';
import type { ResolveContext } from '../../src/model/resolve-common';

export const CONTEXT: ResolveContext = {
  projectName: 'orders-api',
  nodeProject: true,
  configFile: '.projenrc.ts',
  gitRemote: () => undefined,
};

/** The shortest valid config. */
export const BASE = { awsAccount: '111122223333', githubRepository: 'acme/orders-api' };

export function resolve(options: object = {}, context: Partial<ResolveContext> = {}): DeliveryModel {
  return resolveDelivery({ ...BASE, ...options }, { ...CONTEXT, ...context });
}

/** The error for an invalid config. Rethrows any other error, because it is a bug. */
export function errorOf(options: unknown, context: Partial<ResolveContext> = {}): ConfigError | undefined {
  try {
    resolveDelivery(options, { ...CONTEXT, ...context });
    return undefined;
  } catch (error) {
    if (error instanceof ConfigError) {
      return error;
    }
    throw error;
  }
}

/** The problems of an invalid config, one line each. */
export function problemsOf(options: object, context: Partial<ResolveContext> = {}): string[] {
  const [, ...lines] = errorOf({ ...BASE, ...options }, context)?.message.split('\n') ?? [];
  return lines.map((line) => line.replace(/^ {2}- /, ''));
}
