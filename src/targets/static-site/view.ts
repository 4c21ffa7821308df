import type { EnvironmentOfTarget } from '../shared/view';
import type { SiteEnvironmentModel } from './model';

/**
 * An environment, as rules see it. Every site is public, and CloudFront redirects HTTP to HTTPS. A release compares the
 * error rate itself, without alarms.
 */
export function environmentView({ strategy }: SiteEnvironmentModel): EnvironmentOfTarget {
  return {
    strategy: strategy.name,
    isPublic: true,
    hasTls: true,
    supportsAlarms: false,
    hasAlarms: false,
    alarmsNotify: false,
    roleStatements: [],
  };
}
