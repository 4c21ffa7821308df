import type { Statement } from '../../core/statement';
import { PULL_ACTIONS } from '../../data/ecr-actions';
import type { RegistryModel } from '../../model/model';

const SIGN_IN: Statement = {
  why: 'Log in to ECR.',
  actions: ['ecr:GetAuthorizationToken'],
  resources: ['*'],
  wildcard: 'ecr:GetAuthorizationToken does not support resource-level permissions.',
};

/** Permissions to pull an image. */
export function pullStatements({ repositoryArn }: RegistryModel): Statement[] {
  return [SIGN_IN, { why: 'Pull images from this repository.', actions: PULL_ACTIONS, resources: [repositoryArn] }];
}

/** Permissions to push an image and to check whether it exists. */
export function pushStatements({ repositoryArn }: RegistryModel): Statement[] {
  return [
    SIGN_IN,
    {
      why: 'Push images to this repository and check which images exist.',
      actions: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:CompleteLayerUpload',
        'ecr:DescribeImages',
        'ecr:GetDownloadUrlForLayer',
        'ecr:InitiateLayerUpload',
        'ecr:PutImage',
        'ecr:UploadLayerPart',
      ],
      resources: [repositoryArn],
    },
  ];
}
