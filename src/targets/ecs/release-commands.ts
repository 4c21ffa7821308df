import type { Release, Step } from '../../core/release';
import { fromOption } from '../../core/statement';
import type { EnvironmentModel } from '../../model/model';
import { codes } from '../../printing/markdown';
import { shellWord } from '../../printing/shell';

/** Adds the commands of the config before and after the steps of a release, with the permissions that they need. */
export function withReleaseCommands(release: Release, environment: EnvironmentModel): Release {
  const { releaseCommands, deployRoleStatements } = environment;
  const { before = [], after = [] } = releaseCommands ?? {};
  const statements = fromOption('deployRoleStatements', deployRoleStatements);
  const steps = release.steps.map((step) =>
    step.id === 'smoke-test' ? { ...step, statements: [...step.statements, ...statements] } : step,
  );
  return {
    ...release,
    steps: [
      ...commandStep('before', before, environment),
      ...(statements.length > 0 ? steps : release.steps),
      ...commandStep('after', after, environment),
    ],
  };
}

const AFTER = {
  before: 'If a command fails, the release fails, and the service keeps its current revision.',
  after: 'If a command fails, the release fails, but the service keeps the new revision.',
};

function commandStep(when: 'before' | 'after', commands: readonly string[], environment: EnvironmentModel): Step[] {
  return commands.length > 0
    ? [
        {
          id: `${when}-release`,
          title: `Run the commands ${when} the release`,
          reads: ['ENVIRONMENT', 'IMAGE_URI'],
          commands: [
            'export ENVIRONMENT IMAGE_URI',
            // In their own shell, so that the commands cannot affect the release in any other way.
            `bash -euo pipefail -c ${shellWord(commands.join('\n'))}`,
          ],
          statements: fromOption('deployRoleStatements', environment.deployRoleStatements),
          files: environment.releaseCommands!.files,
          guide: {
            text: `Runs the commands ${when} the release`,
            detail: codes(commands),
            after: AFTER[when],
          },
        },
      ]
    : [];
}
