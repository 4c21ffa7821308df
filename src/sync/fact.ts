import type { EnvironmentModel, GithubRoleModel, RoleModel } from '../model/model';
import { pascalCase } from '../model/names';
import { OIDC_HOST } from '../model/resolve-github';
import { line, match, property, type Reading, type Translate } from './readings';

/** Something that several files have to agree on. */
export interface Fact {
  readonly name: string;
  /** The option that decides it. `undefined`: it is the same in every config. */
  readonly option?: string;
  readonly value: string;
  readonly readings: readonly Reading[];
}

/** Where the files are whose path no option decides. */
export const WORKFLOW = '.github/workflows/deploy.yml';
export const PULL_REQUEST = '.github/workflows/pull-request.yml';
export const ROLLBACK_WORKFLOW = '.github/workflows/rollback.yml';
export const BUILDSPEC = 'buildspec.yml';
export const ROLLBACK = 'infra/rollback.sh';
export const ONE_OFF_TASK = 'infra/one-off-task.sh';
export const MAIN = 'infra/main.ts';
export const REGISTRY = 'infra/registry-stack.ts';
export const PIPELINE = 'infra/pipeline-stack.ts';

/** Key of the condition that names who may assume a role. */
export const SUBJECT = `${OIDC_HOST}:sub`;

export function roleFact(name: string, option: string, { arn }: RoleModel, readings: (Reading | undefined)[]): Fact {
  return { name, option, value: arn, readings: readings.filter((reading) => reading !== undefined) };
}

/** The base stack of an environment. */
export function baseStackOf({ baseStack }: EnvironmentModel): string {
  return `infra/${baseStack.file}`;
}

/** A role of ours for GitHub, as a role. */
export function asRole({ arn, name }: GithubRoleModel): RoleModel {
  return { arn, createAs: name };
}

/** The role that a stack creates, as its ARN. A role of the user's is in no stack. */
export function roleName(file: string, construct: string, { arn, createAs }: RoleModel): Reading | undefined {
  return createAs === undefined
    ? undefined
    : property(file, construct, 'roleName', (name) => arn.replace(/[^/]+$/, name));
}

/** A property of the CodeBuild project that releases to an environment. */
export function releaseProperty(environment: string, key: string, translate?: Translate): Reading {
  return property(PIPELINE, `Release${pascalCase(environment)}`, key, translate);
}

/** A variable of the CodeBuild project that releases to an environment. */
export function releaseVariable(environment: string, name: string): Reading {
  return releaseProperty(environment, `${name}.value`);
}

/** What a script sets for an environment. */
export function scriptSetting(file: string, environment: string, name: string, translate?: Translate): Reading {
  const setting = match(new RegExp(`^ *${environment}\\) .*\\b${name}=(\\S+)`));
  return line(file, name, (said) => {
    const value = setting(said);
    return value === undefined || !translate ? value : translate(value);
  });
}

/** A variable of the container. */
export function variable(file: string, name: string): Reading {
  return {
    file,
    where: `containerDefinitions[0].environment, ${name}`,
    read: (contents) => {
      const { environment } = (
        contents.data(file) as { containerDefinitions: { environment?: { name: string; value: string }[] }[] }
      ).containerDefinitions[0]!;
      return (environment ?? []).filter((entry) => entry.name === name).map(({ value }) => value);
    },
  };
}

/** Readings of what is there only under a condition. */
export function given(condition: unknown, readings: readonly Reading[]): readonly Reading[] {
  return condition ? readings : [];
}

export function optional(reading: Reading): Reading {
  return { ...reading, optional: true };
}
