import type { SyncRules } from '../../facts/sync-rules';

const TASK_DEFINITION = /task-definition.*\.json$/;

export const ECS_SYNC_RULES: SyncRules = {
  free: [{ file: TASK_DEFINITION, path: /\.awslogs-stream-prefix$/ }],
  superseded: [
    { file: TASK_DEFINITION, path: /^(containerDefinitions\.[^.]+\.logConfiguration)\.options\./, by: 'logDriver' },
  ],
  shadows: [
    {
      file: TASK_DEFINITION,
      fact: 'container-port',
      path: /^(containerDefinitions\.[^.]+)\.environment\.PORT\.value$/,
    },
    {
      file: TASK_DEFINITION,
      fact: 'health-check-path',
      path: /^(containerDefinitions\.[^.]+)\.environment\.HEALTH_CHECK_PATH\.value$/,
    },
    // With the network mode awsvpc, both ports must be the same.
    ...['container-port', 'sidecar-port'].map((fact) => ({
      file: TASK_DEFINITION,
      fact,
      path: /^(containerDefinitions\.[^.]+)\.portMappings\.[^.]+\.hostPort$/,
    })),
    {
      file: TASK_DEFINITION,
      fact: 'container-port',
      path: /^(containerDefinitions\.[^.]+)\.healthCheck\.command\.\d+$/,
      value: /(?:localhost|127\.0\.0\.1):(\d+)/,
    },
  ],
};
