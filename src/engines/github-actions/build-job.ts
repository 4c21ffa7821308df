import type { Delivery } from '../../core/engine';
import { partsFor } from '../../core/release';
import { inputExpression } from './artifact-input';
import type { GithubActionsInput } from './input';
import { GITHUB_ACTIONS_ENGINE, type GithubBuild } from './native';
import { LATEST_SUCCESS, refCondition } from './triggers';
import { assumeRole, CHECKOUT, downloadSteps, outputName, pinned, READ_SOURCE_AND_ASSUME_ROLE } from './workflow';

export interface BuildJob {
  /** `undefined` if the artifact is built elsewhere. */
  readonly job?: object;
  /** The variables of a release that the job, or whoever starts the release, determines. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The job that builds the artifact. */
export function buildJob({ github, build }: GithubActionsInput, delivery: Delivery, hasTests: boolean): BuildJob {
  const { artifact } = delivery;
  if (artifact.input) {
    return { variables: artifact.input.variables(inputExpression(artifact.input)) };
  }
  const { steps, outputs, variables } = nativeBuild(delivery) ?? shellBuild(delivery);
  return {
    job: {
      name: `Build the ${artifact.noun}`,
      ...(hasTests ? { needs: 'test' } : {}),
      if: condition(github),
      // Builds of a branch or tag run one at a time, so that an older one does not overwrite what a newer one stored.
      concurrency: { group: `build-${delivery.service}-\${{ github.ref }}`, 'cancel-in-progress': false },
      'runs-on': github.runner,
      'timeout-minutes': 30,
      permissions: READ_SOURCE_AND_ASSUME_ROLE,
      outputs,
      steps: pinned(
        [
          CHECKOUT,
          ...downloadSteps(build, artifact.noun),
          assumeRole('build', github.buildRole, artifact.place),
          ...steps,
        ],
        github,
      ),
    },
    variables: variables((name) => `\${{ needs.build.outputs.${name} }}`),
  };
}

function condition({ allowed, afterWorkflow }: GithubActionsInput['github']): string {
  return afterWorkflow === undefined ? refCondition(allowed) : `(${refCondition(allowed)}) && (${LATEST_SUCCESS})`;
}

/** Native steps, if they replace the whole build. */
function nativeBuild({ artifact }: Delivery): GithubBuild | undefined {
  const [first, ...others] = partsFor<GithubBuild>(GITHUB_ACTIONS_ENGINE, artifact.build('GITHUB_SHA'));
  return first && 'native' in first && others.length === 0 ? first.native.native : undefined;
}

/** All commands in one step, because they share variables. */
function shellBuild({ artifact }: Delivery): GithubBuild {
  const { steps } = artifact.build('GITHUB_SHA');
  const output = outputName(artifact.variable);
  const settings = Object.assign({}, ...steps.map((step) => step.settings));
  return {
    steps: [
      {
        name: `Build and store the ${artifact.noun}`,
        id: 'build',
        ...(Object.keys(settings).length > 0 ? { env: settings } : {}),
        run: `${[
          ...steps.flatMap(({ commands }) => commands),
          `echo "${output}=$${artifact.variable}" >> "$GITHUB_OUTPUT"`,
        ].join('\n')}\n`,
      },
    ],
    outputs: { [output]: `\${{ steps.build.outputs.${output} }}` },
    variables: (outputOf) => ({ [artifact.variable]: outputOf(output) }),
  };
}
