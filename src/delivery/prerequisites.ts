import type { Place } from '../core/environment';
import type { Prerequisite } from '../core/prerequisite';
import { DEFAULT_QUALIFIER, MINIMUM_BOOTSTRAP_VERSION } from '../data/cdk-bootstrap';
import type { CommonModel } from '../model/common-model';
import type { GithubModel, OidcProviderModel, PipelineModel } from '../model/model';
import { cliRepository, ghApi } from '../model/resolve-repository';
import { PipelineSource } from '../options';
import { distinctPlaces } from '../printing/account-commands';
import {
  bootstrapStack,
  iamRole,
  managedPolicy,
  oidcProvider,
  ownOidcProvider,
  storedValues,
} from '../printing/prerequisites';
import { printCommand } from '../printing/secret-commands';
import { shellWord } from '../printing/shell';
import type { ComposedDelivery } from './compose';

/** Everything that must exist before the first release and that no stack creates, without repetition. */
export function prerequisitesOf(model: CommonModel, composed: ComposedDelivery): Prerequisite[] {
  const { artifact } = composed.delivery;
  return distinct(composed, [
    ...bootstrapStacks(model, composed),
    ...oidcProviders(model, composed),
    ...composed.engines.flatMap((engine) =>
      (engine.existingRoles?.(composed.delivery) ?? []).map(({ arn, account }) =>
        iamRole({ ...artifact.place, account }, arn),
      ),
    ),
    ...(model.pipeline ? [pipelineSource(model.pipeline)] : []),
    ...existingResources(model, composed),
    ...(model.github ? githubSettings(model, model.github) : []),
  ]);
}

/** What the config refers to, and no step of the guide creates. */
export function existingResources(model: CommonModel, composed: ComposedDelivery): Prerequisite[] {
  const { artifact, target } = composed.delivery;
  return distinct(composed, [
    ...permissionsBoundaries(model, composed),
    ...(artifact.prerequisites ?? []),
    ...storedValues(artifact.place, model.build.secretVariables ?? []),
    ...target.environments.flatMap(({ argument, prerequisites = [] }) =>
      prerequisites.map((each) => ({ ...each, environments: [argument] })),
    ),
  ]);
}

/** The accounts and Regions of the stacks. */
export function bootstrappedPlaces({ stacks }: ComposedDelivery): Place[] {
  return distinctPlaces(stacks.flat().map(({ place }) => ({ account: place.account, region: place.region })));
}

export function bootstrapCommand({ infra }: CommonModel, { account, region }: Place): string {
  const { bootstrapQualifier: qualifier } = infra;
  // A second bootstrap in the same toolkit stack would delete the roles of the first one.
  const options = qualifier ? ` --qualifier ${qualifier} --toolkit-stack-name CDKToolkit-${qualifier}` : '';
  const bootstrap = `npx cdk bootstrap${options} aws://${account}/${region}`;
  return infra.ownPackage ? `(cd ${infra.dir} && npm install && ${bootstrap})` : bootstrap;
}

/** The task that configures the environments of the repository. */
export function githubTask({ github, files }: CommonModel): string {
  const usesSettings = github?.branchProtection !== undefined && !files.ejected;
  return `${files.runTask} ${usesSettings ? 'github:settings' : 'github:environments'}`;
}

function bootstrapStacks(model: CommonModel, composed: ComposedDelivery): Prerequisite[] {
  const stack = { qualifier: model.infra.bootstrapQualifier ?? DEFAULT_QUALIFIER, version: MINIMUM_BOOTSTRAP_VERSION };
  return bootstrappedPlaces(composed).map((place) => ({
    ...bootstrapStack(place, stack, bootstrapCommand(model, place)),
    environments: onlyFor(composed, place),
  }));
}

/** The environments that use this account, and the Region if it is known. `undefined`: all of them do. */
function onlyFor({ delivery }: ComposedDelivery, place: Pick<Place, 'account'> & Partial<Place>) {
  const uses = ({ account, region }: Place) =>
    account === place.account && (place.region === undefined || region === place.region);
  const { artifact, target } = delivery;
  const users = target.environments.filter(uses).map(({ argument }) => argument);
  return uses(artifact.place) || users.length === 0 ? undefined : users;
}

function permissionsBoundaries({ infra }: CommonModel, composed: ComposedDelivery): Prerequisite[] {
  const name = infra.permissionsBoundary;
  const { partition } = composed.delivery.target.environments[0]!;
  return name
    ? bootstrappedPlaces(composed).map((place) => ({
        ...managedPolicy(place, partition, name),
        environments: onlyFor(composed, { account: place.account }),
      }))
    : [];
}

/** In each account whose roles GitHub assumes. A stack creates the provider of the account, or it must exist. */
function oidcProviders(model: CommonModel, composed: ComposedDelivery): Prerequisite[] {
  const { github, files } = model;
  if (!github) {
    return [];
  }
  const { artifact, target } = composed.delivery;
  const places: [Place, OidcProviderModel][] = [
    ...(artifact.input ? [] : [[artifact.place, github.oidcProvider] as [Place, OidcProviderModel]]),
    ...target.environments.map((environment): [Place, OidcProviderModel] => [
      environment,
      github.releases.find(({ name }) => name === environment.name)!.oidcProvider,
    ]),
  ];
  const instruction = files.ejected
    ? 'The account can have only one: remove the provider from the stack.'
    : `The account already has this provider, and can have only one. Set githubActions: { existingOidcProvider: true } in ${files.config}, and run npx projen.`;
  return places.map(([place, provider]) => {
    const creator = composed.stacks
      .flat()
      .find((stack) => stack.place.account === place.account && stack.parts.some(({ creates }) => creates));
    return {
      ...(creator
        ? ownOidcProvider(creator.place, provider, creator.name, instruction)
        : oidcProvider(place, provider)),
      environments: onlyFor(composed, { account: place.account }),
    };
  });
}

function pipelineSource({ account, region, source }: PipelineModel): Prerequisite {
  if (source.kind === PipelineSource.CODE_COMMIT) {
    const name = source.repositoryName;
    return {
      title: `CodeCommit repository ${name}`,
      account,
      neededFor: 'deployment',
      check: `aws codecommit get-repository --region ${region} --repository-name ${shellWord(name)}`,
      fix: { command: `aws codecommit create-repository --region ${region} --repository-name ${shellWord(name)}` },
    };
  }
  const arn = source.connectionArn;
  const complete = `In the AWS console for ${region}, open Developer Tools > Settings > Connections, choose the connection, and then choose Update pending connection.`;
  return arn
    ? {
        title: `Available connection ${arn.split('/').at(-1)}`,
        account,
        neededFor: 'deployment',
        // Connections created before 2024-07 have the former service name in their ARN.
        check: `aws ${arn.split(':')[2]} get-connection --region ${region} --connection-arn ${shellWord(arn)} --query Connection.ConnectionStatus --output text`,
        expected: 'AVAILABLE',
        fix: { instruction: complete },
      }
    : {
        title: `Available connection ${source.connectionName}`,
        account,
        neededFor: 'release',
        check: `aws codeconnections list-connections --region ${region} --query "Connections[?ConnectionName=='${source.connectionName}'].ConnectionStatus" --output text`,
        expected: 'AVAILABLE',
        fix: { instruction: `Deploy the stacks, and then complete the connection. ${complete}` },
      };
}

/** What the repository needs, in the settings of GitHub. */
function githubSettings(model: CommonModel, github: GithubModel): Prerequisite[] {
  const { environments, source, build } = model;
  const repository = source.github!;
  const api = `${ghApi(repository)} repos/${repository.fullName}`;
  const configure = { command: githubTask(model) };
  const settings = environments.flatMap(({ name, argument, approval }) => {
    const { environment, previewEnvironment } = github.releases.find((release) => release.name === name)!;
    return [
      { environment, argument, approval },
      ...(previewEnvironment ? [{ environment: previewEnvironment, argument, approval: true }] : []),
    ];
  });
  return [
    {
      title: `GitHub repository ${repository.fullName}`,
      neededFor: 'deployment',
      check: `${api} --jq .full_name`,
      expected: repository.fullName,
      fix: {
        instruction: `Create the repository ${cliRepository(repository)}, or sign in to the GitHub CLI as a user who can read it.`,
      },
    },
    ...(build.secretVariables ?? []).map(
      (variable): Prerequisite => ({
        title: `GitHub secret ${variable.name}`,
        neededFor: 'release',
        check: `${api}/actions/secrets/${variable.name} --jq .name`,
        fix: {
          command: `${printCommand(variable)} | gh secret set ${variable.name} --repo ${cliRepository(repository)}`,
        },
      }),
    ),
    ...settings.flatMap(({ environment, argument, approval }): Prerequisite[] => [
      {
        title: `GitHub environment ${environment}`,
        environments: [argument],
        neededFor: 'release',
        check: `${api}/environments/${environment} --jq .name`,
        fix: configure,
      },
      ...(approval
        ? [
            {
              title: `Reviewers of the GitHub environment ${environment}`,
              environments: [argument],
              neededFor: 'release',
              check: `${api}/environments/${environment} --jq '[.protection_rules[].reviewers[]?] | length'`,
              expected: '[1-9]*',
              fix:
                github.reviewers.length > 0
                  ? configure
                  : {
                      instruction:
                        'Add reviewers in the repository under Settings > Environments. Until then, releases to this environment fail.',
                    },
            } as const,
          ]
        : []),
    ]),
  ];
}

/** What several environments need, once. */
function distinct({ delivery }: ComposedDelivery, all: readonly Prerequisite[]): Prerequisite[] {
  const count = delivery.target.environments.length;
  const found = new Map<string, Prerequisite>();
  for (const each of all) {
    const key = [each.account, each.check, each.expected, each.neededFor].join(' ');
    const other = found.get(key);
    const environments =
      other === undefined
        ? each.environments
        : other.environments && each.environments && [...new Set([...other.environments, ...each.environments])];
    found.set(key, { ...each, environments });
  }
  return [...found.values()].map((each) =>
    each.environments?.length === count ? { ...each, environments: undefined } : each,
  );
}
