import type { SyncRules } from '../../facts/sync-rules';

export const LAMBDA_SYNC_RULES: SyncRules = {};
