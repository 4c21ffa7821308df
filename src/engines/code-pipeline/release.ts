import type { EnvironmentModel } from '../../model/model';
import { pascalCase } from '../../model/names';
import type { ReleaseNames, Statement } from '../../core/target';
import type { Finding } from '../../printing/statements';

/** The code in the pipeline stack that releases to an environment. */
export interface ReleaseCode {
  readonly environment: EnvironmentModel;
  /** Modules that the code imports in addition to those of every pipeline. */
  readonly imports: Readonly<Record<string, string>>;
  /** Code that comes before the roles of the pipeline. */
  readonly resources: string;
  /** The variable of the CodeBuild project that releases, if there is one. */
  readonly project?: string;
  /** The variable of the role that performs the release and reads artifacts. */
  readonly role: string;
  /** The permissions of the role, if CodePipeline assumes it for the action. Undefined for a CodeBuild project. */
  readonly statements?: readonly Statement[];
  /** The expression that creates the action, with a trailing comma. */
  readonly action: string;
  readonly findings: readonly Finding[];
}

export function releaseNames({ name }: EnvironmentModel): ReleaseNames {
  return { id: `Release${pascalCase(name)}`, variable: `release${pascalCase(name)}` };
}
