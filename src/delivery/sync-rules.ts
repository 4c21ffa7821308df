import { readDockerfile } from '../artifacts/image/dockerfile-reader';
import { IMAGE_BUILD_AGREEMENT } from '../artifacts/image/image-build-agreement';
import type { SyncRules } from '../facts/sync-rules';

/** What is specific to the formats and tools of the generated files. */
export const SYNC_RULES: SyncRules = {
  free: [
    { file: /\.ts$/, line: /^\s*(\/\/|\/?\*)/ },
    { file: /(Dockerfile|\.sh)$/, line: /^\s*#/ },
    { file: /\.ya?ml$/, path: /\.(role-session-name|runs-on|CONSOLE_URL)$/, line: /^\s*echo / },
    { file: /task-definition.*\.json$/, path: /\.awslogs-stream-prefix$/ },
  ],
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
    { file: /buildspec\.yml$/, fact: 'region', path: /^()env\.variables\.AWS_(?:DEFAULT_)?REGION$/ },
    {
      file: /task-definition.*\.json$/,
      fact: 'container-port',
      path: /^(containerDefinitions\.[^.]+)\.environment\.PORT\.value$/,
    },
    {
      file: /task-definition.*\.json$/,
      fact: 'health-check-path',
      path: /^(containerDefinitions\.[^.]+)\.environment\.HEALTH_CHECK_PATH\.value$/,
    },
    // With the network mode awsvpc, both ports must be the same.
    {
      file: /task-definition.*\.json$/,
      fact: 'container-port',
      path: /^(containerDefinitions\.[^.]+)\.portMappings\.[^.]+\.hostPort$/,
    },
    {
      file: /task-definition.*\.json$/,
      fact: 'container-port',
      path: /^(containerDefinitions\.[^.]+)\.healthCheck\.command\.\d+$/,
      value: /(?:localhost|127\.0\.0\.1):(\d+)/,
    },
  ],
  guards: [{ file: /\/(deploy|rollback)\.yml$/, path: /\.if$/, weakenedBy: /\|\|/ }],
  readers: [{ file: /Dockerfile/, read: readDockerfile }],
  agreements: [IMAGE_BUILD_AGREEMENT],
};
