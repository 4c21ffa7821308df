import type { Artifact } from '../../core/artifact';
import type { BuildModel, ContainerModel, RegistryModel, SourceModel } from '../../model/model';
import { imageBuild } from './build';
import { renderDockerfile } from './dockerfile';
import { renderDockerignore } from './dockerignore';
import { type Puller, renderRegistryStack } from './registry-stack';
import { pullStatements } from './statements';

export interface ImageInput {
  readonly service: string;
  readonly source: SourceModel;
  readonly build: BuildModel;
  readonly container: ContainerModel;
  readonly registry: RegistryModel;
  /** The roles of all environments that pull the image. */
  readonly pullers: readonly Puller[];
}

/** A container image in Amazon ECR. */
export function image(input: ImageInput): Artifact {
  const { service, build, registry } = input;
  // The owner of an existing repository manages its policy.
  const pullers = registry.existing ? [] : input.pullers.filter(({ account }) => account !== registry.account);
  return {
    noun: 'image',
    variable: 'IMAGE_URI',
    place: registry,
    needsDocker: true,
    files: build.dockerfile.generated
      ? [
          { path: build.dockerfile.path, kind: 'text', body: renderDockerfile(input) },
          { path: '.dockerignore', kind: 'text', body: renderDockerignore(build) },
        ]
      : [],
    readStatements: pullStatements(registry),
    build: (commit) => imageBuild(build, registry, commit),
    stacks: (parts) =>
      registry.existing && parts.length === 0
        ? []
        : [
            {
              name: registry.stack,
              file: 'registry-stack.ts',
              className: 'RegistryStack',
              variable: 'registry',
              place: registry,
              description: `${service}: ECR repository and access to it`,
              tags: { service },
              source: renderRegistryStack({ service, registry, pullers, parts }),
              after: [],
              parts,
              neededByReleases: 'the ECR repository must exist',
              protect: true,
            },
          ],
  };
}
