import type { CommonModel } from './common-model';
import type { StackModel, TaskRoleStatementModel } from './model';

/** The model of a delivery whose artifact is a zip file. */
export interface BundledModel extends CommonModel {
  readonly bundle: BundleModel;
}

/** A zip file that is stored under the hash of its content. */
export interface BundleModel {
  /** Folder whose content becomes the zip file. */
  readonly path: string;
  /** Other files of the project that the zip file also contains, each with its path in the zip file. */
  readonly files?: readonly { readonly from: string; readonly to: string }[];
  /** Script that creates the zip file and stores it. */
  readonly script: string;
  /** One in each Region of the config. The first one is in the delivery Region. All are in the delivery account. */
  readonly buckets: readonly BucketModel[];
  /** Statements of the roles that build, in addition to those for storing the zip file. */
  readonly roleStatements: readonly TaskRoleStatementModel[];
}

export interface BucketModel {
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly stack: StackModel;
}
