import {
  CpuArchitecture,
  DeploymentStrategy,
  type EcsDeliveryOptions,
  EcsDeploymentController,
  TaskDefinitionOwner,
} from '../../src/options';
import { EXISTING_SERVICE } from './model';

type Options = Partial<EcsDeliveryOptions>;

const SERVICES: Readonly<Record<string, Options>> = {
  rolling: {},
  'blue-green': { strategy: DeploymentStrategy.BLUE_GREEN },
  canary: { strategy: DeploymentStrategy.CANARY },
  linear: { strategy: DeploymentStrategy.LINEAR },
  'all-at-once': { strategy: DeploymentStrategy.ALL_AT_ONCE },
  existing: EXISTING_SERVICE,
  'image-only': {
    ...EXISTING_SERVICE,
    taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
    executionRoleArn: 'arn:aws:iam::111122223333:role/execution',
  },
  'code-deploy': { ...EXISTING_SERVICE, deploymentController: EcsDeploymentController.CODE_DEPLOY },
  'code-deploy-image-only': {
    ...EXISTING_SERVICE,
    deploymentController: EcsDeploymentController.CODE_DEPLOY,
    taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
    executionRoleArn: 'arn:aws:iam::111122223333:role/execution',
  },
};

const ENVIRONMENTS: Readonly<Record<string, Options>> = {
  one: {},
  three: { environments: [{ name: 'test' }, { name: 'staging' }, { name: 'production', approval: false }] },
};

const ENGINES: Readonly<Record<string, Options>> = {
  both: {},
  github: { codePipeline: { enabled: false } },
  pipeline: { githubActions: { enabled: false } },
};

/** Every combination of service, environments, engines, and architecture. */
export const MATRIX: readonly { name: string; options: Options }[] = Object.keys(SERVICES).flatMap((service) =>
  Object.keys(ENVIRONMENTS).flatMap((environments) =>
    Object.keys(ENGINES).flatMap((engines) =>
      Object.values(CpuArchitecture).map((cpuArchitecture) => ({
        name: `${service}-${environments}-${engines}-${cpuArchitecture}`,
        options: { ...SERVICES[service], ...ENVIRONMENTS[environments], ...ENGINES[engines], cpuArchitecture },
      })),
    ),
  ),
);
