import type { ContainerModel, DeliveryModel, EnvironmentModel } from '../../model/model';

/** The container in an environment. */
export function containerOf({ container }: DeliveryModel, environment: EnvironmentModel): ContainerModel {
  return environment.container ?? container;
}

/** The model with the container of an environment. */
export function inEnvironment(model: DeliveryModel, environment: EnvironmentModel): DeliveryModel {
  return { ...model, container: containerOf(model, environment) };
}

/** The name of the container. `undefined` if environments have different names. */
export function sharedContainerName(model: DeliveryModel): string | undefined {
  const [name, ...others] = new Set(model.environments.map((environment) => containerOf(model, environment).name));
  return others.length === 0 ? name : undefined;
}

/** The AppSpec file of an environment. */
export function appspecOf({ files }: DeliveryModel, { appspec }: EnvironmentModel): string {
  return appspec ?? files.appspec;
}
