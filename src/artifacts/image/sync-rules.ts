import type { SyncRules } from '../../facts/sync-rules';
import { readDockerfile } from './dockerfile-reader';
import { IMAGE_BUILD_AGREEMENT } from './image-build-agreement';

export const IMAGE_SYNC_RULES: SyncRules = {
  free: [{ file: /Dockerfile$/, line: /^\s*#/ }],
  readers: [{ file: /Dockerfile/, read: readDockerfile }],
  agreements: [IMAGE_BUILD_AGREEMENT],
};
