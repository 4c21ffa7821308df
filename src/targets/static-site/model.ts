import type { BootstrapRoles } from '../../model/bootstrap-roles';
import type { BucketModel, BundledModel } from '../../model/bundle-model';
import type { CommonEnvironmentModel, CommonFilesModel } from '../../model/common-model';
import type { RoleModel, StackModel } from '../../model/model';
import type { SiteStrategy } from '../../options';

/** The resolved config of a static site, frozen. */
export interface StaticSiteModel extends BundledModel {
  readonly site: SiteModel;
  /** In promotion order. */
  readonly environments: readonly SiteEnvironmentModel[];
  readonly files: SiteFilesModel;
}

/** What is the same in all environments. */
export interface SiteModel {
  /** Folder of the files that all releases share. */
  readonly assets: string;
  readonly singlePageApplication: boolean;
  readonly errorPage: string;
  readonly contentSecurityPolicy: string;
  readonly retainedReleases: number;
}

export interface SiteFilesModel extends CommonFilesModel {
  /** Code of the CloudFront function. */
  readonly siteFunction: string;
  /** Script that publishes releases. */
  readonly siteScript: string;
  /** Script that publishes previews of pull requests; `undefined` if there are none. */
  readonly previewScript?: string;
}

export interface SiteEnvironmentModel extends CommonEnvironmentModel {
  readonly baseStack: StackModel;
  readonly siteStack: StackModel;
  readonly bootstrapRoles: BootstrapRoles;
  /** Role that publishes releases. The site stack creates it. */
  readonly publishRole: RoleModel & { readonly createAs: string };
  /** Bucket that the release reads the site from. */
  readonly artifacts: BucketModel;
  readonly strategy: SiteStrategyModel;
  readonly errorRatePercent: number;
  readonly domain?: SiteDomainModel;
  readonly webAclArn?: string;
  /** Content of `/config.json`; `undefined` if there is none. */
  readonly config?: string;
  readonly smokeTest?: { readonly command: string; readonly files: readonly string[] };
}

export interface SiteStrategyModel {
  readonly name: SiteStrategy;
  /** Set for `CANARY` and `LINEAR`. */
  readonly percent?: number;
  /** Set for `CANARY` and `LINEAR`. */
  readonly stepBakeTimeInMinutes?: number;
  readonly bakeTimeInMinutes: number;
  /** Whether the release waits for the approval of its preview. */
  readonly approvePreview?: boolean;
}

export interface SiteDomainModel {
  /** The first one is part of the URL of the site. */
  readonly names: readonly string[];
  readonly certificateArn: string;
  readonly hostedZone?: { readonly id: string; readonly name: string };
}
