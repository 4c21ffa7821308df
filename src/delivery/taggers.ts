import type { Puller } from '../artifacts/image/registry-stack';
import { TAG_ACTIONS } from '../data/ecr-actions';
import type { CommonModel } from '../model/common-model';
import type { RegistryModel } from '../model/model';

/** The ARNs of the roles that release to an environment. In a pipeline, only if it is in another account. */
export function releaseRolesOf({ github, pipeline }: Pick<CommonModel, 'github' | 'pipeline'>, environment: string) {
  return {
    github: github?.releases.find(({ name }) => name === environment)?.deployRole.arn,
    pipeline: pipeline?.releases.find(({ name }) => name === environment)?.roleToAssume?.arn,
  };
}

/** The roles that release to the environments, and then tag the image. */
export function taggersOf(model: CommonModel, { releaseTags }: RegistryModel): Puller[] {
  return model.environments
    .filter(({ name }) => releaseTags.some(({ environment }) => environment === name))
    .flatMap(({ name, account }) =>
      Object.values(releaseRolesOf(model, name)).flatMap((roleArn) =>
        roleArn ? [{ name, account, roleArn, actions: TAG_ACTIONS }] : [],
      ),
    );
}
