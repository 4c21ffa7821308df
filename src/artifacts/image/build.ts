import type { ArtifactBuild } from '../../core/artifact';
import type { NativeSteps } from '../../core/release';
import { fromOption } from '../../core/statement';
import type { GithubBuild } from '../../engines/github-actions/native';
import type { WorkflowStep } from '../../engines/github-actions/workflow-step';
import type { BuildModel, RegistryModel } from '../../model/model';
import { ImageTag } from '../../options';
import { inputSteps } from './build-inputs';
import { pushStatements } from './statements';

/** Where CodeBuild keeps build secrets until the end of the build. */
const SECRETS_FOLDER = '/tmp/build-secrets';

interface ImageBuildSettings {
  /** The environment variable in which the engine passes the commit SHA. */
  readonly commit: string;
  /** Whether releases refer to the image by its digest, which Lambda requires to be that of a single manifest. */
  readonly byDigest: boolean;
}

/** Builds the image once for all environments, and pushes it with the commit as its tag. */
export function imageBuild(
  build: BuildModel,
  registry: RegistryModel,
  { commit, byDigest }: ImageBuildSettings,
): ArtifactBuild {
  const statements = pushStatements(registry);
  const inputs = inputSteps(build, SECRETS_FOLDER);
  return {
    steps: [
      {
        id: 'tag',
        title: 'Tag the image with the commit',
        settings: { REPOSITORY_URI: registry.repositoryUri },
        commands: [`IMAGE_TAG=${imageTag(registry.imageTag, commit)}`, 'IMAGE_URI="$REPOSITORY_URI:$IMAGE_TAG"'],
        sets: byDigest ? ['IMAGE_TAG'] : ['IMAGE_TAG', 'IMAGE_URI'],
        statements: [],
      },
      {
        id: 'log-in',
        title: 'Log in to Amazon ECR',
        commands: [
          `aws ecr get-login-password --region ${registry.region} | docker login --username AWS --password-stdin ${registry.host}`,
        ],
        statements,
      },
      ...inputs,
      {
        id: 'build',
        title: 'Build and push the image',
        commands: [
          buildCommand(build, registry, { commit, byDigest }),
          ...(byDigest
            ? [`IMAGE_DIGEST=$(${digestCommand(registry, true)})`, 'IMAGE_URI="$REPOSITORY_URI@$IMAGE_DIGEST"']
            : []),
        ],
        reads: ['IMAGE_TAG', 'IMAGE_URI'],
        ...(byDigest ? { sets: ['IMAGE_URI'] } : {}),
        statements: [...statements, ...fromOption('buildRoleStatements', build.roleStatements)],
        comment: 'Tags are immutable, so an existing image for this commit is reused.',
      },
    ],
    native: [githubBuild(build, registry, byDigest)],
  };
}

/** The shell expression for the tag. The variable contains the full commit SHA. */
function imageTag(rule: ImageTag, commit: string): string {
  return rule === ImageTag.SHORT_SHA ? `"\${${commit}:0:7}"` : `"$${commit}"`;
}

/** The command that prints the digest of the image with the tag of the commit. */
function digestCommand({ region, repositoryName }: RegistryModel, named: boolean): string {
  return `aws ecr describe-images${named ? ` --region ${region}` : ''} --repository-name ${repositoryName} --image-ids imageTag="$IMAGE_TAG" --query 'imageDetails[0].imageDigest' --output text`;
}

function buildCommand(build: BuildModel, registry: RegistryModel, { commit, byDigest }: ImageBuildSettings): string {
  const { dockerfile, architecture, context } = build;
  const file = dockerfile.path === 'Dockerfile' && context === '.' ? '' : ` --file ${dockerfile.path}`;
  const target = build.target === undefined ? '' : ` --target ${build.target}`;
  const buildArgs = build.buildArgs.map(({ name, value }) => ` --build-arg ${name}="${value}"`).join('');
  // The commit tag comes last: if it exists, the other tags have been pushed.
  const extraTags = registry.extraTags.map((tag) => `"$REPOSITORY_URI:${tag}"`);
  const secrets = build.secrets.map(({ name }) => ` --secret id=${name},src=${SECRETS_FOLDER}/${name}`).join('');
  return `if aws ecr describe-images --region ${registry.region} --repository-name ${registry.repositoryName} --image-ids imageTag="$IMAGE_TAG" > /dev/null 2>&1; then
  echo "$IMAGE_URI already exists. Skipping the build."
else
  docker build${file} --platform ${architecture.docker} --provenance=false${byDigest ? ' --sbom=false' : ''} --build-arg GIT_SHA="$${commit}"${buildArgs}${secrets}${target} --tag "$IMAGE_URI"${extraTags.map((uri) => ` --tag ${uri}`).join('')} ${context} &&
${extraTags.map((uri) => `  docker push ${uri} &&\n`).join('')}  docker push "$IMAGE_URI"
fi`;
}

/** The same with the actions of Docker, which cache layers on GitHub. */
function githubBuild(build: BuildModel, registry: RegistryModel, byDigest: boolean): NativeSteps<GithubBuild> {
  const inputs = inputSteps(build, '"$RUNNER_TEMP"/build-secrets');
  const secretFiles = build.secrets.map(({ name }) => `${name}=\${{ runner.temp }}/build-secrets/${name}`);
  return {
    engine: 'github-actions',
    replaces: ['tag', 'log-in', ...inputs.map(({ id }) => id), 'build'],
    native: {
      steps: [
        { name: 'Log in to Amazon ECR', uses: 'aws-actions/amazon-ecr-login' },
        {
          name: 'Tag the image with the commit and check whether it exists',
          id: 'image',
          run: [
            `IMAGE_TAG=${imageTag(registry.imageTag, 'GITHUB_SHA')}`,
            'echo "tag=$IMAGE_TAG" >> "$GITHUB_OUTPUT"',
            `if aws ecr describe-images --repository-name ${registry.repositoryName} --image-ids imageTag="$IMAGE_TAG" > /dev/null 2>&1; then`,
            '  echo "exists=true" >> "$GITHUB_OUTPUT"',
            'else',
            '  echo "exists=false" >> "$GITHUB_OUTPUT"',
            'fi',
            '',
          ].join('\n'),
        },
        {
          name: 'Set up Docker Buildx',
          if: "steps.image.outputs.exists == 'false'",
          uses: 'docker/setup-buildx-action',
        },
        ...inputs.map(({ title, commands }) => ({
          name: title,
          if: "steps.image.outputs.exists == 'false'",
          run: commands.join('\n'),
        })),
        {
          name: 'Build and push the image',
          if: "steps.image.outputs.exists == 'false'",
          uses: 'docker/build-push-action',
          with: {
            context: build.context,
            file: build.dockerfile.path,
            ...(build.target === undefined ? {} : { target: build.target }),
            platforms: build.architecture.docker,
            'build-args': [
              'GIT_SHA=${{ github.sha }}',
              ...build.buildArgs.map(({ name, value }) => `${name}=${value}`),
            ].join('\n'),
            ...(secretFiles.length > 0 ? { 'secret-files': secretFiles.join('\n') } : {}),
            tags: ['${{ steps.image.outputs.tag }}', ...registry.extraTags]
              .map((tag) => `${registry.repositoryUri}:${tag}`)
              .join('\n'),
            push: true,
            provenance: false,
            ...(byDigest ? { sbom: false } : {}),
            'cache-from': 'type=gha',
            // A cache that GitHub cannot store must not fail the release.
            'cache-to': 'type=gha,mode=max,ignore-error=true',
          },
        },
        ...(registry.gitTag ? [gitTagStep(registry)] : []),
        ...(byDigest ? [digestStep(registry)] : []),
      ],
      ...(byDigest
        ? {
            outputs: { 'image-digest': '${{ steps.digest.outputs.digest }}' },
            variables: (output) => ({ IMAGE_URI: `${registry.repositoryUri}@${output('image-digest')}` }),
          }
        : {
            outputs: { 'image-tag': '${{ steps.image.outputs.tag }}' },
            variables: (output) => ({ IMAGE_URI: `${registry.repositoryUri}:${output('image-tag')}` }),
          }),
    },
  };
}

function digestStep(registry: RegistryModel): WorkflowStep {
  return {
    name: 'Read the digest of the image',
    id: 'digest',
    env: { IMAGE_TAG: '${{ steps.image.outputs.tag }}' },
    run: `DIGEST=$(${digestCommand(registry, false)})\necho "digest=$DIGEST" >> "$GITHUB_OUTPUT"\n`,
  };
}

/** Also tags an image that exists. `put-image` fails if the image already has the tag, and if another image has it. */
function gitTagStep({ repositoryName }: RegistryModel): WorkflowStep {
  const describe = (tag: string) =>
    `aws ecr describe-images --repository-name ${repositoryName} --image-ids imageTag="$${tag}" --query 'imageDetails[0].imageDigest' --output text`;
  return {
    name: 'Tag the image with the Git tag',
    if: "github.ref_type == 'tag'",
    env: { IMAGE_TAG: '${{ steps.image.outputs.tag }}' },
    run: [
      'GIT_TAG=${GITHUB_REF_NAME//[^A-Za-z0-9._-]/-}',
      `DIGEST=$(${describe('IMAGE_TAG')})`,
      `if [ "$(${describe('GIT_TAG')} 2> /dev/null)" != "$DIGEST" ]; then`,
      `  aws ecr batch-get-image --repository-name ${repositoryName} --image-ids imageTag="$IMAGE_TAG" --output json > "$RUNNER_TEMP/image.json"`,
      '  jq --raw-output --join-output ".images[0].imageManifest" "$RUNNER_TEMP/image.json" > "$RUNNER_TEMP/manifest.json"',
      '  MEDIA_TYPE=$(jq --raw-output ".images[0].imageManifestMediaType" "$RUNNER_TEMP/image.json")',
      `  aws ecr put-image --repository-name ${repositoryName} --image-tag "$GIT_TAG" --image-manifest "file://$RUNNER_TEMP/manifest.json" --image-manifest-media-type "$MEDIA_TYPE" > /dev/null`,
      'fi',
      '',
    ].join('\n'),
  };
}
