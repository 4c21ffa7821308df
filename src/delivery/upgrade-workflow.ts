import type { YamlContent } from '../core/yaml-content';
import { setupRuntime } from '../engines/github-actions/setup-runtime';
import { CHECKOUT, pinned, READ_SOURCE, versionComments } from '../engines/github-actions/workflow';
import type { WorkflowStep } from '../engines/github-actions/workflow-step';
import type { CommonModel } from '../model/common-model';
import type { GithubModel } from '../model/model';
import { UpgradeAutoMerge } from '../options';

/** What the workflow for upgrades depends on. */
export interface UpgradeWorkflow {
  readonly task: string;
  /** The name of the workflow and of the branch. */
  readonly name: string;
  readonly title: string;
  readonly schedule: string;
  readonly autoMerge?: UpgradeAutoMerge;
  readonly tokenSecret?: string;
}

/**
 * Renders the workflow that upgrades packages, regenerates the files, and opens a pull request. The packages run in a job
 * that cannot write to the repository.
 */
export function renderUpgradeWorkflow(
  upgrade: UpgradeWorkflow,
  { build, source }: CommonModel,
  github: GithubModel,
): YamlContent {
  const { name, schedule, tokenSecret } = upgrade;
  const job = { 'runs-on': github.runner, 'timeout-minutes': 30 };
  const token = tokenSecret === undefined ? '${{ steps.token.outputs.token }}' : `\${{ secrets.${tokenSecret} }}`;
  const variables = (build.secretVariables ?? []).map((variable) => [
    variable.name,
    `\${{ secrets.${variable.name} }}`,
  ]);
  const env = variables.length > 0 ? { env: Object.fromEntries(variables) } : {};
  return {
    data: {
      name,
      on: { schedule: [{ cron: schedule }], workflow_dispatch: {} },
      permissions: {},
      concurrency: { group: name, 'cancel-in-progress': false },
      jobs: {
        upgrade: {
          name: 'Upgrade and regenerate',
          ...job,
          permissions: READ_SOURCE,
          outputs: { changed: '${{ steps.save.outputs.changed }}' },
          steps: pinned(
            [
              CHECKOUT,
              ...setupRuntime(build),
              { name: 'Install dependencies', ...env, run: build.installCommands.join('\n') },
              { name: 'Upgrade and regenerate', ...env, run: `npx projen ${upgrade.task}` },
              {
                name: 'Describe the changes',
                run: 'npx projen delivery:changes --format json > "$RUNNER_TEMP/changes.json"',
              },
              { name: 'Save the changes', id: 'save', run: SAVE.join('\n') },
              {
                name: 'Upload the changes',
                if: 'steps.save.outputs.changed',
                uses: 'actions/upload-artifact',
                with: {
                  name,
                  path: ['json', 'patch'].map((type) => `\${{ runner.temp }}/changes.${type}`).join('\n'),
                  'if-no-files-found': 'error',
                  overwrite: true,
                },
              },
            ],
            github,
          ),
        },
        'pull-request': {
          name: 'Open a pull request',
          needs: 'upgrade',
          if: 'needs.upgrade.outputs.changed',
          ...job,
          permissions: {},
          steps: pinned(
            [
              ...(tokenSecret === undefined ? [APP_TOKEN] : []),
              { ...CHECKOUT, with: { token } },
              {
                name: 'Download the changes',
                uses: 'actions/download-artifact',
                with: { name, path: '${{ runner.temp }}' },
              },
              {
                name: 'Open or update the pull request',
                env: {
                  ...(source.github?.host === undefined
                    ? { GH_TOKEN: token }
                    : { GH_HOST: source.github.host, GH_ENTERPRISE_TOKEN: token }),
                  BRANCH: name,
                  TITLE: upgrade.title,
                  RUN_URL: '${{ github.server_url }}/${{ github.repository }}/actions/runs/${{ github.run_id }}',
                },
                run: openPullRequest(upgrade.autoMerge).join('\n'),
              },
            ],
            github,
          ),
        },
      },
    },
    comments: [
      {
        at: ['jobs', 'pull-request', 'steps', CHECKOUT.name],
        text: 'Pushes with this token start the checks of the pull request. Pushes with GITHUB_TOKEN do not.',
      },
    ],
    trailing: versionComments(),
    blankLinesBetween: [[], ['jobs'], ['jobs', '*', 'steps']],
  };
}

const SAVE = [
  'git add --all',
  'git diff --staged --binary > "$RUNNER_TEMP/changes.patch"',
  'if [ -s "$RUNNER_TEMP/changes.patch" ]; then',
  '  echo "changed=true" >> "$GITHUB_OUTPUT"',
  'fi',
];

const APP_TOKEN: WorkflowStep = {
  name: 'Generate a token of the GitHub App',
  id: 'token',
  uses: 'actions/create-github-app-token',
  with: {
    'client-id': '${{ secrets.PROJEN_APP_ID }}',
    'private-key': '${{ secrets.PROJEN_APP_PRIVATE_KEY }}',
    'permission-contents': 'write',
    'permission-pull-requests': 'write',
    'permission-workflows': 'write',
  },
};

/** The conditions under which a pull request merges itself, for jq. */
const CONDITIONS: Readonly<Record<UpgradeAutoMerge, string>> = {
  [UpgradeAutoMerge.NO_GENERATED_FILE]: '.generated == [] and .facts == [] and .edited == []',
  [UpgradeAutoMerge.NO_SHARED_VALUE]: '.facts == [] and .edited == []',
};

/** Patterns of the files that such a pull request can change. A change of a workflow always needs a review. */
const MERGEABLE_FILES: Readonly<Record<UpgradeAutoMerge, string>> = {
  [UpgradeAutoMerge.NO_GENERATED_FILE]:
    '^(package\\.json|package-lock\\.json|yarn\\.lock|pnpm-lock\\.yaml|bun\\.lockb?|DELIVERY\\.md|\\.projen/.*)$',
  [UpgradeAutoMerge.NO_SHARED_VALUE]:
    '^([^.].*|\\.projen/.*|\\.dockerignore|\\.gitignore|\\.gitattributes|\\.npmignore)$',
};

/** The branch belongs to the workflow, so a new upgrade replaces an earlier one. */
function openPullRequest(autoMerge?: UpgradeAutoMerge): string[] {
  return [
    'git apply --index "$RUNNER_TEMP/changes.patch"',
    'git config user.name "github-actions[bot]"',
    'git config user.email "41898282+github-actions[bot]@users.noreply.github.com"',
    'git commit --quiet --message "$TITLE"',
    'jq --raw-output .description "$RUNNER_TEMP/changes.json" > "$RUNNER_TEMP/description.md"',
    `printf '\\n[Workflow run](%s)\\n' "$RUN_URL" >> "$RUNNER_TEMP/description.md"`,
    '',
    'open=$(gh pr list --head "$BRANCH" --state open --json url,autoMergeRequest)',
    `url=$(jq --raw-output '.[0].url // empty' <<< "$open")`,
    ...(autoMerge
      ? [
          '# An earlier upgrade may be about to merge itself.',
          `if jq --exit-status '.[0].autoMergeRequest' <<< "$open" > /dev/null; then`,
          '  gh pr merge "$url" --disable-auto',
          'fi',
        ]
      : []),
    'git push --quiet --force origin "HEAD:refs/heads/$BRANCH"',
    'if [ -n "$url" ]; then',
    '  gh pr edit "$url" --title "$TITLE" --body-file "$RUNNER_TEMP/description.md"',
    'else',
    '  url=$(gh pr create --base "$GITHUB_REF_NAME" --head "$BRANCH" --title "$TITLE" --body-file "$RUNNER_TEMP/description.md")',
    'fi',
    ...(autoMerge
      ? [
          '',
          '# The other job runs third-party code, so this job checks the changed files itself.',
          `if ! git diff --name-only HEAD~1 | grep -Eqv '${MERGEABLE_FILES[autoMerge]}' &&`,
          `  jq --exit-status '${CONDITIONS[autoMerge]}' "$RUNNER_TEMP/changes.json" > /dev/null; then`,
          '  gh pr merge "$url" --auto --squash',
          'fi',
        ]
      : []),
  ];
}
