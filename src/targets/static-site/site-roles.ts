import type { Artifact } from '../../core/artifact';
import type { RoleSummary } from '../../core/role-summary';
import type { Statement } from '../../core/statement';
import { inline } from '../../printing/markdown';
import { addToRole } from '../../printing/statements';
import { describeStackStatement } from '../shared/stack-release';
import type { SiteEnvironmentModel } from './model';
import { PREVIEWS } from './site-function';

/** The permissions of the roles that publish the site. Their resources are expressions in the stack of the site. */

const PUBLISH: readonly Statement[] = [
  {
    why: 'Upload the files of releases and delete those of old ones.',
    actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
    resources: ["bucket.arnForObjects('*')"],
  },
  { why: 'List the files in the bucket.', actions: ['s3:ListBucket'], resources: ['bucket.bucketArn'] },
  {
    why: 'Read and change which release is live.',
    actions: [
      'cloudfront-keyvaluestore:DescribeKeyValueStore',
      'cloudfront-keyvaluestore:GetKey',
      'cloudfront-keyvaluestore:PutKey',
    ],
    resources: ['store.keyValueStoreArn'],
  },
];

const PREVIEW: readonly Statement[] = [
  {
    why: 'Upload and delete the files of previews.',
    actions: ['s3:PutObject', 's3:DeleteObject'],
    resources: [`bucket.arnForObjects('${PREVIEWS}/*')`],
  },
  {
    why: 'List the files of previews.',
    actions: ['s3:ListBucket'],
    resources: ['bucket.bucketArn'],
    conditions: { StringLike: { 's3:prefix': `${PREVIEWS}/*` } },
  },
];

/** Code that grants the permissions to publish releases. */
export function grantPublish(role: string): string {
  return addToRole(role, PUBLISH, expressions);
}

/** Code that grants the permissions to publish previews of pull requests. */
export function grantPreview(role: string): string {
  return addToRole(role, PREVIEW, expressions);
}

function expressions(resources: readonly string[]): string {
  return `[${resources.join(', ')}]`;
}

export const previewStackStatement = (environment: SiteEnvironmentModel): Statement =>
  describeStackStatement(environment, environment.siteStack.name, 'site stack');

/** The role that publishes releases, and the role that publishes previews if the environment has any. */
export function siteRoles(environment: SiteEnvironmentModel, artifact: Artifact, preview?: string): RoleSummary[] {
  return [
    {
      title: inline(environment.publishRole.createAs),
      assumedBy: 'releases and rollbacks',
      statements: [...PUBLISH, ...artifact.readStatements],
    },
    ...(preview === undefined
      ? []
      : [
          {
            title: inline(preview),
            assumedBy: 'GitHub Actions for pull requests',
            statements: [...PREVIEW, previewStackStatement(environment)],
          },
        ]),
  ];
}
