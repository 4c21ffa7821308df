/**
 * Which repositories use a new version of a package first.
 */
export enum UpgradeRing {
  /** Uses new versions immediately. The workflow runs every day. */
  CANARY = 'canary',
  /** Uses new versions a few days after they are published. The workflow runs every week. */
  GENERAL = 'general',
}

/**
 * Which pull requests of an upgrade merge themselves.
 */
export enum UpgradeAutoMerge {
  /** Only those that change no generated file, except `DELIVERY.md`. A release then deploys the same. */
  NO_GENERATED_FILE = 'no-generated-file',
  /**
   * Those that change no shared value, which is a value that several generated files contain, for example the container
   * port or a role. Other values, for example the log retention, and actions of the workflows can change.
   */
  NO_SHARED_VALUE = 'no-shared-value',
}

/**
 * How the packages that generate the files of a repository are upgraded.
 */
export interface DeliveryUpgradeOptions {
  /**
   * The npm packages to upgrade, for example the package of your organization with its standard.
   *
   * @default ["projen-aws-delivery"]
   */
  readonly packages?: string[];

  /**
   * Whether the repository is one of the first to use a new version.
   *
   * @default UpgradeRing.GENERAL
   */
  readonly ring?: UpgradeRing;

  /**
   * The minimum age of a version in days before the repository uses it, from 0 to 90. Applies to all packages that the
   * upgrade installs.
   *
   * If the canary ring finds a problem, publish a fixed version during this time. The fixed version must be published for
   * the same number of days. To stop a version, also deprecate it with `npm deprecate`.
   *
   * @default 7; in the ring `CANARY`, new versions are used immediately
   * @see https://github.com/raineorshine/npm-check-updates#cooldown
   */
  readonly waitDays?: number;

  /**
   * When the workflow runs, as a cron expression in UTC.
   *
   * @default "17 4 * * 1", Mondays at 04:17; in the ring `CANARY`, "17 4 * * *", every day at 04:17
   * @see https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
   */
  readonly schedule?: string;

  /**
   * Which pull requests are merged automatically after the required checks pass. You merge all others manually, including
   * those that overwrite manual edits of generated files.
   *
   * GitHub requires the repository setting **Allow auto-merge**, and at least one required check or approval on the
   * branch.
   *
   * @default - none
   * @see https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/incorporating-changes-from-a-pull-request/automatically-merging-a-pull-request
   */
  readonly autoMerge?: UpgradeAutoMerge;

  /**
   * The name of a GitHub secret with a personal access token that opens the pull requests. It needs the repository
   * permissions Contents, Pull requests, and Workflows (read and write).
   *
   * `GITHUB_TOKEN` cannot be used: pull requests that it opens do not start checks, and it cannot change workflows.
   *
   * @default - a GitHub App with these permissions, from the secrets `PROJEN_APP_ID` and `PROJEN_APP_PRIVATE_KEY`
   * @see https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/trigger-a-workflow#triggering-a-workflow-from-a-workflow
   */
  readonly tokenSecret?: string;
}
