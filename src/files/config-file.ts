import type { Project } from 'projen';
import { ProjenrcFile } from '../core/projen';

/** The path of the file that configures a project and its subprojects. */
export function configFileOf(project: Project): string {
  return ProjenrcFile.of(project.root)?.filePath ?? '.projenrc.js';
}
