import type { CodeDeployHooks } from '../options';
import type { Place } from './aws';
import { checkPlace } from './check-place';
import type { CodeDeployHookModel } from './model';
import type { OptionReader } from './option-reader';
import { FUNCTION } from './rules';

/** The lifecycle event of each option, in the order in which CodeDeploy runs the hooks. */
const EVENTS: Readonly<Record<keyof CodeDeployHooks, string>> = {
  beforeInstall: 'BeforeInstall',
  afterInstall: 'AfterInstall',
  afterAllowTestTraffic: 'AfterAllowTestTraffic',
  beforeAllowTraffic: 'BeforeAllowTraffic',
  afterAllowTraffic: 'AfterAllowTraffic',
};

/** Resolves the functions that CodeDeploy runs during a deployment. */
export function resolveCodeDeployHooks(codeDeploy: OptionReader, place: Place): CodeDeployHookModel[] {
  const options = codeDeploy.struct('hooks', EVENTS);
  return Object.entries(EVENTS).flatMap(([key, event]) => {
    const functionName = options.string(key, FUNCTION);
    if (functionName?.startsWith('arn:')) {
      const fix = 'Use a function in the account and Region of the service.';
      checkPlace(options, key, functionName, { place, same: ['account', 'region', 'partition'], fix });
    }
    return functionName === undefined ? [] : [{ event, functionName }];
  });
}
