/**
 * The IAM actions of the AWS CLI operations and GitHub actions in generated files.
 *
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/, and the README of each action,
 * read 2026-11-27.
 */

/** `local`: does not call AWS, or needs no permission. `assumed`: runs with the role of `aws sts assume-role`. */
export type Needed = readonly string[] | 'local' | 'assumed';

export const CLI_ACTIONS: Readonly<Record<string, Needed>> = {
  'cloudformation cancel-update-stack': ['cloudformation:CancelUpdateStack'],
  'cloudformation continue-update-rollback': 'assumed',
  'cloudformation describe-stack-events': ['cloudformation:DescribeStackEvents'],
  'cloudformation describe-stacks': ['cloudformation:DescribeStacks'],
  'cloudformation update-stack': 'assumed',
  'cloudwatch describe-alarms': ['cloudwatch:DescribeAlarms'],
  'codepipeline start-pipeline-execution': ['codepipeline:StartPipelineExecution'],
  'configure set': 'local',
  'deploy create-deployment': [
    'codedeploy:CreateDeployment',
    'codedeploy:GetDeploymentConfig',
    'codedeploy:RegisterApplicationRevision',
  ],
  'deploy get-deployment': ['codedeploy:GetDeployment'],
  'deploy get-deployment-group': ['codedeploy:GetDeploymentGroup'],
  'ecr describe-images': ['ecr:DescribeImages'],
  'ecr batch-get-image': ['ecr:BatchGetImage'],
  'ecr get-login-password': ['ecr:GetAuthorizationToken'],
  'ecr put-image': ['ecr:PutImage'],
  'ecr-public get-login-password': ['ecr-public:GetAuthorizationToken', 'sts:GetServiceBearerToken'],
  'ecs describe-service-revisions': ['ecs:DescribeServiceRevisions'],
  'ecs describe-services': ['ecs:DescribeServices'],
  'ecs describe-task-definition': ['ecs:DescribeTaskDefinition'],
  'ecs describe-tasks': ['ecs:DescribeTasks'],
  // The waiter tasks-stopped.
  'ecs wait': ['ecs:DescribeTasks'],
  'ecs list-service-deployments': ['ecs:ListServiceDeployments'],
  'ecs list-task-definitions': ['ecs:ListTaskDefinitions'],
  'ecs list-tasks': ['ecs:ListTasks'],
  'ecs register-task-definition': ['ecs:RegisterTaskDefinition', 'iam:PassRole'],
  'ecs run-task': ['ecs:RunTask', 'iam:PassRole'],
  'ecs stop-service-deployment': ['ecs:StopServiceDeployment'],
  'ecs stop-task': ['ecs:StopTask'],
  'ecs update-service': ['ecs:UpdateService'],
  'elbv2 describe-target-health': ['elasticloadbalancing:DescribeTargetHealth'],
  's3 cp': ['s3:GetObject'],
  'secretsmanager get-secret-value': ['secretsmanager:GetSecretValue'],
  'ssm get-parameter': ['ssm:GetParameter'],
  'sts assume-role': ['sts:AssumeRole'],
};

export const PUSH = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:CompleteLayerUpload',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];

export const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/** What GitHub actions call, by the name of the action and its inputs. */
export const GITHUB_ACTIONS: Readonly<Record<string, (inputs: Readonly<Record<string, unknown>>) => Needed>> = {
  'aws-actions/configure-aws-credentials': () => 'local',
  'aws-actions/amazon-ecr-login': () => ['ecr:GetAuthorizationToken'],
  'aws-actions/amazon-ecs-render-task-definition': (inputs) =>
    inputs['task-definition-arn'] || inputs['task-definition-family'] ? ['ecs:DescribeTaskDefinition'] : 'local',
  'aws-actions/amazon-ecs-deploy-task-definition': (inputs) => [
    'ecs:RegisterTaskDefinition',
    'iam:PassRole',
    ...(inputs['codedeploy-application']
      ? [
          'ecs:DescribeServices',
          'codedeploy:CreateDeployment',
          'codedeploy:GetDeployment',
          'codedeploy:GetDeploymentConfig',
          'codedeploy:GetDeploymentGroup',
          'codedeploy:RegisterApplicationRevision',
        ]
      : inputs.service
        ? ['ecs:DescribeServices', 'ecs:UpdateService']
        : []),
  ],
  'docker/build-push-action': (inputs) => (inputs.push ? PUSH : 'local'),
};

/** What the actions of a pipeline call with their own role. */
export const PIPELINE_ACTIONS: Readonly<Record<string, Needed>> = {
  CodeBuild: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild'],
  CodeDeployToECS: [
    'codedeploy:CreateDeployment',
    'codedeploy:GetApplicationRevision',
    'codedeploy:GetDeployment',
    'codedeploy:GetDeploymentConfig',
    'codedeploy:RegisterApplicationRevision',
    'ecs:RegisterTaskDefinition',
    'iam:PassRole',
  ],
  CodeStarSourceConnection: ['codeconnections:UseConnection'],
  CodeCommit: ['codecommit:GetBranch', 'codecommit:GetCommit', 'codecommit:UploadArchive'],
  ECS: [
    'ecs:DescribeServices',
    'ecs:DescribeTaskDefinition',
    'ecs:DescribeTasks',
    'ecs:ListTasks',
    'ecs:RegisterTaskDefinition',
    'ecs:UpdateService',
    'iam:PassRole',
  ],
  Manual: 'local',
};
