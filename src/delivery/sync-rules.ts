import { IMAGE_SYNC_RULES } from '../artifacts/image/sync-rules';
import { PIPELINE_SYNC_RULES } from '../engines/code-pipeline/sync-rules';
import { GITHUB_SYNC_RULES } from '../engines/github-actions/sync-rules';
import type { SyncRules } from '../facts/sync-rules';
import { ECS_SYNC_RULES } from '../targets/ecs/sync-rules';

/** Comments and messages of the generated code mention shared values only for people. */
const TEXT_RULES: SyncRules = {
  free: [
    { file: /\.ts$/, line: /^\s*(\/\/|\/?\*)/ },
    { file: /\.sh$/, line: /^\s*#/ },
    { file: /\.ya?ml$/, line: /^\s*echo / },
  ],
};

const ALL = [TEXT_RULES, IMAGE_SYNC_RULES, ECS_SYNC_RULES, GITHUB_SYNC_RULES, PIPELINE_SYNC_RULES];

/** What is specific to the formats and tools of the generated files. */
export const SYNC_RULES: SyncRules = {
  free: ALL.flatMap(({ free = [] }) => free),
  shadows: ALL.flatMap(({ shadows = [] }) => shadows),
  guards: ALL.flatMap(({ guards = [] }) => guards),
  readers: ALL.flatMap(({ readers = [] }) => readers),
  agreements: ALL.flatMap(({ agreements = [] }) => agreements),
};
