import { PIPELINE_SYNC_RULES } from '../engines/code-pipeline/sync-rules';
import { GITHUB_SYNC_RULES } from '../engines/github-actions/sync-rules';
import type { SyncRules } from '../facts/sync-rules';

/** Comments and messages of the generated code mention shared values only for people. */
const TEXT_RULES: SyncRules = {
  free: [
    { file: /\.ts$/, line: /^\s*(\/\/|\/?\*)/ },
    { file: /\.sh$/, line: /^\s*#/ },
    { file: /\.ya?ml$/, line: /^\s*echo / },
  ],
};

/** The rules of the artifact and the target, with those that apply to every delivery. */
export function syncRules(...own: readonly SyncRules[]): SyncRules {
  const all = [TEXT_RULES, ...own, GITHUB_SYNC_RULES, PIPELINE_SYNC_RULES];
  return {
    free: all.flatMap(({ free = [] }) => free),
    shadows: all.flatMap(({ shadows = [] }) => shadows),
    guards: all.flatMap(({ guards = [] }) => guards),
    superseded: all.flatMap(({ superseded = [] }) => superseded),
    readers: all.flatMap(({ readers = [] }) => readers),
    agreements: all.flatMap(({ agreements = [] }) => agreements),
  };
}
