import type { OptionReader } from '../../model/option-reader';
import type { ResolvedEnvironment } from '../../model/resolve-environment-list';
import { show } from '../../model/show';
import type { SiteEnvironmentModel } from './model';
import { DOMAIN_OPTIONS } from './options';

type ResolvedSite = ResolvedEnvironment<Omit<SiteEnvironmentModel, 'artifacts'>>;

/** A domain name can belong to only one distribution, in all accounts. */
export function checkDomainNames({ environment, options }: ResolvedSite, earlier: readonly ResolvedSite[]): void {
  if (options.isRejected('domain')) {
    return;
  }
  for (const name of environment.domain?.names ?? []) {
    const other = earlier.find((each) => each.environment.domain?.names.includes(name));
    if (other) {
      options.struct('domain', DOMAIN_OPTIONS).rejectValue('names', name, 'duplicate-domain-name', {
        why: `is also a domain name of the environment ${show(other.environment.name)}`,
        allowed: 'domain names that no other environment has',
        fix: 'Set a different domain in each environment.',
      });
    }
  }
}

/** The reviewers of a GitHub environment approve either previews or releases. */
export function checkPreviewNames(resolved: readonly ResolvedSite[]): void {
  for (const { own, environment } of resolved) {
    const other = resolved.find(
      (each) => each.environment.approvePreview && environment.name === `${each.environment.name}-preview`,
    );
    if (other) {
      own.reject('name', 'duplicate-environment', {
        why: `is also the name of the GitHub environment for previews of ${show(other.environment.name)}`,
        fix: 'Use a different name.',
      });
    }
  }
}

/** Whether a release watches the error rate. */
export function watchesErrors({ strategy }: Pick<SiteEnvironmentModel, 'strategy'>): boolean {
  return strategy.bakeTimeInMinutes > 0 || strategy.stepBakeTimeInMinutes !== undefined;
}

/** Reports limits of the error rate that no release checks. */
export function checkErrorRates(top: OptionReader, resolved: readonly ResolvedSite[]): void {
  const inheriting = resolved.filter(({ own }) => own === top || !own.has('errorRatePercent'));
  const readers = [
    ...(inheriting.some(({ environment }) => watchesErrors(environment)) || inheriting.length === 0 ? [] : [top]),
    ...resolved.filter(({ own, environment }) => own !== top && !watchesErrors(environment)).map(({ own }) => own),
  ];
  const isKnown = resolved.every(({ options }) => !options.isRejected('strategy', 'strategyParameters'));
  for (const reader of readers.filter((each) => each.has('errorRatePercent') && !each.isRejected('errorRatePercent'))) {
    if (isKnown) {
      reader.reject('errorRatePercent', 'error-rate-without-bake-time', {
        why: 'has no effect, because the release does not wait for errors',
        fix: 'Set strategyParameters.bakeTimeInMinutes, choose CANARY or LINEAR, or remove errorRatePercent.',
      });
    }
  }
}
