import type {
  DeliveryModel,
  GithubReleaseModel,
  EnvironmentModel as ModelEnvironment,
  PipelineReleaseModel,
} from '../model/model';
import { pascalCase } from '../model/names';

/** An environment with what the engines know of it, as these readings expect it. */
export interface EnvironmentModel extends ModelEnvironment {
  readonly github?: GithubReleaseModel;
  readonly pipeline?: PipelineReleaseModel;
}

export function environmentsOf({ environments, github, pipeline }: DeliveryModel): EnvironmentModel[] {
  return environments.map((environment, i) => ({
    ...environment,
    github: github?.releases[i],
    pipeline: pipeline?.releases[i],
  }));
}

export const TASK_DEFINITION_PLACEHOLDER = '<TASK_DEFINITION>';
export const IMAGE_DETAIL = 'imageDetail.json';
export const IMAGE_PLACEHOLDER = 'IMAGE1_NAME';
export const IMAGE_DEFINITIONS = 'imagedefinitions.json';

export function releaseNames({ name }: ModelEnvironment): { id: string } {
  return { id: `Release${pascalCase(name)}` };
}

export function templateFile({ taskDefinition }: ModelEnvironment): string {
  return taskDefinition.file.replace('task-definition', 'taskdef');
}

export function hasBaseStack({ taskDefinition, github, pipeline }: EnvironmentModel): boolean {
  return taskDefinition.generated || github !== undefined || pipeline?.roleToAssume !== undefined;
}

export function hasRegistryStack({ registry, github }: Pick<DeliveryModel, 'registry' | 'github'>): boolean {
  return !registry.existing || github !== undefined;
}

export function deploysAssembly({ serviceKind }: DeliveryModel): boolean {
  return serviceKind === 'managed';
}
