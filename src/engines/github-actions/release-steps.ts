import type { Delivery } from '../../core/engine';
import { partsFor, pausedSteps, type Release, type ReleasePart, type Report, type Step } from '../../core/release';
import type { TargetEnvironment } from '../../core/target';
import { GITHUB_ACTIONS_ENGINE, type GithubNative } from './native';
import type { WorkflowStep } from './workflow-step';

/** The ID of the step that assumes the deploy role. */
export const DEPLOY_ROLE_STEP = 'deploy-role';

type Part = ReleasePart<GithubNative>;

/**
 * The steps of a release. The job sets the variables of the build, and has assumed the deploy role.
 *
 * @param half the steps before or after the approval, if the release waits for one
 */
export function releaseSteps(
  { target, releaseScript }: Delivery,
  environment: TargetEnvironment,
  half: 0 | 1 = 0,
): WorkflowStep[] {
  const { argument } = environment;
  const release = halfOf(environment.release, half);
  const parts = partsFor<GithubNative>(GITHUB_ACTIONS_ENGINE, release);
  const { preparation } = target;
  const first = preparation && parts.findIndex((part) => filesOf(part, release).includes(preparation.folder));
  const download: WorkflowStep[] = preparation
    ? [
        {
          name: `Download ${preparation.result}`,
          uses: 'actions/download-artifact',
          with: { name: preparation.archive, path: preparation.folder },
        },
      ]
    : [];
  const variables = variablesOf(parts);
  return [
    ...parts.flatMap((part, i) => [
      ...(i === first ? download : []),
      ...('native' in part
        ? part.native.native.steps
        : [
            {
              name: part.step.title,
              ...envOf(part.step.reads, variables),
              run: `bash ${releaseScript} ${argument} ${part.step.id}`,
            },
          ]),
    ]),
    ...(release.report ? [reportStep(release.report, variables)] : []),
    ...(release.explanation ? [explainStep(release.explanation, releaseScript, argument, variables)] : []),
  ];
}

/** A release with only the steps before or after the approval. */
function halfOf(release: Release, half: 0 | 1): Release {
  const { steps, pause, report } = release;
  const ids = pausedSteps(release)[half];
  return {
    ...release,
    steps: steps.filter(({ id }) => ids.includes(id)),
    report: pause && half === 0 ? pause.report : report,
  };
}

/** The steps of a rollback. Its commands are short, so they are part of the workflow. */
export function rollbackSteps({ rollback, argument }: TargetEnvironment): WorkflowStep[] {
  const parts = partsFor<GithubNative>(GITHUB_ACTIONS_ENGINE, rollback);
  const variables = { ENVIRONMENT: argument, REVISION: '${{ inputs.revision }}', ...variablesOf(parts) };
  return parts.flatMap((part) => ('native' in part ? part.native.native.steps : [commandStep(part.step, variables)]));
}

/** A step that contains the commands, and passes the variables that they set to later steps. */
function commandStep(step: Step, variables: Readonly<Record<string, string>>): WorkflowStep {
  const pass = (step.sets ?? []).map((name) => `echo "${name}=$${name}" >> "$GITHUB_ENV"`);
  const run = [...step.commands, ...pass].join('\n');
  return {
    name: step.title,
    ...envOf(step.reads, variables, step.settings),
    run: run.includes('\n') ? `${run}\n` : run,
  };
}

function filesOf(part: Part, { steps }: Release): readonly string[] {
  const own = 'step' in part ? [part.step] : steps.filter(({ id }) => part.native.replaces.includes(id));
  return own.flatMap(({ files = [] }) => files);
}

/** Expressions for the variables that native steps set. The environment of the job contains all others. */
function variablesOf(parts: readonly Part[]): Record<string, string> {
  return Object.assign({}, ...parts.map((part) => ('native' in part ? part.native.native.sets : {})));
}

function envOf(
  reads: readonly string[] = [],
  variables: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, string>> = {},
): Pick<WorkflowStep, 'env'> {
  const env = {
    ...Object.fromEntries(Object.entries(variables).filter(([name]) => reads.includes(name))),
    ...settings,
  };
  return Object.keys(env).length > 0 ? { env } : {};
}

function reportStep(
  { title, rows, reads, consoleUrl }: Report,
  variables: Readonly<Record<string, string>>,
): WorkflowStep {
  const all = { ...rows, Service: '[$CONSOLE_URL]($CONSOLE_URL)' };
  return {
    name: 'Summarize the release',
    ...envOf(reads, variables, { CONSOLE_URL: consoleUrl }),
    run: [
      '{',
      `  echo "### ${title}"`,
      '  echo "| | |"',
      '  echo "| --- | --- |"',
      ...Object.entries(all).map(([name, value]) => `  echo "| ${name} | ${value} |"`),
      '} >> "$GITHUB_STEP_SUMMARY"',
      '',
    ].join('\n'),
  };
}

/** Runs after any other step has failed, if the job already has credentials. */
function explainStep(
  { id, title, reads }: Step,
  script: string,
  environment: string,
  variables: Readonly<Record<string, string>>,
): WorkflowStep {
  return {
    name: title,
    if: `failure() && steps.${DEPLOY_ROLE_STEP}.outcome == 'success'`,
    ...envOf(reads, variables),
    run: `bash ${script} ${environment} ${id} | tee --append "$GITHUB_STEP_SUMMARY"`,
  };
}
