import type { SyncRules } from '../../facts/sync-rules';

export const EC2_SYNC_RULES: SyncRules = {
  free: [
    // Comments and descriptions.
    { file: /\.(service|env)$/, line: /^\s*(#|Description=)/ },
  ],
};
