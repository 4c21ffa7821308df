import type { SyncRules } from '../../facts/sync-rules';

export const STATIC_SITE_SYNC_RULES: SyncRules = {
  // Comments.
  free: [{ file: /site-function\.js$/, line: /^\s*(\/\/|\/?\*)/ }],
};
