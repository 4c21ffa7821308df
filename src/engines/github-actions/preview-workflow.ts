import type { Delivery } from '../../core/engine';
import type { PreviewCommand, PullRequestPreviews } from '../../core/target';
import type { YamlContent } from '../../core/yaml-content';
import type { GithubPreviewsModel } from '../../model/model';
import type { GithubActionsInput } from './input';
import {
  assumeRole,
  CHECKOUT,
  downloadSteps,
  pinned,
  READ_SOURCE,
  READ_SOURCE_AND_ASSUME_ROLE,
  testSteps,
  uploadSteps,
  versionComments,
} from './workflow';
import type { WorkflowStep } from './workflow-step';

const SAME_REPOSITORY = 'github.event.pull_request.head.repo.full_name == github.repository';

/**
 * `.github/workflows/preview.yml`: publishes a preview of each pull request, and removes it when the pull request is
 * closed.
 *
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request
 */
export function renderPreviewWorkflow(
  { github, build }: GithubActionsInput,
  { service, artifact }: Delivery,
  { role }: GithubPreviewsModel,
  { place, publish, remove }: PullRequestPreviews,
): YamlContent {
  const envOf = ({ settings }: PreviewCommand) => ({ ...settings, NUMBER: '${{ github.event.number }}' });
  const job = (name: string, steps: readonly WorkflowStep[], more: object) => ({
    name,
    ...more,
    'runs-on': github.runner,
    'timeout-minutes': 15,
    permissions: READ_SOURCE_AND_ASSUME_ROLE,
    steps: pinned(steps, github),
  });
  return {
    data: {
      name: 'preview',
      on: { pull_request: { types: ['opened', 'reopened', 'synchronize', 'closed'] } },
      permissions: {},
      concurrency: { group: `preview-${service}-\${{ github.event.number }}`, 'cancel-in-progress': true },
      jobs: {
        build: {
          name: `Build the ${artifact.noun}`,
          if: `github.event.action != 'closed' && ${SAME_REPOSITORY}`,
          'runs-on': github.runner,
          'timeout-minutes': 30,
          permissions: READ_SOURCE,
          steps: pinned([...testSteps(build), ...uploadSteps(build, artifact.noun)], github),
        },
        publish: job(
          'Publish the preview',
          [
            CHECKOUT,
            ...downloadSteps(build, artifact.noun),
            assumeRole('preview', role, place),
            {
              name: 'Publish the preview',
              env: envOf(publish),
              run: `URL=$(${publish.command})\necho "Preview of pull request $NUMBER: $URL" >> "$GITHUB_STEP_SUMMARY"\n`,
            },
          ],
          { needs: 'build' },
        ),
        remove: job(
          'Remove the preview',
          [
            CHECKOUT,
            assumeRole('preview', role, place),
            { name: 'Remove the preview', env: envOf(remove), run: remove.command },
          ],
          { if: `github.event.action == 'closed' && ${SAME_REPOSITORY}` },
        ),
      },
    },
    comments: [
      { at: ['permissions'], text: 'Each job requests only the permissions it needs.' },
      { at: ['concurrency'], text: 'A newer commit, or the end of the pull request, cancels a running job.' },
      {
        at: ['jobs', 'build', 'if'],
        text: 'Pull requests from forks have no preview, because GitHub gives them no token for AWS.',
      },
    ],
    trailing: versionComments(),
    blankLinesBetween: [[], ['jobs'], ['jobs', '*', 'steps']],
  };
}
