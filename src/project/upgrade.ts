import type { typescript } from 'projen';
import { Component } from '../core/projen';
import { renderUpgradeWorkflow } from '../delivery/upgrade-workflow';
import { YamlDocument } from '../files/yaml-document';
import type { CommonModel } from '../model/common-model';
import type { OptionReader, StringRule } from '../model/option-reader';
import { NPM_PACKAGE } from '../model/rules';
import { type DeliveryUpgradeOptions, UpgradeAutoMerge, UpgradeRing } from '../options';

const UPGRADE_OPTIONS: Readonly<Record<keyof DeliveryUpgradeOptions, true>> = {
  packages: true,
  ring: true,
  waitDays: true,
  schedule: true,
  autoMerge: true,
  tokenSecret: true,
};

/** The options that have no effect without the workflow. */
const WORKFLOW_OPTIONS: readonly (keyof DeliveryUpgradeOptions)[] = ['schedule', 'autoMerge', 'tokenSecret'];

const PACKAGE: StringRule = {
  pattern: NPM_PACKAGE,
  allowed: 'the name of an npm package without a version',
};

const SCHEDULE: StringRule = {
  pattern: cronPattern(),
  allowed: 'five cron fields: minute, hour, day of the month, month, and day of the week, for example 17 4 * * 1',
};

const SECRET: StringRule = {
  pattern: /^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/i,
  allowed: 'the name of a GitHub secret with letters, digits, and _, which does not start with a digit or GITHUB_',
};

/** https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule */
function cronPattern(): RegExp {
  const fields = [
    '[0-5]?\\d',
    '(?:[01]?\\d|2[0-3])',
    '(?:0?[1-9]|[12]\\d|3[01])',
    '(?:0?[1-9]|1[0-2]|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)',
    '(?:[0-6]|SUN|MON|TUE|WED|THU|FRI|SAT)',
  ].map((value) => {
    const item = `(?:\\*|${value}(?:-${value})?)(?:/\\d+)?`;
    return `${item}(?:,${item})*`;
  });
  return new RegExp(`^${fields.join(' ')}$`);
}

/**
 * Checks the option `upgrade`.
 *
 * @param isRoot whether the project has its own repository
 */
export function checkUpgrade(options: OptionReader, isRoot: boolean): void {
  if (!options.has('upgrade')) {
    return;
  }
  if (!isRoot) {
    options.rejectWithoutValue('upgrade', 'upgrade-in-subproject', {
      why: 'has no effect in a subproject, because the packages belong to the root project',
      fix: 'Remove it, and upgrade the packages of the root project.',
    });
    return;
  }
  const upgrade = options.struct('upgrade', UPGRADE_OPTIONS);
  upgrade.strings('packages', PACKAGE);
  if (upgrade.isEmptyList('packages')) {
    upgrade.reject('packages', 'empty-list', {
      why: 'contains no packages',
      fix: 'List at least one package, or remove the option to use the default.',
    });
  }
  const ring = upgrade.enumMember('ring', 'UpgradeRing', UpgradeRing);
  upgrade.integer('waitDays', 0, 90);
  if (ring === UpgradeRing.CANARY && upgrade.has('waitDays') && !upgrade.isRejected('waitDays')) {
    upgrade.reject('waitDays', 'wait-in-canary-ring', {
      why: 'has no effect in the ring CANARY, which uses new versions immediately',
      fix: 'Remove it, or use UpgradeRing.GENERAL.',
    });
  }
  upgrade.string('schedule', SCHEDULE);
  upgrade.enumMember('autoMerge', 'UpgradeAutoMerge', UpgradeAutoMerge);
  upgrade.string('tokenSecret', SECRET);
  if (options.entry('githubActions', 'enabled')?.value === false) {
    for (const name of WORKFLOW_OPTIONS.filter((key) => upgrade.has(key) && !upgrade.isRejected(key))) {
      upgrade.reject(name, 'upgrade-without-workflow', {
        why: 'applies only to the workflow, which is not generated because githubActions.enabled is false',
        fix: 'Remove it, or enable GitHub Actions.',
      });
    }
  }
}

/** The task, and the name of the workflow and its branch. */
const TASK = 'delivery:upgrade';
const NAME = 'delivery-upgrade';

/**
 * The task and the workflow that upgrade the packages which generate the files.
 *
 * @param options valid options
 */
export class DeliveryUpgrade extends Component {
  public constructor(
    project: typescript.TypeScriptProject,
    model: CommonModel,
    { packages = ['projen-aws-delivery'], ring, waitDays, schedule, autoMerge, tokenSecret }: DeliveryUpgradeOptions,
  ) {
    super(project);
    const isCanary = ring === UpgradeRing.CANARY;
    const days = isCanary ? 0 : (waitDays ?? 7);
    project.addTask(TASK, {
      description: `Upgrades ${packages.join(', ')}${days > 0 ? ` to versions that are at least ${days} days old` : ''}, and regenerates the files`,
      // In CI mode, npm would not change the lock file.
      env: { CI: '0', ...(days > 0 ? { NPM_CONFIG_BEFORE: daysAgo(days) } : {}) },
      steps: [
        { exec: newVersions(packages, days) },
        { exec: project.package.installAndUpdateLockfileCommand },
        { exec: `npm update ${packages.join(' ')}` },
        { exec: project.projenCommand },
      ],
    });
    const { github } = model;
    if (github) {
      const workflow = {
        task: TASK,
        name: NAME,
        title: `chore(deps): upgrade ${packages.join(', ')}`,
        schedule: schedule ?? `17 4 * * ${isCanary ? '*' : '1'}`,
        autoMerge,
        tokenSecret,
      };
      new YamlDocument(this, `.github/workflows/${NAME}.yml`, renderUpgradeWorkflow(workflow, model, github));
    }
  }
}

/**
 * Writes the new versions to `package.json`. With the target `latest`, the command would skip a package whose latest
 * version is too new, even if there is an older one that the repository does not use yet.
 */
function newVersions(packages: readonly string[], days: number): string {
  const target = days > 0 ? `--target greatest --pre 0 --cooldown ${days}` : '--target latest';
  return `npx --yes npm-check-updates@20 --upgrade ${target} --peer --dep prod,dev --filter ${packages.join(',')}`;
}

/** projen evaluates it when the task starts. npm then installs no version that was published later. */
function daysAgo(days: number): string {
  return `$(node -p "new Date(Date.now()-${days}*864e5).toISOString()")`;
}
