import type { Puller } from '../artifacts/image/registry-stack';
import { TAG_ACTIONS } from '../data/ecr-actions';
import type { CommonModel } from '../model/common-model';
import type { RegistryModel } from '../model/model';

/** The roles that release to the environments, and then tag the image. */
export function taggersOf({ environments, github, pipeline }: CommonModel, { releaseTags }: RegistryModel): Puller[] {
  return environments
    .filter(({ name }) => releaseTags.some(({ environment }) => environment === name))
    .flatMap(({ name, account }) => {
      const releases = [
        github?.releases.find((release) => release.name === name)?.deployRole.arn,
        pipeline?.releases.find((release) => release.name === name)?.roleToAssume?.arn,
      ];
      return releases.flatMap((roleArn) => (roleArn ? [{ name, account, roleArn, actions: TAG_ACTIONS }] : []));
    });
}
