import type { EnvironmentModel } from '../../model/model';
import { pascalCase } from '../../model/names';
import type { ReleaseNames, Statement } from '../../targets/target';
import type { Finding } from './statements';

/** How the pipeline releases to an environment, as code of its stack. */
export interface ReleaseCode {
  readonly environment: EnvironmentModel;
  /** Modules that the code needs besides those of every pipeline. */
  readonly imports: Readonly<Record<string, string>>;
  /** What stands before the roles of the pipeline. */
  readonly resources: string;
  /** The variable of the CodeBuild project that releases, where one does. */
  readonly project?: string;
  /** The variable of the role that carries out the release and reads artifacts. */
  readonly role: string;
  /** What this role may do, where it is not the project's: CodePipeline takes it for the action. */
  readonly statements?: readonly Statement[];
  /** The expression of the action, as the one item of a list. */
  readonly action: string;
  readonly findings: readonly Finding[];
}

export function releaseNames({ name }: EnvironmentModel): ReleaseNames {
  return { id: `Release${pascalCase(name)}`, variable: `release${pascalCase(name)}` };
}
