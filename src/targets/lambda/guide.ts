import type { Place } from '../../core/environment';
import type { Setting, TargetGuide } from '../../core/target-guide';
import { DeploymentStrategy, LambdaPackageType } from '../../options';
import { bulleted, codes, counted, inline, minutes, paragraphs } from '../../printing/markdown';
import { ALARMS, silentAlarms } from '../shared/cost-guide';
import {
  bootstrapAdvice,
  continueRollback,
  deployedStacks,
  deployOtherStacks,
  lastStackCommand,
  otherEnvironments,
  otherStacks,
  type StackPlace,
} from '../shared/stack-guide';
import { releasesUseBaseStack } from './base-stack';
import { functionsOf, type LambdaEnvironmentModel, type LambdaModel, type TrafficModel } from './model';
import { hasUrl, packageNoun } from './release';

/** The parts of the guide about a Lambda function. */
export function lambdaGuide(model: LambdaModel): TargetGuide {
  const { environments, infra, code } = model;
  const several = environments.length > 1;
  const places = placesOf(model);
  const stacks = stackPlaces(model);
  const alias = inline(code.alias);
  const deployed = deployedStacks(environments.some(releasesUseBaseStack), several);
  return {
    node: 'lambda',
    result: 'running function',
    console: 'the CodeDeploy console',
    summary: `the ${packageNoun(model)}, the version${environments.some(hasUrl) ? ', the URL' : ''}, and a link to the function`,
    check: 'Check the function and its alarms',
    revision: 'its number',
    exampleRevision: '41',
    creates: counted('log group', environments.flatMap(functionsOf).filter(({ logGroup }) => logGroup.create).length),
    costs: environments.map((environment) => ({ environment: environment.name, resources: costsOf(environment) })),
    defaults: silentAlarms(
      environments.filter((each) => functionsOf(each).some(({ alarms }) => alarms && alarms.topicArn === undefined)),
      several,
    ),
    bootstrapNotes: [`${bootstrapAdvice(places)} ${bootstrapPolicies(model)}`],
    setupSteps: infra.ownPackage
      ? [`Commit \`${infra.dir}/package-lock.json\`. Releases use the package versions in this file.`]
      : [],
    firstRelease: `The first release creates the function${several ? ' in each environment' : ''}${urlText(model)}. Until then, the service ${several ? 'stacks contain' : 'stack contains'} no resources.`,
    changes:
      'A release deploys the service stack from the commit. Changes to memory, timeout, environment variables, triggers, alarms, and the strategy therefore take effect with the next release. Memory, environment variables, and other settings that are part of a version shift together with its code, and roll back with it.',
    infrastructure: otherStacks(deployed),
    infrastructureNotes: [
      `The deploy ${several ? 'commands also deploy the service stacks' : 'command also deploys the service stack'}, but the code stays the same. If it changes a setting that is part of a version, CloudFormation publishes a new version of the same code, and CodeDeploy moves the alias ${alias} to it as in a release.`,
    ],
    beforeRelease: [deployOtherStacks(deployed), ...runtimeNotes(model), packageTypeNote(model)],
    settingNotes: settingNotes(model),
    rollbackNotes: [
      ...functionsNotes(model),
      `A rollback sets the stack parameter \`${code.parameters.live}\` and changes nothing else. The code and the configuration of the earlier version become live at once, without a traffic shift, and alarms and hooks do not stop it. The next release moves the alias to its own version, and deletes the versions that you rolled back from.`,
      `Do not move the alias ${alias} manually: CodeDeploy would then refuse the next release.`,
    ],
    rollback: (manual) =>
      paragraphs(
        'Choose the procedure for your situation:',
        bulleted([
          'The release is still running: [Cancel a running release](#cancel-a-running-release).',
          'The release has completed, or it failed after the deployment: [Roll back a completed release](#roll-back-a-completed-release).',
          'A stack has the status `UPDATE_ROLLBACK_FAILED`: [Recover from a failed stack rollback](#recover-from-a-failed-stack-rollback).',
        ]),
        'If a rollback trigger fires, CodeDeploy returns the alias to the previous version, CloudFormation rolls back the stack, and the release fails. See [During a release](#during-a-release).',
        '### Roll back a completed release',
        manual,
        '### Cancel a running release',
        cancelRelease(model),
        '## Recover from a failed stack rollback',
        continueRollback(places, stacks),
      ),
  };
}

/** What incurs charges even without requests. */
function costsOf(environment: LambdaEnvironmentModel): string[] {
  const functions = functionsOf(environment);
  const provisioned = functions.reduce((sum, each) => sum + (each.provisionedConcurrentExecutions ?? 0), 0);
  return [
    ...(functions.some(({ alarms }) => alarms) ? [ALARMS] : []),
    ...(provisioned > 0
      ? [`provisioned concurrency of ${provisioned} after the first release (\`provisionedConcurrentExecutions\`)`]
      : []),
  ];
}

/** A version whose image no longer exists fails, even if it is live. */
function keptImages(model: LambdaModel): string {
  if (model.packageType === LambdaPackageType.ZIP) {
    return '';
  }
  const { existing, keepImages, keepReleasedImages, releaseTags, repositoryName } = model.registry;
  const policy = existing
    ? `The lifecycle policy of the ECR repository \`${repositoryName}\` must not delete these images.`
    : releaseTags.length > 0
      ? `The ECR repository keeps the ${keepReleasedImages} newest released images of each environment (\`registry.keepReleasedImages\`).`
      : `The ECR repository keeps the ${keepImages} newest images (\`registry.keepImages\`), so release to every environment before ${keepImages} newer images exist.`;
  return ` Lambda needs the image of each version: if it no longer exists, invocations of that version fail. ${policy}`;
}

/** Which versions a rollback can choose. */
export function keptVersions(model: LambdaModel): string {
  const { environments } = model;
  const numbers = [...new Set(environments.map(({ retainedVersions }) => retainedVersions))].sort((a, b) => a - b);
  const count = numbers.length === 1 ? `${numbers[0]}` : `${numbers[0]} to ${numbers.at(-1)}`;
  return `A release keeps ${count} versions of the function (\`retainedVersions\`), and you can roll back to any of them. To return to older code, revert its changes and release.${keptImages(model)}`;
}

/** The account that contains the packages, and the accounts of the environments. */
function placesOf(model: LambdaModel): Place[] {
  const store = model.packageType === LambdaPackageType.ZIP ? model.bundle.buckets[0]! : model.registry;
  return [store, ...model.environments];
}

function bootstrapPolicies(model: LambdaModel): string {
  return model.packageType === LambdaPackageType.ZIP
    ? `The policies must allow \`s3:GetObject\` on the artifact ${model.bundle.buckets.length > 1 ? 'buckets' : 'bucket'}.`
    : 'The policies must allow `ecr:BatchGetImage` and `ecr:GetDownloadUrlForLayer` on the ECR repository.';
}

function stackPlaces({ environments }: LambdaModel): StackPlace[] {
  return environments.map(({ name, account, region, serviceStack }) => ({
    name,
    account,
    region,
    stack: serviceStack.name,
  }));
}

function urlText({ environments }: LambdaModel): string {
  return environments.some(hasUrl) ? ' and prints its URL' : '';
}

function functionsNotes({ environments, code: { parameters } }: LambdaModel): string[] {
  const additional = environments.flatMap(({ additionalFunctions }) => additionalFunctions);
  const names = [...new Set(additional.map(({ name }) => name))];
  const others = [...new Set(additional.map(({ parameter }) => parameter))];
  return names.length === 0
    ? []
    : [
        `A release updates the main function and ${codes(names)} in one stack update: if the deployment of one function fails, CloudFormation rolls back all of them. A rollback also returns all functions to the versions of the same release. It finds them by the ID of the release, with which the description of each version starts, and sets ${codes(others)} together with \`${parameters.live}\`. A function that was added after that release keeps its version.`,
        'If you deploy a configuration change without a release, the functions that it changes get another version of the same release. In a rollback to that release, the main function returns to the version that you choose, and each of the other functions to its newest version of that release.',
      ];
}

/** Until a release, the stack has no value for the parameter of the other package type. */
function packageTypeNote({ environments }: LambdaModel): string {
  const stacks = environments.length > 1 ? 'stacks' : 'stack';
  const [names, functions] = environments.some(({ additionalFunctions }) => additionalFunctions.length > 0)
    ? [' for the main function and for each of `additionalFunctions`', 'functions']
    : ['', 'function'];
  const existing = functions === 'functions' ? 'ones with their' : 'one with its';
  return `To change the package type, also set a new \`functionName\`${names}, deploy all stacks except the service ${stacks}, and then release. Lambda cannot change the package type of a function, so the release creates the new ${functions} and deletes the existing ${existing} versions. If you deploy ${stacks === 'stacks' ? 'a' : 'the'} service stack before the release, CloudFormation deletes the ${functions}.`;
}

function runtimeNotes({ code: { runtime, support } }: LambdaModel): string[] {
  return support?.deprecated
    ? [
        `Lambda stops patching the runtime \`${runtime}\` after ${support.deprecated}, and refuses releases with it from ${support.updateBlocked}. Change \`runtime\` before then. [Check the current dates](https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html).`,
      ]
    : [];
}

export function settingsOf(environment: LambdaEnvironmentModel): Setting[] {
  const { shift, alarms, hooks, hookFunctions, deploymentTimeoutMinutes } = environment;
  const triggers = [
    ...([hooks, hookFunctions].some(({ before, after }) => before || after) ? ['hooks'] : []),
    ...(alarms && shift.steps ? ['alarm for errors'] : []),
    'deployment timeout',
  ];
  return [
    { title: 'Strategy', value: strategyText(shift) },
    { title: 'Rollback triggers', value: triggers.join(', ') },
    { title: 'Deployment timeout', value: minutes(deploymentTimeoutMinutes) },
  ];
}

function strategyText({ strategy, steps }: TrafficModel): string {
  if (!steps) {
    return 'All at once. The new version receives all traffic immediately.';
  }
  const { percent, interval } = steps;
  return strategy === DeploymentStrategy.CANARY
    ? `Canary. The new version receives ${percent}% of the traffic, and then all of it after ${minutes(interval)}.`
    : `Linear. The new version receives another ${percent}% of the traffic every ${minutes(interval)}.`;
}

function settingNotes({ environments }: LambdaModel): string[] {
  return [
    'If a deployment times out, the release stops the traffic shift, and the stack rolls back.',
    ...(environments.some(({ hookFunctions: { before, after } }) => before || after)
      ? [
          'CodeDeploy invokes a hook with `DeploymentId` and `LifecycleEventHookExecutionId`. The hook can invoke the version `NEW_VERSION` of the function `FUNCTION_NAME`, and must then call `PutLifecycleEventHookExecutionStatus` with these IDs and the status `Succeeded` or `Failed`. Otherwise, the deployment fails after one hour. Hooks do not run in the first release.',
        ]
      : []),
    ...(environments.some(({ alarms, shift }) => alarms && !shift.steps)
      ? [
          'With the strategy all at once, the deployment ends before an alarm can go off. Roll back manually if an alarm goes off after a release.',
        ]
      : []),
  ];
}

function cancelRelease(model: LambdaModel): string {
  const { alias } = model.code;
  const { application, additionalFunctions } = model.environments.at(-1)!;
  const groups = [alias, ...additionalFunctions.map(({ deploymentGroup }) => deploymentGroup)];
  const stacks = stackPlaces(model);
  return paragraphs(
    lastStackCommand(placesOf(model), stacks, 'Find the running deployment', (stack) => {
      const [region] = /--region \S+/.exec(stack)!;
      return groups
        .map(
          (group) =>
            `aws deploy list-deployments ${region} --application-name ${application} --deployment-group-name ${group} --include-only-statuses InProgress`,
        )
        .join('\n');
    }),
    lastStackCommand(placesOf(model), stacks, 'Stop it', (stack) => {
      const [region] = /--region \S+/.exec(stack)!;
      return `aws deploy stop-deployment ${region} --auto-rollback-enabled --deployment-id DEPLOYMENT_ID`;
    }),
    `CodeDeploy then returns all traffic to the previous version, CloudFormation rolls back the stack${groups.length > 1 ? ' with all functions' : ''}, and the release fails.`,
    ...otherEnvironments(stacks),
  );
}
