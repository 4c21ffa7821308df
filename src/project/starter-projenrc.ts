import { existsSync, writeFileSync } from 'fs';
import { join } from 'path';
import { type InitProject, typescript } from 'projen';
import { renderStarterProjenrc } from '../starter/projenrc-source';
import type { EcsServiceProjectOptions } from './ecs-service-project';

/**
 * `.projenrc.ts`, run without a type check (the build has one), and its first content when a project is created.
 */
export class StarterProjenrc extends typescript.Projenrc {
  public constructor(
    project: typescript.TypeScriptProject,
    private readonly options: EcsServiceProjectOptions,
  ) {
    super(project, {
      runner: typescript.TypeScriptRunner.tsNode({ typeCheck: false, tsconfig: 'projenrc/tsconfig.json' }),
    });
  }

  public projectCreation(_initProject: InitProject): void {
    const path = join(this.project.outdir, this.filePath);
    if (!existsSync(path)) {
      writeFileSync(path, renderStarterProjenrc(this.options as never));
      this.project.logger.info(`The config is in ${path}`);
    }
  }
}
