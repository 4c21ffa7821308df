export { EcsDelivery } from './ecs-delivery';
export { TextDocument } from './files/text-document';
export * from './options';
export { EcsServiceProject, type EcsServiceProjectOptions } from './project/ecs-service-project';
export * from './service-options';
