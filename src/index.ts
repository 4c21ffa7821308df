export { EcsDelivery } from './ecs-delivery';
export { TextDocument } from './files/text-document';
export type { ProblemCode } from './model/problem-codes';
export { ConfigError, type ConfigProblem } from './model/problems';
export * from './options';
export * from './options';
export type { DeliveryProjectOptions } from './project/delivery-project-options';
export { EcsServiceProject, type EcsServiceProjectOptions } from './project/ecs-service-project';
export { StaticSiteDelivery } from './static-site-delivery';
