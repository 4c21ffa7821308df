import type { SampleStandard } from './sample-standard';

/** Renders the `README.md` of the package with a standard. The user owns the file, so it is never regenerated. */
export function renderStandardReadme({ packageName, organization, prefix, repository }: SampleStandard): string {
  const owner = repository.split('/')[0]!;
  return `\
# ${packageName}

The standard of ${organization} for deliveries to AWS, based on
[projen-aws-delivery](https://www.npmjs.com/package/projen-aws-delivery). [STANDARD.md](STANDARD.md) describes what is
fixed, what is allowed, and why.

## Use it

Create a service in an empty folder:

\`\`\`sh
npx projen new --from ${packageName} ${organization}-ecs-service --aws-account 111122223333 --github-repository ${owner}/orders-api
\`\`\`

The other project types are \`${organization}-lambda-function\`, \`${organization}-static-site\`, and \`${organization}-ec2-service\`. In a project of
another type, set \`standard: new ${prefix}Standard()\` in the options of the component, for example \`EcsDelivery\`.

If a repository cannot follow a rule yet, it adds a waiver with a reason, an owner, and an expiry date:

\`\`\`ts
waivers: [{ rule: 'approval-before-production', reason: 'Migration', owner: 'orders team', expires: '2027-06-30' }],
\`\`\`

## Change it

| File | Content |
| --- | --- |
| \`src/standard.ts\` | Defaults, fixed values, allowed values, and their reasons |
| \`src/rules.ts\` | The rules of ${organization}, in addition to those of \`DeliveryRules\` |
| \`src/project-types.ts\` | A project type for each target |
| \`STANDARD.md\` | Generated from the standard; do not edit it |
| \`.projenrc.ts\` | The build of this package; after you edit it, run \`npx projen\` |

\`npx projen build\` compiles the code, regenerates \`STANDARD.md\`, and runs the tests. The pull request check fails if the
committed \`STANDARD.md\` is not current, so reviewers see what a change means for repositories.

projen-aws-delivery, projen, and constructs are peer dependencies, because a service must have only one copy of each. If
the package installed its own copy, the service would report \`not-a-standard\`.

## Release it

Every push to the release branch runs \`.github/workflows/release.yml\`. It determines the version from the commit messages
([Conventional Commits](https://www.conventionalcommits.org)) and publishes the package to npm:

| Commit | Version | Use it for |
| --- | --- | --- |
| \`fix: ...\` | 3.2.**1** | A change of texts and documentation |
| \`feat: ...\` | 3.**3**.0 | A new default, a new rule that is a warning |
| \`feat!: ...\` | **4**.0.0 | A change that some repositories must react to, for example a new fixed value |

The workflow uses [trusted publishing](https://docs.npmjs.com/trusted-publishers), so there is no npm token. Set it up once:

1. Publish the first version manually, because npm configures only existing packages: \`npx projen build && npm publish dist/js/*.tgz\`
2. On npmjs.com, open the settings of the package. Under **Trusted Publisher**, choose GitHub Actions, and enter the
   repository \`${repository}\` and the workflow \`release.yml\`.
3. Under **Publishing access**, choose to disallow tokens.

## Upgrades of repositories

A new version reaches each repository as a pull request. The project types create the workflow
\`.github/workflows/delivery-upgrade.yml\`, which runs every week and can be started manually. It upgrades this package and
projen-aws-delivery, regenerates the files, and opens a pull request whose description lists the values that change. If a
repository violates a rule of the new version, the workflow fails and prints what to fix. Locally,
\`npx projen delivery:upgrade\` upgrades the packages, and \`npx projen delivery:changes\` describes the changes.

Canary repositories upgrade to a new version within a day. All other repositories upgrade when the version is at least
7 days old, so that you have time to publish a fix. You do not need npm dist-tags for this. Each repository chooses its ring:

\`\`\`ts
upgrade: {
  ring: UpgradeRing.CANARY, // import { UpgradeRing } from 'projen-aws-delivery'
  autoMerge: UpgradeAutoMerge.NO_GENERATED_FILE,
},
\`\`\`

With \`autoMerge\`, pull requests are merged automatically after their checks pass: with \`NO_GENERATED_FILE\`, those that
change no generated file, and with \`NO_SHARED_VALUE\`, those that change no shared value. In the repository settings, allow auto-merge and require the check \`Test\`. All
other pull requests wait for a person. To change the waiting time for all repositories, set \`waitDays\` in
\`src/project-types.ts\`, except for the ring \`CANARY\`.

Pull requests that GitHub Actions opens with its own token do not start checks, so the workflow uses a GitHub App:

1. Create a GitHub App for your organization with the repository permissions **Contents**, **Pull requests**, and
   **Workflows** (read and write), and install it in all repositories.
2. Add its ID and a private key as the organization secrets \`PROJEN_APP_ID\` and \`PROJEN_APP_PRIVATE_KEY\`.

If you use Renovate instead, it must be self-hosted, because only then it can run commands after an upgrade. Allow the
command with \`allowedCommands: ['^npx projen$']\` in its global config, and share this preset:

\`\`\`json
{
  "packageRules": [
    {
      "matchPackageNames": ["${packageName}", "projen-aws-delivery"],
      "groupName": "standard of ${organization}",
      "minimumReleaseAge": "7 days",
      "postUpgradeTasks": { "commands": ["npx projen"], "fileFilters": ["**/*"], "executionMode": "branch" }
    }
  ]
}
\`\`\`

In canary repositories, set \`"minimumReleaseAge": null\`. To see which values a pull request changes, check out its branch,
and run \`npx projen delivery:changes --base origin/main\`.
`;
}
