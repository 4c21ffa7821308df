import type { SyncRules } from '../../facts/sync-rules';

export const PIPELINE_SYNC_RULES: SyncRules = {
  shadows: [{ file: /buildspec\.yml$/, fact: 'region', path: /^()env\.variables\.AWS_(?:DEFAULT_)?REGION$/ }],
};
