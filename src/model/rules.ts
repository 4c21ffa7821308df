import type { StringRule } from './option-reader';

/**
 * The rules for each kind of value, based on the documentation of the service that defines it. If a value becomes
 * part of a shell command, a YAML file, a Dockerfile, or TypeScript code, its rule excludes all characters that have
 * a special meaning there.
 */

export const SERVICE_NAME: StringRule = {
  pattern: /^(?=.{2,32}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  allowed:
    '2 to 32 lowercase letters, digits, and single hyphens, starting with a letter and ending with a letter or digit',
  fix: 'Set serviceName to a valid name.',
};

/** https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html */
export const AWS_ACCOUNT: StringRule = {
  pattern: /^\d{12}$/,
  allowed: '12 digits',
  fix: "Specify the account ID as a string, including leading zeros, for example '012345678901'.",
};

/** https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
export const AWS_REGION: StringRule = {
  pattern:
    /^(af|ap|ca|cn|eu|eusc|il|me|mx|sa|us)(-(gov|de|iso[a-z]?))?-(north|south|east|west|central|northeast|northwest|southeast|southwest)-\d$/,
  allowed: 'a Region code, for example eu-central-1',
  fix: 'Specify the Region code, not the name of the Region or an Availability Zone.',
};

/** https://docs.github.com/en/get-started/using-git/dealing-with-special-characters-in-branch-and-tag-names */
export const GIT_BRANCH: StringRule = {
  pattern: /^(?!HEAD$|refs\/)(?!.*(\.\.|\/\/|\/\.|\.lock(\/|$)|\/$|\.$))[A-Za-z0-9_][A-Za-z0-9._/-]*$/,
  allowed:
    'a valid Git branch name that contains only letters, digits, and the characters - . _ /, but no wildcards or refs/heads/',
  maxLength: 244,
};

export const GITHUB_REPOSITORY: StringRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}\/(?!\.{1,2}$)(?!.*\.git$)[A-Za-z0-9._-]{1,100}$/,
  allowed: 'owner/name',
  fix: 'Use owner/name without the host or .git, for example acme/orders-api.',
};

export const NUMERIC_ID: StringRule = { pattern: /^[1-9]\d{0,18}$/, allowed: 'a numeric ID from the GitHub API' };

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
export const ECR_REPOSITORY: StringRule = {
  pattern: /^(?=.{2,256}$)(?!\d{12}\.dkr\.ecr)[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/,
  allowed: '2 to 256 lowercase letters, digits, and the separators . _ - /; without a host or tag',
};

/** The names that both ECR and the construct `ecr.Repository` of the CDK accept. */
export const NEW_ECR_REPOSITORY: StringRule = {
  pattern: /^(?=.{2,256}$)(?!\d{12}\.dkr\.ecr)[a-z0-9]+([._-][a-z0-9]+)*(\/[a-z0-9]+([._-][a-z0-9]+)*)*$/,
  allowed: '2 to 256 lowercase letters, digits, and single separators . _ - /; without a host or tag',
};

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageTagMutabilityExclusionFilter.html */
export const IMAGE_TAG: StringRule = {
  pattern: /^(?![0-9a-f]{7,40}$)[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/,
  allowed:
    '1 to 128 letters, digits, and the characters . _ -, starting with a letter, digit, or underscore, but not a commit SHA',
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html */
export const ECS_NAME: StringRule = {
  pattern: /^[A-Za-z0-9_-]+$/,
  allowed: 'letters, digits, hyphens, and underscores; the name, not the ARN',
  maxLength: 255,
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCapacityProvider.html */
export const CAPACITY_PROVIDER: StringRule = {
  pattern: /^(?!aws|ecs|fargate)[A-Za-z0-9_-]+$/i,
  allowed: 'letters, digits, hyphens, and underscores; must not start with aws, ecs, or fargate',
  maxLength: 255,
  fix: 'Specify the name of an EC2 capacity provider. For Fargate Spot, use fargateSpot.',
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
export const CONTAINER_NAME: StringRule = {
  pattern: /^[A-Za-z0-9_-]+$/,
  allowed: 'letters, digits, hyphens, and underscores',
  maxLength: 255,
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export const LOG_GROUP: StringRule = {
  pattern: /^(?!aws\/)[A-Za-z0-9._/#-]+$/,
  allowed: 'letters, digits, and . - _ / #; the name, not the ARN; must not start with aws/',
  maxLength: 512,
};

/** The log streams of the container. Their names are at most 512 characters long, including container and task ID. */
export const LOG_STREAM_PREFIX: StringRule = {
  pattern: /^[A-Za-z0-9._/-]+$/,
  allowed: 'letters, digits, and . - _ /',
  maxLength: 200,
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html */
export const PORT_NAME: StringRule = {
  pattern: /^[a-z0-9_][a-z0-9_-]*$/,
  allowed: 'lowercase letters, digits, hyphens, and underscores, not starting with a hyphen',
  maxLength: 64,
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html: "user". */
export const CONTAINER_USER: StringRule = {
  pattern: /^[A-Za-z0-9_][A-Za-z0-9_.-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?$/,
  allowed: 'a user, or a user and a group separated by a colon, for example 1000:1000',
};

/** https://docs.aws.amazon.com/efs/latest/ug/API_DescribeFileSystems.html */
export const FILE_SYSTEM_ID: StringRule = {
  pattern: /^fs-([0-9a-f]{8}|[0-9a-f]{17})$/,
  allowed: 'a file system ID: fs- followed by 8 or 17 hexadecimal digits',
};

/** https://docs.aws.amazon.com/efs/latest/ug/API_DescribeAccessPoints.html */
export const ACCESS_POINT_ID: StringRule = {
  pattern: /^fsap-([0-9a-f]{8}|[0-9a-f]{17})$/,
  allowed: 'an access point ID: fsap- followed by 8 or 17 hexadecimal digits',
};

/** A directory in a file system. */
export const ROOT_DIRECTORY: StringRule = {
  pattern: /^\/$|^(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._-]+)+$/,
  allowed: 'an absolute path with letters, digits, and . _ / -',
};

export const CONTAINER_PATH: StringRule = {
  pattern: /^(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._-]+)+$/,
  allowed: 'an absolute path with letters, digits, and . _ / -',
  fix: 'Specify the path of a directory in the container, for example /var/cache/app.',
};

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_RepositoryMetadata.html */
export const CODE_COMMIT_REPOSITORY: StringRule = {
  pattern: /^(?!.*\.git$)[\w.-]+$/,
  allowed: 'letters, digits, and . _ -; must not end with .git',
  maxLength: 100,
};

/** Only unreserved URL characters, which have no special meaning in a shell, in JSON, or in a JavaScript string. */
export const HEALTH_CHECK_PATH: StringRule = {
  pattern: /^\/[A-Za-z0-9._~/-]*$/,
  allowed: 'a path that starts with / and contains only letters, digits, and . _ ~ / -',
  maxLength: 1024,
  fix: 'Specify only the path, without a host, a query string, or spaces.',
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html */
export const HTTP_CODES: StringRule = {
  pattern: /^[2-4]\d\d(-[2-4]\d\d)?(,[2-4]\d\d(-[2-4]\d\d)?)*$/,
  allowed: 'HTTP status codes from 200 to 499, for example 200,301 or 200-399',
};

export const GRPC_CODES: StringRule = {
  pattern: /^\d{1,2}(-\d{1,2})?(,\d{1,2}(-\d{1,2})?)*$/,
  allowed: 'gRPC status codes from 0 to 99, for example 0,12 or 0-5',
};

export const NODE_VERSION: StringRule = {
  pattern: /^[1-9]\d?$/,
  allowed: 'a major version, for example 24',
  fix: 'Specify only the major version.',
};

export const RUNTIME_VERSION: StringRule = { pattern: /^[A-Za-z0-9.]+$/, allowed: 'a version, for example 3.13' };

/** https://nodejs.org/api/packages.html#packagemanager */
export const PACKAGE_MANAGER: StringRule = {
  pattern: /^(npm|(pnpm|yarn|bun)@[A-Za-z0-9^~][A-Za-z0-9.^~-]*)$/,
  allowed: 'npm, or pnpm, yarn, or bun with a version, for example pnpm@10.33.0',
  fix: 'Specify npm without a version, or one of the other package managers with a version. The npm version depends on nodeVersion.',
};

export const SECRET_ID: StringRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9_.-]*$/,
  allowed: 'letters, digits, and the characters _ . -, starting with a letter or digit',
  fix: 'Rename the secret.',
};

/** GitHub does not allow secrets whose name starts with GITHUB_. */
export const BUILD_VARIABLE: StringRule = {
  pattern:
    /^(?!(?:AWS|CODEBUILD|GITHUB|IMAGE|ACTIONS|RUNNER)_)(?!(?:REPOSITORY_URI|CDK_VERSION|PATH|HOME|CI)$)[A-Z_][A-Z0-9_]*$/,
  allowed: 'uppercase letters, digits, and underscores, except names that CodeBuild, GitHub, or the build sets',
  fix: 'Rename the variable.',
};

export const S3_URI: StringRule = {
  pattern: /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[A-Za-z0-9_=.-]+)+$/,
  allowed: 's3://<bucket>/<key>, where the key contains only letters, digits, and the characters _ = . - /',
};

export const REGISTRY_HOST: StringRule = {
  pattern: /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+(:\d{2,5})?$/,
  allowed: 'a host name, for example ghcr.io or 444455556666.dkr.ecr.us-east-1.amazonaws.com',
};

/** A host name other than github.com and its data residency subdomains. */
export const GITHUB_HOST: StringRule = {
  pattern:
    /^(?!(?:www\.)?github\.com$)(?!.*\.ghe\.com$)(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/,
  allowed: 'the host name of GitHub Enterprise Server in lowercase, for example github.example.com',
};

/** A POSIX name, so that a shell can set the variable. */
export const VARIABLE_NAME: RegExp = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * One line of shell code, without control characters and Unicode line separators. A backslash at the end would join
 * the line with the next command. GitHub would evaluate a `${{ }}` expression before the shell runs the line.
 */
export const SHELL_COMMAND: StringRule = {
  pattern: /^(?!\s*$)(?!.*\$\{\{)(?:\t|[^\p{Cc}\p{Zl}\p{Zp}\p{Cs}])+(?<!\\)$/u,
  allowed: 'one complete line of shell code without ${{',
  fix: 'Put each command in a separate list item, and use environment variables instead of ${{ expressions.',
};

/** A single command, which cannot be split into list items. */
export const SINGLE_COMMAND: StringRule = {
  ...SHELL_COMMAND,
  fix: 'Specify the command on one line, and use environment variables instead of ${{ expressions.',
};

/**
 * The text of an environment variable or argument: anything except NUL and unpaired surrogates. Used only as JSON
 * data, never as code.
 */
export const TEXT: StringRule = {
  pattern: /^[^\0\p{Cs}]*$/u,
  allowed: 'Unicode text without NUL characters',
};

/** An argument of a command in exec form. */
export const EXEC_ARGUMENT: StringRule = {
  pattern: /^[^\0\p{Cs}]+$/u,
  allowed: 'a non-empty string without NUL characters',
};

/** A path in the repository, without characters that have a special meaning in a shell, a Dockerfile, or YAML. */
export const REPOSITORY_PATH: StringRule = {
  pattern: /^(?!-)(?!\.{1,2}(\/|$))[A-Za-z0-9._-]+(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._-]+)*$/,
  allowed: 'a relative path without ./ or ../ that contains only letters, digits, and the characters . _ - /',
};

/** The same, optionally with a leading `./`. */
export const PROJECT_PATH: StringRule = {
  pattern: new RegExp(REPOSITORY_PATH.pattern.source.replace('^', '^(?:\\./)?')),
  allowed: 'a relative path without ../ that contains only letters, digits, and the characters . _ - /',
};

/** The same, or the folder of the project. */
export const BUILD_CONTEXT: StringRule = {
  pattern: new RegExp(`^\\.$|${PROJECT_PATH.pattern.source}`),
  allowed: `. or ${PROJECT_PATH.allowed}`,
};

/** https://docs.docker.com/reference/dockerfile/#from */
export const STAGE_NAME: StringRule = {
  pattern: /^[A-Za-z][A-Za-z0-9_.-]*$/,
  allowed: 'the name of a stage: letters, digits, and . _ -, starting with a letter',
};

/** https://pkg.go.dev/github.com/distribution/reference */
export const IMAGE_REFERENCE: StringRule = {
  pattern:
    /^(?![.-])([A-Za-z0-9.-]+(:\d+)?\/)?[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:\w[\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/,
  allowed: 'an image, for example public.ecr.aws/docker/library/node:24-alpine',
  maxLength: 512,
};

/** Without characters that have a special meaning in a quoted shell word or in the inputs of the Docker action. */
export const BUILD_ARGUMENT: StringRule = {
  pattern: /^(?!\s)[^"'`$\\\p{Cc}\p{Zl}\p{Zp}\p{Cs}]*(?<!\s)$/u,
  allowed: 'one line of text without quotes, backslashes, and $',
  fix: 'Use a simpler value, or set it in the Dockerfile.',
};

/** A path with `*` as part of a name. */
export const ARTIFACT_PATH: StringRule = {
  pattern: /^(?!-)(?!.*\*\*)(?!\.{1,2}(\/|$))[A-Za-z0-9._*-]+(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._*-]+)*$/,
  allowed:
    'a relative path inside the project that contains only letters, digits, and the characters - . _ / *, but not ./, ../, or **',
  fix: 'Correct the value. To include a folder and everything in it, specify the folder.',
};

/** The characters that GitHub and CodePipeline interpret in the same way. */
export const PATH_PATTERN: StringRule = {
  pattern: /^(?![-/])(?!.*\/$)(?!(.*\/)?\.{1,2}(\/|$))(?!.*\/\/)[A-Za-z0-9._/*-]{1,255}$/,
  allowed: 'a pattern with letters, digits, and the characters - . _ / *, relative to the root of the repository',
  fix: 'Correct the value. To match everything in a folder, add /**.',
};

/** The wildcards that GitHub and CodePipeline interpret in the same way. */
export const REF_PATTERN: StringRule = {
  pattern: /^(?!refs\/)(?![-/.])(?!.*(\.\.|\/\/|\/\.|\/$|\.$|\.lock$|\*{3}))[A-Za-z0-9._/*-]+$/,
  allowed: 'a name or a pattern with letters, digits, and the characters - . _ / *, without refs/heads/ or refs/tags/',
  maxLength: 200,
};

export const ABSOLUTE_PATH: StringRule = {
  pattern: /^(?:\/(?!\.{1,2}(\/|$))[A-Za-z0-9._-]+)+$/,
  allowed: 'an absolute path without ./ or ../ that contains only letters, digits, and the characters . _ - /',
};

/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idruns-on */
export const RUNNER_LABEL: StringRule = {
  pattern: /^([A-Za-z0-9._-]|\$\{\{ ?github\.(run_id|run_attempt|run_number|repository_owner) ?\}\})+$/,
  allowed:
    'a runner label with letters, digits, and . _ -, and with ${{ github.run_id }}, ${{ github.run_attempt }}, ${{ github.run_number }}, or ${{ github.repository_owner }}',
};

/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#name */
export const WORKFLOW_NAME: StringRule = {
  pattern: /^(?!\s)[\p{L}\p{N} ._/()&:-]+(?<!\s)$/u,
  allowed: 'the name of a workflow: letters, digits, spaces, and . _ - / ( ) & :',
  maxLength: 100,
};

export const ACTION_REFERENCE: StringRule = {
  pattern: /^(?!.*\.\.)[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)+@[A-Za-z0-9._/-]+$/,
  allowed: 'owner/repository@ref',
  fix: 'Pin the action to a full commit SHA.',
};

export const CODEBUILD_IMAGE: StringRule = {
  pattern: /^aws\/codebuild\/[a-z0-9_-]+:[0-9.]+$/,
  allowed: 'an AWS CodeBuild image, for example aws/codebuild/standard:8.0',
};

export const ROLE_ARN: StringRule = {
  pattern: /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
  allowed: 'arn:aws:iam::<account>:role/<name>',
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const ROLE_PATH: StringRule = {
  pattern: /^\/(?!(.*\/)?\.{1,2}\/)([\w+=,.@-]+\/)+$/,
  allowed: 'a path that starts and ends with /, for example /acme/delivery/',
  maxLength: 256,
};

export const ROLE_NAME_PREFIX: StringRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
  allowed: 'letters, digits, and - _, starting with a letter or digit',
  maxLength: 20,
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export const POLICY_NAME: StringRule = {
  pattern: /^(?!(.*\/)?\.{1,2}(\/|$))([\w+=,.@-]+\/)*[\w+=,.@-]{1,128}$/,
  allowed: 'the name of a managed policy, not the ARN; if the policy has a path, path/name',
};

/** A role in the account of the environment, or its full ARN. */
export const ROLE: StringRule = {
  pattern: new RegExp(`${ROLE_ARN.pattern.source}|^(?!(.*/)?\\.{1,2}(/|$))([\\w+=,.@-]+/)*[\\w+=,.@-]{1,64}$`),
  allowed: 'arn:aws:iam::<account>:role/<name>, or only <name>',
};

export const KMS_KEY_ARN: StringRule = {
  pattern: /^arn:aws(-[a-z]+)*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/,
  allowed: 'arn:aws:kms:<region>:<account>:key/<id>',
  fix: 'Specify the key ARN. An IAM policy cannot identify a KMS key by its alias.',
};

/** The ARN of a connection created before July 2024 contains the former service name, `codestar-connections`. */
export const CONNECTION_ARN: StringRule = {
  pattern: /^arn:aws(-[a-z]+)*:(codeconnections|codestar-connections):[a-z0-9-]+:\d{12}:connection\/[0-9a-f-]{36}$/,
  allowed: 'arn:aws:codeconnections:<region>:<account>:connection/<uuid>',
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
export const SECRET_NAME = /^[A-Za-z0-9/_+=.@-]{1,512}$/;
/** Secrets Manager appends a hyphen and six characters to the name to form the ARN. */
export const SECRET_SUFFIX = /-[A-Za-z0-9]{6}$/;
export const SECRET_ARN =
  /^arn:aws(?:-[a-z]+)*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@-]+-[A-Za-z0-9]{6}$/;
/** A name that ends like an ARN is ambiguous. */
export const SECRET: StringRule = {
  pattern: new RegExp(`${SECRET_ARN.source}|^(?!arn:)(?!.*-[A-Za-z0-9]{6}$)[A-Za-z0-9/_+=.@-]{1,512}$`),
  allowed: 'the name of a secret that does not end with a hyphen and six characters, or the full ARN of a secret',
};
/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html */
export const PARAMETER_NAME = /^\/?[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/;
export const PARAMETER_ARN = /^arn:aws(?:-[a-z]+)*:ssm:([a-z0-9-]+):\d{12}:parameter\/[A-Za-z0-9_./-]+$/;
export const JSON_KEY: StringRule = { pattern: /^[A-Za-z0-9_.-]+$/, allowed: 'letters, digits, and . _ -' };

/** Becomes part of the names of jobs, stages, stacks, roles, and files. */
export const ENVIRONMENT_NAME: StringRule = {
  pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  allowed: 'lowercase letters, digits, and single hyphens, starting with a letter and ending with a letter or digit',
  maxLength: 16,
};

/** https://docs.github.com/en/rest/deployments/environments */
export const REVIEWER: StringRule = {
  pattern: /^[A-Za-z0-9](-?[A-Za-z0-9_])*(\/[A-Za-z0-9._-]+)?$/,
  allowed: 'a GitHub user, or a team in the form organization/team',
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Vpc.html */
export const VPC_ID: StringRule = {
  pattern: /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/,
  allowed: 'a VPC ID: vpc- followed by 8 or 17 hexadecimal digits',
};

export const SUBNET_ID: StringRule = {
  pattern: /^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/,
  allowed: 'a subnet ID: subnet- followed by 8 or 17 hexadecimal digits',
};

export const SECURITY_GROUP_ID: StringRule = {
  pattern: /^sg-([0-9a-f]{8}|[0-9a-f]{17})$/,
  allowed: 'a security group ID: sg- followed by 8 or 17 hexadecimal digits',
};

const OCTET = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)';

export const CIDR: StringRule = {
  pattern: new RegExp(`^${OCTET}(\\.${OCTET}){3}/(3[0-2]|[12]?\\d)$`),
  allowed: 'an IPv4 CIDR block, for example 203.0.113.0/24',
};

/** A VPC can have a block from /16 to /28, but blocks smaller than /24 have no room for the subnets. */
export const VPC_CIDR: StringRule = {
  pattern: new RegExp(`^${OCTET}(\\.${OCTET}){3}/(1[6-9]|2[0-4])$`),
  allowed: 'an IPv4 CIDR block from /16 to /24, for example 10.20.0.0/16',
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
export const STACK_NAME: StringRule = {
  pattern: /^[A-Za-z][A-Za-z0-9-]*$/,
  allowed: 'letters, digits, and hyphens, starting with a letter; the name, not the ARN',
  maxLength: 128,
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/outputs-section-structure.html */
export const OUTPUT_KEY: StringRule = {
  pattern: /^[A-Za-z0-9]{1,255}$/,
  allowed: 'the logical ID of an output: letters and digits',
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html */
export const FUNCTION_ARN: StringRule = {
  pattern: /^arn:aws(-[a-z]+)*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9_$-]{1,128})?$/,
  allowed: 'arn:aws:lambda:<region>:<account>:function:<name>',
};

/** A function in the account and Region of the service, or its ARN. */
export const FUNCTION: StringRule = {
  pattern: new RegExp(`${FUNCTION_ARN.pattern.source}|^[A-Za-z0-9_-]{1,64}$`),
  allowed: 'the name of a Lambda function, or arn:aws:lambda:<region>:<account>:function:<name>',
};

export const CERTIFICATE_ARN: StringRule = {
  pattern: /^arn:aws(-[a-z]+)*:acm:[a-z0-9-]+:\d{12}:certificate\/[A-Za-z0-9-]+$/,
  allowed: 'arn:aws:acm:<region>:<account>:certificate/<id>',
};

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html */
export const WEB_ACL_ARN: StringRule = {
  pattern: /^arn:aws(-[a-z]+)*:wafv2:[a-z0-9-]+:\d{12}:regional\/webacl\/[\w-]{1,128}\/[\w-]{1,36}$/,
  allowed: 'arn:aws:wafv2:<region>:<account>:regional/webacl/<name>/<id>',
  fix: 'Specify the ARN of a web ACL with the scope REGIONAL.',
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html */
export const LISTENER_ARN: StringRule = {
  pattern:
    /^arn:aws(-[a-z]+)*:elasticloadbalancing:[a-z0-9-]+:\d{12}:listener\/app\/[A-Za-z0-9-]{1,32}\/[0-9a-f]+\/[0-9a-f]+$/,
  allowed: 'arn:aws:elasticloadbalancing:<region>:<account>:listener/app/<name>/<id>/<listener id>',
  fix: 'Specify the ARN of a listener of an Application Load Balancer.',
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html */
export const TARGET_GROUP_ARN: StringRule = {
  pattern: /^arn:aws(-[a-z]+)*:elasticloadbalancing:[a-z0-9-]+:\d{12}:targetgroup\/[A-Za-z0-9-]{1,32}\/[0-9a-f]+$/,
  allowed: 'arn:aws:elasticloadbalancing:<region>:<account>:targetgroup/<name>/<id>',
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_HostHeaderConditionConfig.html */
export const HOST_HEADER: StringRule = {
  pattern: /^[A-Za-z0-9.*?-]*\.[A-Za-z*?]+$/,
  allowed: 'a host name with letters, digits, and the characters . - * ?, for example *.example.com',
  maxLength: 128,
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_PathPatternConditionConfig.html */
export const PATH_CONDITION: StringRule = {
  pattern: /^[/*][A-Za-z0-9_.$/~@:+*?-]*$/,
  allowed: 'a path that starts with / or *, with letters, digits, and the characters _ - . $ / ~ @ : + * ?',
  maxLength: 128,
};

export const TOPIC_ARN: StringRule = {
  pattern: /^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
  allowed: 'arn:aws:sns:<region>:<account>:<topic>',
  fix: 'Specify the ARN of a standard topic.',
};

export const DOMAIN_NAME: StringRule = {
  pattern: /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
  allowed: 'a lowercase domain name, for example orders.example.com',
  fix: 'Specify only the domain name, without https:// or a path.',
};

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZone.html */
export const HOSTED_ZONE_ID: StringRule = {
  pattern: /^Z[A-Z0-9]{1,31}$/,
  allowed: 'the ID of a hosted zone: Z followed by uppercase letters and digits',
};

/** https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html */
export const CRON: StringRule = {
  pattern: /^[\d*,/-]+ [\d*,/-]+ (\? [\w*,/-]+ [\w*,/#-]+|[\w*,/-]+ [\w*,/-]+ \?) [\d*,/-]+$/,
  allowed: 'six fields, with ? as the day of the month or the day of the week, for example 0 20 ? * MON-FRI *',
};

/** https://www.iana.org/time-zones */
export const TIME_ZONE: StringRule = {
  pattern: /^[A-Za-z]+(\/[A-Za-z0-9_+-]+){0,2}$/,
  allowed: 'a name in the IANA time zone database, for example Europe/Berlin',
};

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
export const SCHEDULE: StringRule = {
  pattern: new RegExp(
    `^(rate\\((1 (minute|hour|day)|([2-9]|[1-9]\\d{1,5}) (minutes|hours|days))\\)|cron\\(${CRON.pattern.source.slice(1, -1)}\\))$`,
  ),
  allowed: 'rate(<number> minutes|hours|days) or cron(<six fields>), for example rate(5 minutes) or cron(30 2 * * ? *)',
};

/** Becomes part of construct IDs, in which two names must stay different without hyphens. */
export const CONSTRUCT_NAME: StringRule = {
  pattern: /^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/,
  allowed: 'lowercase letters, digits, and single hyphens, with a letter at the start and after each hyphen',
  maxLength: 64,
};

export const QUEUE_ARN: StringRule = {
  pattern: /^arn:aws(-[a-z]+)*:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,80}$/,
  allowed: 'arn:aws:sqs:<region>:<account>:<queue>',
  fix: 'Specify the ARN of a standard queue.',
};

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_CreateHttpNamespace.html */
export const NAMESPACE: StringRule = {
  pattern: /^([A-Za-z0-9_.-]{1,253}|arn:aws(-[a-z]+)*:servicediscovery:[a-z0-9-]+:\d{12}:namespace\/ns-[a-z0-9]+)$/,
  allowed: 'the name or the ARN of a Cloud Map namespace',
};

export const NAMESPACE_ID: StringRule = {
  pattern: /^(arn:aws(-[a-z]+)*:servicediscovery:[a-z0-9-]+:\d{12}:namespace\/)?ns-[a-z0-9]{1,61}$/,
  allowed: 'the ID or the ARN of a Cloud Map namespace, for example ns-0123456789abcdef',
};

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_CreateService.html */
export const DISCOVERY_SERVICE_ARN: StringRule = {
  pattern: /^arn:aws(-[a-z]+)*:servicediscovery:[a-z0-9-]+:\d{12}:service\/srv-[a-z0-9]{1,60}$/,
  allowed: 'arn:aws:servicediscovery:<region>:<account>:service/<id>',
};

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_CreateService.html */
export const DISCOVERY_SERVICE_NAME: StringRule = {
  pattern: /^[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*$/,
  allowed: 'DNS labels of up to 63 letters, digits, hyphens, and underscores, separated by dots',
  maxLength: 127,
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectService.html */
export const DISCOVERY_NAME: StringRule = {
  pattern: /^[a-z0-9_][a-z0-9_-]*$/,
  allowed: 'lowercase letters, digits, _ and -, not starting with -',
  maxLength: 64,
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectClientAlias.html */
export const CLIENT_ALIAS: StringRule = {
  pattern: /^[a-z0-9_.][a-z0-9_.-]*$/,
  allowed: 'lowercase letters, digits, and . _ -, not starting with -',
  maxLength: 127,
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const BUCKET_NAME: StringRule = {
  pattern: /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  allowed: '3 to 63 lowercase letters, digits, dots, and hyphens; the name, not the ARN',
};

/** https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html */
export const BOOTSTRAP_QUALIFIER: StringRule = {
  pattern: /^[a-z0-9]{1,10}$/,
  allowed: '1 to 10 lowercase letters and digits',
};

export const IAM_ACTION: StringRule = {
  pattern: /^[a-z0-9-]+:[A-Za-z0-9*]*[A-Za-z0-9][A-Za-z0-9*]*$/,
  allowed: 'service:Action, for example s3:GetObject',
  fix: 'List the actions that your code needs.',
};

export const IAM_RESOURCE: StringRule = {
  pattern: /^(\*|arn:(\*|aws(-[a-z]+)*):[a-z0-9-]+:[a-z0-9*-]*:(\d{12}|\*)?:[^\s\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+)$/u,
  allowed: "an ARN, or '*' for actions that do not support resource-level permissions",
};

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateApplication.html */
export const CODE_DEPLOY_NAME: StringRule = {
  pattern: /^[A-Za-z0-9._+=,@-]+$/,
  allowed: 'letters, digits, and . _ + = , @ -; the name, not the ARN',
  maxLength: 100,
};

/** https://docs.npmjs.com/cli/configuring-npm/package-json#name */
export const NPM_PACKAGE = /^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/;
