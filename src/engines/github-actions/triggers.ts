import type { TriggersModel } from '../../model/model';
import { literalPrefix } from '../../model/resolve-triggers';

/** The `push` event. GitHub does not filter tags by paths. */
export function pushEvent({ branches, tags }: TriggersModel, paths: readonly string[]): object {
  return {
    ...(branches.length > 0 ? { branches } : {}),
    ...(tags.length > 0 ? { tags } : {}),
    ...(paths.length > 0 ? { paths } : {}),
  };
}

/** The condition that a workflow runs for one of these refs. Expressions cannot match a pattern, only its beginning. */
export function refCondition({ branches, tags }: TriggersModel): string {
  return [
    ...branches.map((branch) => conditionFor('refs/heads/', branch)),
    ...tags.map((tag) => conditionFor('refs/tags/', tag)),
  ].join(' || ');
}

function conditionFor(kind: string, pattern: string): string {
  const prefix = literalPrefix(pattern);
  return prefix === pattern ? `github.ref == '${kind}${pattern}'` : `startsWith(github.ref, '${kind}${prefix}')`;
}
