import type { SyncRules } from '../../facts/sync-rules';

export const GITHUB_SYNC_RULES: SyncRules = {
  free: [{ file: /\.yml$/, path: /\.(role-session-name|runs-on|CONSOLE_URL|concurrency\.group)$/ }],
  shadows: [
    {
      file: /\/(deploy|rollback)\.yml$/,
      fact: 'region',
      path: /^((?:jobs\.[^.]+)?).*\benv\.AWS_(?:DEFAULT_)?REGION$/,
    },
    {
      file: /\/(deploy|rollback)\.yml$/,
      fact: 'account',
      path: /^(jobs\.[^.]+)\..*\bwith\.allowed-account-ids$/,
    },
  ],
  guards: [{ file: /\/(deploy|rollback)\.yml$/, path: /\.if$/, weakenedBy: /\|\|/ }],
};
