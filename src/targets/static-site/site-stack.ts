import type { Artifact } from '../../core/artifact';
import type { Finding, StackPart } from '../../core/stack-source';
import { acknowledge, addToRole, wildcardFindings } from '../../printing/statements';
import { code, imports, literal, quote, sourceFile } from '../../printing/typescript';
import type { SiteDomainModel, SiteEnvironmentModel, StaticSiteModel } from './model';
import { PREVIEWS } from './site-function';
import { grantPreview, grantPublish, previewStackStatement } from './site-roles';

/** Works before the DNS records of a custom domain exist. */
const DISTRIBUTION_URL = '`https://${distribution.distributionDomainName}`';

/**
 * `infra/site-stack.ts`, or one file for each environment: the bucket, the distribution, and the role that publishes
 * releases. The stack does not contain the site: the store of the function says which release is live.
 */
export function renderSiteStack(
  model: StaticSiteModel,
  artifact: Artifact,
  environment: SiteEnvironmentModel,
  previewParts: readonly StackPart[] = [],
): string {
  const { service, site, files, infra } = model;
  const { siteStack, publishRole, domain, webAclArn, name } = environment;
  const statements = artifact.readStatements;
  const previewed = previewParts.length > 0;
  return sourceFile`
    ${imports({
      'node:path': ['join'],
      'aws-cdk-lib': ['CfnOutput', 'Duration', 'RemovalPolicy', 'Stack', 'type StackProps', 'Validations'],
      ...(domain ? { 'aws-cdk-lib/aws-certificatemanager': 'acm' } : {}),
      'aws-cdk-lib/aws-cloudfront': 'cloudfront',
      'aws-cdk-lib/aws-cloudfront-origins': 'origins',
      'aws-cdk-lib/aws-iam': 'iam',
      ...(domain?.hostedZone
        ? { 'aws-cdk-lib/aws-route53': 'route53', 'aws-cdk-lib/aws-route53-targets': 'targets' }
        : {}),
      'aws-cdk-lib/aws-s3': 's3',
      constructs: ['type Construct'],
    })}

    /** The site of ${service} in ${name}. */
    export class ${siteStack.className} extends Stack {
      constructor(scope: Construct, id: string, props: StackProps) {
        super(scope, id, props);

        // Contains a folder for each release, and the assets that all releases share.
        const bucket = new s3.Bucket(this, 'Bucket', {
          encryption: s3.BucketEncryption.S3_MANAGED,
          blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
          enforceSSL: true,
          lifecycleRules: ${previewed ? LIFECYCLE_WITH_PREVIEWS : '[{ abortIncompleteMultipartUploadAfter: Duration.days(1) }]'},
          // Retained, because CloudFormation cannot delete a bucket that contains objects.
          removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        });

        // A release and a rollback only change a value in the store, so they take seconds and need no invalidation.
        const store = new cloudfront.KeyValueStore(this, 'Store', {
          comment: ${quote(`Selects the live release of ${service} in ${name}.`)},
        });
        const selectRelease = new cloudfront.Function(this, 'SelectRelease', {
          code: cloudfront.FunctionCode.fromFile({ filePath: join(__dirname, ${quote(files.siteFunction.slice(infra.dir.length + 1))}) }),
          runtime: cloudfront.FunctionRuntime.JS_2_0,
          keyValueStore: store,
        });

        const headers = new cloudfront.ResponseHeadersPolicy(this, 'Headers', {
          securityHeadersBehavior: {
            contentSecurityPolicy: {
              contentSecurityPolicy: ${quote(site.contentSecurityPolicy)},
              override: true,
            },
            contentTypeOptions: { override: true },
            frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: true },
            referrerPolicy: {
              referrerPolicy: cloudfront.HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
              override: true,
            },
            strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: true },
          },
        });

        // With permission to list the bucket, S3 reports a missing file as such instead of as a denied request.
        const origin = origins.S3BucketOrigin.withOriginAccessControl(bucket, {
          originAccessLevels: [cloudfront.AccessLevel.READ, cloudfront.AccessLevel.LIST],
        });
        const behavior: cloudfront.BehaviorOptions = {
          origin,
          viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
          cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
          responseHeadersPolicy: headers,
        };
        const distribution = new cloudfront.Distribution(this, 'Distribution', {
          comment: ${quote(`${service} (${name})`)},
          httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
          ${domainCode(domain)}
          ${webAclArn && `webAclId: ${quote(webAclArn)},`}
          defaultBehavior: {
            ...behavior,
            functionAssociations: [
              { eventType: cloudfront.FunctionEventType.VIEWER_REQUEST, function: selectRelease },
              { eventType: cloudfront.FunctionEventType.VIEWER_RESPONSE, function: selectRelease },
            ],
          },
          additionalBehaviors: {
            // The names of these files contain a hash of their content, so all releases can share them.
            ${quote(`${site.assets}/*`)}: ${previewed ? ASSETS_WITH_PREVIEWS : 'behavior'},
          },
          errorResponses: [
            {
              httpStatus: 404,
              responseHttpStatus: 404,
              responsePagePath: ${quote(`/errors/${site.errorPage}`)},
              ttl: Duration.minutes(1),
            },
          ],
        });
        ${recordsCode(domain)}

        // Releases and rollbacks assume this role. Its permissions end at this site.
        const publishRole = new iam.Role(this, 'PublishRole', {
          roleName: ${quote(publishRole.createAs)},
          description: ${quote(`Publishes releases of ${service} in ${name}.`)},
          assumedBy: new iam.AccountRootPrincipal(),
        });
        ${grantPublish('publishRole')}
        ${addToRole('publishRole', statements)}

        ${previewed ? previewCode(environment, previewParts) : undefined}

        new CfnOutput(this, 'BucketName', { value: bucket.bucketName }).overrideLogicalId('Bucket');
        new CfnOutput(this, 'StoreArn', { value: store.keyValueStoreArn }).overrideLogicalId('Store');
        new CfnOutput(this, 'DistributionId', { value: distribution.distributionId }).overrideLogicalId('Distribution');
        new CfnOutput(this, 'DistributionUrl', { value: ${DISTRIBUTION_URL} });
        new CfnOutput(this, 'Url', { value: ${domain ? quote(`https://${domain.names[0]}`) : DISTRIBUTION_URL} });

        ${acknowledge([
          ...findings(environment),
          ...wildcardFindings('publishRole', statements),
          ...(previewed ? previewFindings(environment) : []),
        ])}
      }
    }
  `;
}

function domainCode(domain: SiteDomainModel | undefined): string | undefined {
  return (
    domain &&
    code`
      domainNames: ${literal(domain.names)},
      certificate: acm.Certificate.fromCertificateArn(this, 'Certificate', ${quote(domain.certificateArn)}),
      minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,`
  );
}

function recordsCode(domain: SiteDomainModel | undefined): string | undefined {
  if (!domain?.hostedZone) {
    return undefined;
  }
  const { id, name } = domain.hostedZone;
  return code`
    const zone = route53.HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: ${quote(id)},
      zoneName: ${quote(name)},
    });
    for (const recordName of ${literal(domain.names)}) {
      const target = route53.RecordTarget.fromAlias(new targets.CloudFrontTarget(distribution));
      new route53.ARecord(this, \`\${recordName}Ipv4\`, { zone, recordName, target });
      new route53.AaaaRecord(this, \`\${recordName}Ipv6\`, { zone, recordName, target });
    }`;
}

const LIFECYCLE_WITH_PREVIEWS = code`
  [
    { abortIncompleteMultipartUploadAfter: Duration.days(1) },
    // Previews are removed with their pull request. This rule removes those that remain.
    { prefix: '${PREVIEWS}/', expiration: Duration.days(30) },
  ]`;

const ASSETS_WITH_PREVIEWS = code`
  {
    ...behavior,
    // A preview has its own assets.
    functionAssociations: [{ eventType: cloudfront.FunctionEventType.VIEWER_REQUEST, function: selectRelease }],
  }`;

/** The role that publishes previews of pull requests. It cannot change releases or the live release. */
function previewCode(environment: SiteEnvironmentModel, parts: readonly StackPart[]): string {
  return code`
    // Publishes previews of pull requests. The role cannot change anything outside of their folder.
    ${parts.map((part) => part.code).join('\n')}
    ${grantPreview('previewRole')}
    ${addToRole('previewRole', [previewStackStatement(environment)])}`;
}

function previewFindings(environment: SiteEnvironmentModel): Finding[] {
  return [
    {
      construct: 'previewRole',
      id: `AwsSolutions-IAM5[Resource::<Bucket83908E77.Arn>/${PREVIEWS}/*]`,
      reason: 'The folder contains only previews of pull requests.',
    },
    ...wildcardFindings('previewRole', [previewStackStatement(environment)]),
  ];
}

function findings({ domain, webAclArn }: SiteEnvironmentModel): Finding[] {
  return [
    {
      construct: 'bucket',
      id: 'AwsSolutions-S1',
      reason: 'Only CloudFront and the publish role can access the bucket.',
    },
    { construct: 'distribution', id: 'AwsSolutions-CFR1', reason: 'The site is for visitors in all countries.' },
    ...(webAclArn
      ? []
      : [{ construct: 'distribution', id: 'AwsSolutions-CFR2', reason: 'The site consists of static files.' }]),
    {
      construct: 'distribution',
      id: 'AwsSolutions-CFR3',
      reason: 'Access logs contain the addresses of visitors, so they are left to the owner of the site.',
    },
    ...(domain
      ? []
      : [
          {
            construct: 'distribution',
            id: 'AwsSolutions-CFR4',
            reason: 'The certificate of cloudfront.net determines the TLS version until the site has its own domain.',
          },
        ]),
    {
      construct: 'publishRole',
      id: 'AwsSolutions-IAM5[Resource::<Bucket83908E77.Arn>/*]',
      reason: 'The role uploads and deletes the files of releases.',
    },
  ];
}
