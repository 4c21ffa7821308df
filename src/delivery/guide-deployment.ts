import type { Place } from '../core/environment';
import type { Prerequisite } from '../core/prerequisite';
import type { StackSource } from '../core/stack-source';
import type { CommonModel } from '../model/common-model';
import type { BranchProtectionModel, GithubModel, OidcProviderModel, PipelineModel } from '../model/model';
import { cliRepository, ghApi } from '../model/resolve-repository';
import { PipelineSource } from '../options';
import { accountsOf, inAccount } from '../printing/account-commands';
import { bulleted, codes, enumeration, fenced, inline, numbered, paragraphs } from '../printing/markdown';
import { printCommand } from '../printing/secret-commands';
import { describeRefs, startInstruction } from '../printing/triggers';
import type { ComposedDelivery } from './compose';
import { approvalNotes } from './guide-accounts';
import { costsAndDefaults } from './guide-costs';
import { existingRolesStep } from './guide-existing-roles';
import { deployingRefs, triggersOf } from './guide-triggers';
import { bootstrapCommand, bootstrappedPlaces, existingResources, githubTask } from './prerequisites';

/** The steps that lead to the first release. */
export function firstDeployment(model: CommonModel, composed: ComposedDelivery): string {
  const { setupSteps, firstRelease } = composed.delivery.target.guide;
  return paragraphs(
    'Before you begin:',
    bulleted(prerequisites(model, composed)),
    ...approvalNotes(model, composed),
    'Then complete the following steps:',
    numbered([
      ...bootstrapStep(model, composed),
      ...codeCommitStep(model),
      ...repositoryIdsStep(model),
      ...existingRolesStep(composed),
      ...oidcProviderStep(model, composed),
      preflightStep(model, composed),
      ...deployStep(model, composed),
      ...composed.delivery.artifact.guide.setupSteps,
      ...setupSteps,
      ...secretVariablesStep(model),
      ...(model.github ? [githubEnvironmentsStep(model, model.github)] : []),
      ...connectionStep(model),
      secondPreflight(model, composed),
      `${firstStart(model, composed)}${firstRelease ? ` ${firstRelease}` : ''}`,
    ]),
    ...costsAndDefaults(composed.delivery.target.guide),
  );
}

function firstStart(model: CommonModel, { delivery: { artifact } }: ComposedDelivery): string {
  return artifact.input
    ? `Push the first ${artifact.noun} to ${artifact.guide.storeTitle}, and then [start a release](#start-a-release-manually).`
    : startInstruction(triggersOf(model), inline);
}

/** How to deploy what a release does not deploy. */
export function infrastructureChanges(model: CommonModel, composed: ComposedDelivery): string {
  const { runTask } = model.files;
  const { infrastructure, infrastructureNotes } = composed.delivery.target.guide;
  return paragraphs(
    `${infrastructure} Review the differences, and then deploy the stacks:`,
    stackCommands(composed, ({ stacks, onlyGroup }) => [
      // Without names, the command compares all stacks. This works only if one account contains all of them.
      onlyGroup ? `${runTask} diff` : `${runTask} diff ${stacks}`,
      `${runTask} deploy ${stacks}`,
    ]),
    ...infrastructureNotes,
  );
}

/** The account that contains the artifact, and the accounts of the environments. */
function placesOf({ delivery }: ComposedDelivery): Place[] {
  return [delivery.artifact.place, ...delivery.target.environments];
}

function prerequisites(model: CommonModel, composed: ComposedDelivery): string[] {
  const { github, source } = model;
  const accounts = accountsOf(placesOf(composed));
  return [
    accounts.length > 1
      ? `For the AWS accounts ${codes(accounts)}, get credentials that have permission to create IAM roles. Before you run a command, sign in to the account that the step specifies.`
      : `Install the AWS CLI, and sign in to the AWS account \`${accounts[0]}\` with credentials that have permission to create IAM roles.`,
    ...(github
      ? [`Install the GitHub CLI (\`gh\`) and sign in as an administrator of \`${cliRepository(source.github!)}\`.`]
      : []),
  ];
}

/** What no stack creates. The command checks the same list. */
function preflightStep(model: CommonModel, composed: ComposedDelivery): string {
  const places = placesOf(composed);
  const needed = existingResources(model, composed);
  const several = new Set(needed.map(({ account }) => account)).size > 1;
  return paragraphs(
    `Check what must exist${accountsOf(places).length > 1 ? ', once in each account' : ''}. The command changes nothing. For each missing item, it prints how to fix it.`,
    fenced(`${model.files.runTask} preflight`),
    `Fix the missing items under \`Before you deploy the stacks\` before you continue. Items under \`Before the first release\` are still missing at this point; later steps create them. As long as an item is missing, the command fails.${needed.length > 0 ? ' You must create these items yourself. Replace VALUE and FILE with your own values; for a secret with `jsonKey`, VALUE is a JSON object:' : ''}`,
    ...(needed.length > 0 ? [bulleted(needed.map((each) => prerequisiteText(each, several)))] : []),
  );
}

function prerequisiteText({ title, account, fix }: Prerequisite, several: boolean): string {
  const where = several && account ? ` in account \`${account}\`` : '';
  return 'command' in fix ? `${title}${where}: ${inline(fix.command)}` : `${title}${where}. ${fix.instruction}`;
}

function secondPreflight(model: CommonModel, composed: ComposedDelivery): string {
  const several = accountsOf(placesOf(composed)).length > 1;
  return `Run \`${model.files.runTask} preflight\` again${several ? ' in each account' : ''}. Continue when nothing is missing.`;
}

function bootstrapStep(model: CommonModel, composed: ComposedDelivery): string[] {
  const { delivery } = composed;
  const places = bootstrappedPlaces(composed);
  if (places.length === 0) {
    return [];
  }
  const commands = places.map((place) => bootstrapCommand(model, place));
  const several = commands.length > 1;
  const account =
    accountsOf(places).length > 1 ? ' Before you run each command, sign in to the account whose ID it contains.' : '';
  return [
    paragraphs(
      several
        ? `Bootstrap each account and Region for the AWS CDK. You need to do this only once per account and Region.${account}`
        : 'Bootstrap the account and Region for the AWS CDK. You need to do this only once.',
      ...delivery.target.guide.bootstrapNotes,
      fenced(...commands),
    ),
  ];
}

/** The jobs that run commands of the project have no AWS credentials, so they cannot read these values from AWS. */
function secretVariablesStep({ github, source, build: { secretVariables = [] } }: CommonModel): string[] {
  return github && secretVariables.length > 0
    ? [
        paragraphs(
          'Copy the variables of the build from AWS to GitHub secrets. Repeat this step when a value changes.',
          fenced(
            ...secretVariables.map(
              (variable) =>
                `${printCommand(variable)} | gh secret set ${variable.name} --repo ${cliRepository(source.github!)}`,
            ),
          ),
        ),
      ]
    : [];
}

/** Before the stacks are deployed, because their roles contain the IDs. */
function repositoryIdsStep({ github, files, source }: CommonModel): string[] {
  return github && !github.subjectsExact && !files.ejected
    ? [
        paragraphs(
          'Get the numeric IDs of the repository owner and the repository:',
          fenced(`${ghApi(source.github!)} repos/${source.github!.fullName} --jq '.owner.id, .id'`),
          `Set them in \`${files.config}\` as \`githubActions: { ownerId, repositoryId }\`, and run \`npx projen\`. Without the IDs, a different repository that is later created under the same name could assume the IAM roles that the stacks create.`,
        ),
      ]
    : [];
}

function codeCommitStep({ pipeline }: CommonModel): string[] {
  return pipeline?.source.kind === PipelineSource.CODE_COMMIT
    ? [`Make sure that the CodeCommit repository \`${pipeline.source.repositoryName}\` exists in ${pipeline.region}.`]
    : [];
}

function deployStep(model: CommonModel, composed: ComposedDelivery): string[] {
  if (composed.stacks.length === 0) {
    return [];
  }
  const { pipeline, files } = model;
  const pending = pipeline && createsConnection(pipeline);
  return [
    paragraphs(
      `Deploy the stacks. They create ${enumeration(created(model, composed))}.`,
      stackCommands(composed, ({ stacks }) => [`${files.runTask} deploy ${stacks}`]),
      ...(pipeline
        ? [
            pending
              ? 'The new pipeline starts immediately, and its first run fails because the connection to GitHub is still pending. You can ignore this failure.'
              : composed.delivery.artifact.input
                ? `The new pipeline starts immediately, and its first run fails because it does not specify the ${composed.delivery.artifact.noun}. You can ignore this failure.`
                : 'The new pipeline starts immediately.',
          ]
        : []),
      ...retryText(composed),
    ),
  ];
}

/** An account can have only one provider, so a stack that creates a second one fails. */
function oidcProviderStep({ github, environments, files }: CommonModel, composed: ComposedDelivery): string[] {
  if (!github || files.ejected) {
    return [];
  }
  const creators = [
    ...(github.oidcProvider.create ? [composed.delivery.artifact.place.account] : []),
    ...environments.filter((_, i) => github.releases[i]!.oidcProvider.create).map(({ account }) => account),
  ];
  if (creators.length === 0) {
    return [];
  }
  const several = creators.length > 1;
  return [
    paragraphs(
      `Check whether ${several ? 'the accounts already have' : 'the account already has'} a GitHub OIDC provider:`,
      ...creators.map((account) => inAccount(placesOf(composed), account, [findOidcProvider(github.oidcProvider)])),
      `If ${several ? 'a' : 'the'} command prints an ARN, set \`githubActions: { existingOidcProvider: true }\` in \`${files.config}\` and run \`npx projen\`.${several ? ' If only some of the accounts have a provider, set it in the environments of those accounts instead of at the top level.' : ''}`,
    ),
  ];
}

const findOidcProvider = ({ issuer }: OidcProviderModel): string =>
  `aws iam list-open-id-connect-providers --query "OpenIDConnectProviderList[?ends_with(Arn, '/${issuer}')].Arn" --output text`;

/** The CDK CLI protects a stack before it is complete, and cannot replace a protected stack whose creation failed. */
function retryText({ stacks }: ComposedDelivery): string[] {
  const guarded = stacks.flat().filter(({ protect }) => protect);
  const [first] = guarded;
  return first
    ? [
        `If the first deployment of ${enumeration(
          guarded.map(({ name }) => inline(name)),
          'or',
        )} fails, fix the cause, turn off termination protection for that stack, and deploy again. For example, run \`aws cloudformation update-termination-protection --stack-name ${first.name} --region ${first.place.region} --no-enable-termination-protection\`.`,
      ]
    : [];
}

/** What the stacks create. */
function created({ github, pipeline }: CommonModel, { delivery, stacks }: ComposedDelivery): string[] {
  const perEnvironment = stacks.flat().some(({ tags }) => tags.environment !== undefined);
  return [
    ...(delivery.artifact.guide.createsStore ? [delivery.artifact.guide.storeTitle] : []),
    ...((github?.buildRole.create && !delivery.artifact.input) || perEnvironment ? ['the IAM roles'] : []),
    ...delivery.target.guide.creates,
    ...(pipeline ? ['the pipeline'] : []),
  ];
}

function githubEnvironmentsStep(model: CommonModel, github: GithubModel): string {
  const { environments, source, files } = model;
  const { reviewers } = github;
  const names = github.releases.flatMap(({ environment, previewEnvironment }) => [
    environment,
    ...(previewEnvironment ? [previewEnvironment] : []),
  ]);
  const approved = environments
    .filter(({ approval, approvePreview }) => approval || approvePreview)
    .map(({ name }) => name);
  const several = names.length > 1;
  const usesSettings = github.branchProtection !== undefined && !files.ejected;
  return paragraphs(
    `Create the GitHub ${several ? 'environments' : 'environment'} ${codes(names)}${names.length > 2 ? ',' : ''} and allow only ${whoDeploys(github, source.branch)} to deploy to ${several ? 'them' : 'it'}:`,
    fenced(githubTask(model)),
    ...(github.branchProtection ? [protectionText(github.branchProtection, source.branch, usesSettings)] : []),
    ...(approved.length === 0
      ? []
      : reviewers.length > 0
        ? [
            `In GitHub Actions, releases to ${codes(approved)} then wait for approval from ${reviewers.map(approver).join(' or ')}. ${github.preventSelfReview ? 'Reviewers cannot approve releases that they started. ' : ''}${PLAN_TEXT}`,
          ]
        : [
            `**Important:** Approval is enabled for ${codes(approved)}, but no reviewers are configured. ${files.ejected ? 'Add reviewers' : `Set \`githubActions.reviewers\` in \`${files.config}\`, run \`npx projen\`, and then run \`${githubTask(model)}\` again. Alternatively, add reviewers`} in the repository under **Settings** > **Environments**. ${PLAN_TEXT}`,
          ]),
  );
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments#required-reviewers */
const PLAN_TEXT =
  'Without required reviewers, a job that requires approval fails before it gets AWS credentials. GitHub offers required reviewers for public repositories and, with GitHub Enterprise, for private and internal ones.';

function protectionText(protection: BranchProtectionModel, branch: string, usesSettings: boolean): string {
  const { requiredApprovals: approvals, requiredChecks: checks } = protection;
  const requirements = [
    ...(approvals > 0 ? [`${approvals} ${approvals === 1 ? 'approval' : 'approvals'}`] : []),
    ...(checks.length > 0 ? [`the ${checks.length === 1 ? 'check' : 'checks'} ${codes(checks)}`] : []),
    ...(protection.requireCodeOwnerReview ? ['the approval of a code owner'] : []),
    ...(protection.requireUpToDate ? [`the newest commit of \`${branch}\``] : []),
    ...(protection.requireSignedCommits ? ['signed commits'] : []),
  ];
  return [
    `${usesSettings ? 'The command also protects' : 'Also protect'} \`${branch}\` with a ruleset: changes need a pull request${requirements.length > 0 ? ` with ${enumeration(requirements)}` : ''}, and nobody can delete or force-push the branch.`,
    ...(protection.dismissStaleApprovals && approvals > 0 ? ['A push to a pull request removes its approvals.'] : []),
    ...(usesSettings ? ['To compare the settings of the repository with the config later, add `--check`.'] : []),
  ].join(' ');
}

function whoDeploys(github: GithubModel, branch: string): string {
  return github.releases.some(({ own }) => own)
    ? `their own branches and tags, and \`${branch}\` for rollbacks,`
    : describeRefs(deployingRefs(github, branch), inline);
}

function approver(reviewer: string): string {
  return reviewer.includes('/') ? `a member of ${inline(reviewer)}` : inline(reviewer);
}

function createsConnection({ source }: PipelineModel): boolean {
  return source.kind === PipelineSource.GITHUB && !source.connectionArn;
}

function connectionStep({ pipeline }: CommonModel): string[] {
  return pipeline?.source.kind === PipelineSource.GITHUB && createsConnection(pipeline)
    ? [
        `Complete the connection to GitHub. In the AWS console for ${pipeline.region}, open **Developer Tools** > **Settings** > **Connections**, choose \`${pipeline.source.connectionName}\`, and then choose **Update pending connection**.`,
      ]
    : [];
}

interface StackGroup {
  readonly account: string;
  /** The names of the stacks, separated by spaces. */
  readonly stacks: string;
  /** Whether all stacks are in this group. */
  readonly onlyGroup: boolean;
}

/** Commands for the stacks of each account, in deployment order. */
function stackCommands({ stacks, delivery }: ComposedDelivery, commands: (group: StackGroup) => string[]): string {
  const { artifact, target } = delivery;
  const places = [artifact.place, ...target.environments];
  const all = stacks.flat();
  const onlyGroup = new Set(all.map(({ place }) => place.account)).size === 1;
  const isLast = ({ last }: StackSource) => last !== undefined;
  const inOrder = onlyGroup ? [all] : [all.filter((stack) => !isLast(stack)), all.filter(isLast)];
  const groups = inOrder.flatMap((step) =>
    [...new Set(step.map(({ place }) => place.account))].map((account) => ({
      account,
      stacks: step.flatMap(({ place, name }) => (place.account === account ? [name] : [])).join(' '),
      onlyGroup,
    })),
  );
  return paragraphs(
    ...groups.map((group, i) => {
      const isRepeated = groups.slice(0, i).some(({ account }) => account === group.account);
      const label = isRepeated ? `Then, in account \`${group.account}\` again:` : undefined;
      return inAccount(places, group.account, commands(group), label);
    }),
  );
}
