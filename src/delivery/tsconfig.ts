import { buildInfoOptions } from '../core/build-info';
import type { CommonModel } from '../model/common-model';

/** The name of the app's build info. */
export const INFRA_BUILD_INFO = 'infra';

/**
 * `infra/tsconfig.json`: used by ts-node to run the app and by `tsc --build infra` to check its types.
 */
export function renderTsconfig({ infra }: CommonModel): object {
  return {
    compilerOptions: {
      target: 'ES2022',
      lib: ['ES2022'],
      module: 'Node16',
      types: ['node'],
      strict: true,
      noFallthroughCasesInSwitch: true,
      noImplicitReturns: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      noEmit: true,
      ...buildInfoOptions(INFRA_BUILD_INFO, infra.ownPackage ? '' : infra.dir),
      skipLibCheck: true,
    },
    include: ['**/*.ts'],
    exclude: ['node_modules', 'cdk.out'],
  };
}
