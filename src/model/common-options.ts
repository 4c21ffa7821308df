import type { CommonDeliveryOptions, CommonEnvironmentOptions } from '../options';

/** The options that every delivery has, so that misspelled options are also found in plain JavaScript. */
export const COMMON_DELIVERY_OPTIONS: Readonly<Record<keyof CommonDeliveryOptions, true>> = {
  serviceName: true,
  awsAccount: true,
  awsRegion: true,
  githubRepository: true,
  branch: true,
  nodeVersion: true,
  bootstrapQualifier: true,
  buildRoleStatements: true,
  githubActions: true,
  codePipeline: true,
  trigger: true,
  triggerPaths: true,
  triggerBranches: true,
  triggerTags: true,
  approval: true,
  tags: true,
  permissionsBoundary: true,
  roleNamePrefix: true,
  rolePath: true,
  validationPlugins: true,
  standard: true,
  unset: true,
  waivers: true,
  takeOver: true,
};

/** The options that every environment has. */
export const COMMON_ENVIRONMENT_OPTIONS: Readonly<Record<keyof CommonEnvironmentOptions, true>> = {
  name: true,
  awsAccount: true,
  awsRegion: true,
  approval: true,
  triggerBranches: true,
  triggerTags: true,
  githubActions: true,
};
