import type { Project } from 'projen';
import { javascript } from './core/projen';
import { configErrorOf } from './model/problems';

/** Whether `package.json` declares that the files of the project are ES modules. */
export function hasEsModules(project: Project): boolean {
  return project instanceof javascript.NodeProject && project.package.manifest.type === 'module';
}

/**
 * Checks that the module type of a project did not change after its CDK app was rendered. The app consists of CommonJS
 * modules, and it has its own `package.json` only inside a project with ES modules.
 *
 * @param wasEsModules whether the project had ES modules when the app was rendered
 * @param component what renders the app
 * @param fix how to set the module type in time
 * @throws ConfigError if the project has another module type now
 */
export function rejectLateModuleType(project: Project, wasEsModules: boolean, component: string, fix: string): void {
  const type = hasEsModules(project) ? 'module' : 'commonjs';
  if (hasEsModules(project) !== wasEsModules) {
    throw configErrorOf(`The type in package.json of ${project.name} was set too late`, [
      {
        code: 'late-module-type',
        path: 'package.json.type',
        value: type,
        why: `was set after ${component} was added, so the generated files do not match it`,
        fix,
      },
    ]);
  }
}
