import type { StringRule } from './option-reader';

/**
 * The form of each kind of name, from the documentation of the service that owns it. Every value that ends up in a
 * shell command, a YAML file, a Dockerfile or TypeScript code has a form without characters that mean something
 * there.
 */

export const SERVICE_NAME: StringRule = {
  pattern: /^(?=.{2,32}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  allowed: '2 to 32 lower case letters, digits and single hyphens between them, a letter first',
  fix: 'Set serviceName to such a name.',
};

/** https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html */
export const AWS_ACCOUNT: StringRule = {
  pattern: /^\d{12}$/,
  allowed: '12 digits',
  fix: "Write the account id as a string, with its leading zeros: '012345678901'.",
};

/** https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
export const AWS_REGION: StringRule = {
  pattern:
    /^(af|ap|ca|cn|eu|eusc|il|me|mx|sa|us)(-(gov|de|iso[a-z]?))?-(north|south|east|west|central|northeast|northwest|southeast|southwest)-\d$/,
  allowed: 'a region code, such as eu-central-1',
  fix: 'Write the code of the region, not its name or an availability zone.',
};

/** https://docs.github.com/en/get-started/using-git/dealing-with-special-characters-in-branch-and-tag-names */
export const GIT_BRANCH: StringRule = {
  pattern: /^(?!HEAD$|refs\/)(?!.*(\.\.|\/\/|\/\.|\.lock(\/|$)|\/$|\.$))[A-Za-z0-9_][A-Za-z0-9._/-]*$/,
  allowed: 'letters, digits and . _ / -; a branch as git names it, no pattern and no refs/heads/',
  maxLength: 244,
};

export const GITHUB_REPOSITORY: StringRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}\/(?!\.{1,2}$)(?!.*\.git$)[A-Za-z0-9._-]{1,100}$/,
  allowed: 'owner/name',
  fix: 'Write owner/name without a host or .git, such as acme/orders-api.',
};

export const NUMERIC_ID: StringRule = { pattern: /^[1-9]\d{0,18}$/, allowed: 'a number, as the GitHub API gives it' };

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
export const ECR_REPOSITORY: StringRule = {
  pattern: /^(?=.{2,256}$)(?!\d{12}\.dkr\.ecr)[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/,
  allowed: '2 to 256 lower case letters, digits and . _ - / between them; neither the host nor a tag',
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html */
export const ECS_NAME: StringRule = {
  pattern: /^[A-Za-z0-9_-]+$/,
  allowed: 'letters, digits, - and _; the name, not the ARN',
  maxLength: 255,
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
export const CONTAINER_NAME: StringRule = {
  pattern: /^[A-Za-z0-9_-]+$/,
  allowed: 'letters, digits, - and _',
  maxLength: 255,
};

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_RepositoryMetadata.html */
export const CODE_COMMIT_REPOSITORY: StringRule = {
  pattern: /^(?!.*\.git$)[\w.-]+$/,
  allowed: 'letters, digits and . _ -, without .git',
  maxLength: 100,
};

/** Unreserved characters of a URL path: nothing that a shell, JSON or JavaScript string would read. */
export const HEALTH_CHECK_PATH: StringRule = {
  pattern: /^\/[A-Za-z0-9._~/-]*$/,
  allowed: 'a path that starts with /, of letters, digits and . _ ~ / -',
  maxLength: 1024,
  fix: 'Write the path only, without host, query or spaces.',
};

export const NODE_VERSION: StringRule = {
  pattern: /^[1-9]\d?$/,
  allowed: 'a major version, such as 24',
  fix: 'Write the major version only.',
};

export const RUNTIME_VERSION: StringRule = { pattern: /^[A-Za-z0-9.]+$/, allowed: 'a version, such as 3.13' };

/** POSIX names; what ECS passes on has to be settable in a shell. */
export const VARIABLE_NAME: RegExp = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * One line of shell, without control characters and the line separators of Unicode, and without a backslash that
 * would make the next command a part of it. GitHub would evaluate an expression before the shell sees the line.
 */
export const SHELL_COMMAND: StringRule = {
  pattern: /^(?!\s*$)(?!.*\$\{\{)(?:\t|[^\p{Cc}\p{Zl}\p{Zp}\p{Cs}])+(?<!\\)$/u,
  allowed: 'one whole line of shell without ${{',
  fix: 'Write one command a line; take values from environment variables.',
};

/** What an environment variable or an argument can hold: all but NUL and half a character. JSON data, never code. */
export const TEXT: StringRule = {
  pattern: /^[^\0\p{Cs}]*$/u,
  allowed: 'text without NUL',
};

/** An argument in exec form. */
export const EXEC_ARGUMENT: StringRule = {
  pattern: /^[^\0\p{Cs}]+$/u,
  allowed: 'a string that is not empty, without NUL',
};

/** A path in the repository; no character that a shell, a Dockerfile or a YAML file would read. */
export const REPOSITORY_PATH: StringRule = {
  pattern: /^(?!-)(?!\.{1,2}(\/|$))[A-Za-z0-9._-]+(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._-]+)*$/,
  allowed: 'a path inside the project without ./ and ../, of letters, digits and . _ / -',
};

export const ABSOLUTE_PATH: StringRule = {
  pattern: /^(?:\/(?!\.{1,2}(\/|$))[A-Za-z0-9._-]+)+$/,
  allowed: 'an absolute path without ./ and ../, of letters, digits and . _ / -',
};

/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idruns-on */
export const RUNNER_LABEL: StringRule = {
  pattern: /^[A-Za-z0-9._-]+$/,
  allowed: 'a runner label: letters, digits and . _ -',
};

export const ACTION_REFERENCE: StringRule = {
  pattern: /^(?!.*\.\.)[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)+@[A-Za-z0-9._/-]+$/,
  allowed: 'owner/repository@ref',
  fix: 'Pin the action to a full commit SHA.',
};

export const CODEBUILD_IMAGE: StringRule = {
  pattern: /^aws\/codebuild\/[a-z0-9_-]+:[0-9.]+$/,
  allowed: 'an image of AWS CodeBuild, such as aws/codebuild/standard:8.0',
};

export const ROLE_ARN: StringRule = {
  pattern: /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
  allowed: 'arn:aws:iam::<account>:role/<name>',
};

export const KMS_KEY_ARN: StringRule = {
  pattern: /^arn:aws(-[a-z]+)*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/,
  allowed: 'arn:aws:kms:<region>:<account>:key/<id>',
  fix: 'Give the ARN of the key itself; an alias cannot be named in a policy.',
};

/** Connections made before 2024-07 carry the service's former name. */
export const CONNECTION_ARN: StringRule = {
  pattern: /^arn:aws(-[a-z]+)*:(codeconnections|codestar-connections):[a-z0-9-]+:\d{12}:connection\/[0-9a-f-]{36}$/,
  allowed: 'arn:aws:codeconnections:<region>:<account>:connection/<uuid>',
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
export const SECRET_NAME = /^[A-Za-z0-9/_+=.@-]{1,512}$/;
/** Secrets Manager appends a hyphen and six characters to a name to make the ARN. */
export const SECRET_SUFFIX = /-[A-Za-z0-9]{6}$/;
export const SECRET_ARN =
  /^arn:aws(?:-[a-z]+)*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@-]+-[A-Za-z0-9]{6}$/;
/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html */
export const PARAMETER_NAME = /^\/?[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/;
export const PARAMETER_ARN = /^arn:aws(?:-[a-z]+)*:ssm:([a-z0-9-]+):\d{12}:parameter\/[A-Za-z0-9_./-]+$/;
export const JSON_KEY: StringRule = { pattern: /^[A-Za-z0-9_.-]+$/, allowed: 'letters, digits and . _ -' };

/** It becomes part of the names of jobs, stages, stacks, roles and files. */
export const ENVIRONMENT_NAME: StringRule = {
  pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  allowed: 'lower case letters, digits and single hyphens between them, a letter first',
  maxLength: 16,
};

/** https://docs.github.com/en/rest/deployments/environments */
export const REVIEWER: StringRule = {
  pattern: /^[A-Za-z0-9](-?[A-Za-z0-9_])*(\/[A-Za-z0-9._-]+)?$/,
  allowed: 'a GitHub user, or a team as organization/team',
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Vpc.html */
export const VPC_ID: StringRule = {
  pattern: /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/,
  allowed: 'the id of a VPC, vpc- and 8 or 17 hexadecimal digits',
};

export const SUBNET_ID: StringRule = {
  pattern: /^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/,
  allowed: 'the id of a subnet, subnet- and 8 or 17 hexadecimal digits',
};

const OCTET = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)';

export const CIDR: StringRule = {
  pattern: new RegExp(`^${OCTET}(\\.${OCTET}){3}/(3[0-2]|[12]?\\d)$`),
  allowed: 'a range of IPv4 addresses, such as 203.0.113.0/24',
};

/** A VPC may have /16 to /28; smaller ones than /24 have no room for the subnets. */
export const VPC_CIDR: StringRule = {
  pattern: new RegExp(`^${OCTET}(\\.${OCTET}){3}/(1[6-9]|2[0-4])$`),
  allowed: 'a range of IPv4 addresses from /16 to /24, such as 10.20.0.0/16',
};

export const CERTIFICATE_ARN: StringRule = {
  pattern: /^arn:aws(-[a-z]+)*:acm:[a-z0-9-]+:\d{12}:certificate\/[A-Za-z0-9-]+$/,
  allowed: 'arn:aws:acm:<region>:<account>:certificate/<id>',
};

export const TOPIC_ARN: StringRule = {
  pattern: /^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
  allowed: 'arn:aws:sns:<region>:<account>:<topic>',
  fix: 'Give the ARN of a standard topic.',
};

export const DOMAIN_NAME: StringRule = {
  pattern: /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
  allowed: 'a domain name in lower case, such as orders.example.com',
  fix: 'Write the name only, without https:// and path.',
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const BUCKET_NAME: StringRule = {
  pattern: /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  allowed: '3 to 63 lower case letters, digits, . and -; the name, not the ARN',
};

/** https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html */
export const BOOTSTRAP_QUALIFIER: StringRule = {
  pattern: /^[a-z0-9]{1,10}$/,
  allowed: '1 to 10 lower case letters and digits',
};

export const IAM_ACTION: StringRule = {
  pattern: /^[a-z0-9-]+:[A-Za-z0-9*]*[A-Za-z0-9][A-Za-z0-9*]*$/,
  allowed: 'service:Action, such as s3:GetObject',
  fix: 'Name the actions that the code takes.',
};

export const IAM_RESOURCE: StringRule = {
  pattern: /^(\*|arn:(\*|aws(-[a-z]+)*):[a-z0-9-]+:[a-z0-9*-]*:(\d{12}|\*)?:[^\s\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+)$/u,
  allowed: "an ARN, or '*' where the actions take no resource",
};

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateApplication.html */
export const CODE_DEPLOY_NAME: StringRule = {
  pattern: /^[A-Za-z0-9._+=,@-]+$/,
  allowed: 'letters, digits and . _ + = , @ -; the name, not the ARN',
  maxLength: 100,
};
