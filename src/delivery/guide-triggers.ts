import type { CommonModel } from '../model/common-model';
import type { GithubModel, TriggersModel } from '../model/model';
import { withBranch } from '../model/resolve-triggers';

/** What starts a release. The same in both engines. */
export function triggersOf({ github, pipeline }: CommonModel): TriggersModel {
  return (github ?? pipeline)!.triggers;
}

/** What can be deployed. Rollbacks run from the release branch. */
export function deployingRefs({ allowed }: GithubModel, branch: string): TriggersModel {
  return withBranch(allowed, branch);
}
