import type { Environment } from '../../core/environment';
import { type NativeSteps, partsFor, type Release, type Step } from '../../core/release';
import type { Finding, Imports } from '../../core/stack-source';
import type { Statement } from '../../core/statement';
import { pascalCase } from '../../model/names';
import { CODE_PIPELINE_ENGINE, type PipelineNative, type ReleaseNames } from './native';

/** The code in the pipeline stack that releases to an environment. */
export interface ReleaseCode {
  readonly environment: Environment;
  /** Modules that the code imports in addition to those of every pipeline. */
  readonly imports: Imports;
  /** Code that comes before the roles of the pipeline. */
  readonly resources: string;
  /** The variable of the CodeBuild project that releases, if there is one. */
  readonly project?: string;
  /** The variable of the role that performs the release and reads artifacts. */
  readonly role: string;
  /** The role that the stack creates for the action itself. Undefined for a CodeBuild project. */
  readonly actionRole?: { readonly id: string; readonly statements: readonly Statement[] };
  /** The expression that creates the action, with a trailing comma. */
  readonly action: string;
  readonly findings: readonly Finding[];
}

export function releaseNames({ name }: Environment): ReleaseNames {
  return { id: `Release${pascalCase(name)}`, variable: `release${pascalCase(name)}` };
}

/**
 * Names for one of CodePipeline's own actions that commands follow. The project that runs the commands has the same names
 * as one that runs all steps, because CloudFormation cannot replace a project with another one of the same name.
 */
export function actionNames({ name }: Environment): ReleaseNames {
  return { id: `Start${pascalCase(name)}`, variable: `start${pascalCase(name)}` };
}

/** A release that starts with one of CodePipeline's own actions. */
export interface NativeRelease {
  readonly native: NativeSteps<PipelineNative>;
  /** The steps after the action. A CodeBuild project runs their commands. */
  readonly following: readonly Step[];
}

/**
 * The action that performs the release. `undefined`: a CodeBuild project runs all commands.
 *
 * Commands cannot read the variables of an action, so steps that need them are part of what the action replaces.
 */
export function nativeRelease(release: Release): NativeRelease | undefined {
  const parts = partsFor<PipelineNative>(CODE_PIPELINE_ENGINE, release);
  const [native] = parts.flatMap((part) => ('native' in part ? [part.native] : []));
  if (!native) {
    return undefined;
  }
  const following = parts.slice(1).flatMap((part) => ('step' in part ? [part.step] : []));
  const unknown = new Set(
    release.steps.filter(({ id }) => native.replaces.includes(id)).flatMap(({ sets = [] }) => sets),
  );
  if (
    following.length < parts.length - 1 ||
    following.some(({ reads = [] }) => reads.some((name) => unknown.has(name)))
  ) {
    throw new Error(
      `A CodePipeline action must replace all steps of a release, not only ${native.replaces.join(', ')}.`,
    );
  }
  return { native, following };
}
