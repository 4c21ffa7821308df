import type { StringRule } from '../../model/option-reader';

/** A header value: printable ASCII without quotation marks that end a string in the generated code. */
export const CONTENT_SECURITY_POLICY: StringRule = {
  pattern: /^[\x20-\x7e]+$/,
  allowed: "directives of a content security policy, for example default-src 'self'",
  maxLength: 1783,
};

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html */
export const SITE_CERTIFICATE_ARN: StringRule = {
  pattern: /^arn:aws:acm:us-east-1:\d{12}:certificate\/[A-Za-z0-9-]+$/,
  allowed: 'arn:aws:acm:us-east-1:<account>:certificate/<id>',
  fix: 'Request or import the certificate in us-east-1. CloudFront cannot use certificates from other Regions.',
};

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html */
export const SITE_WEB_ACL_ARN: StringRule = {
  pattern: /^arn:aws:wafv2:us-east-1:\d{12}:global\/webacl\/[\w-]{1,128}\/[\w-]{1,36}$/,
  allowed: 'arn:aws:wafv2:us-east-1:<account>:global/webacl/<name>/<id>',
  fix: 'Specify the ARN of a web ACL with the scope CLOUDFRONT.',
};
