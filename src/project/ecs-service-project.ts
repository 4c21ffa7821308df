import { typescript } from '../core/projen';
import { EcsDelivery } from '../ecs-delivery';
import { withResolved } from '../model/resolved-config';
import type { EcsDeliveryOptions } from '../options';
import { renderStarterProjenrc } from '../starter/projenrc-source';
import { ecsSample, renderSampleService } from '../starter/sample-service';
import { fromCommandLine, packageOf } from './command-line';
import type { DeliveryProjectOptions } from './delivery-project-options';
import { PACKAGE_NAME, resolveEcsProject } from './project-options';
import { StarterProjenrc, starterInput } from './starter-projenrc';
import { finishProject, typescriptOptions } from './typescript-project';

/**
 * Options of `EcsServiceProject`.
 */
export interface EcsServiceProjectOptions extends EcsDeliveryOptions, DeliveryProjectOptions {}

/**
 * A TypeScript service on ECS Fargate.
 *
 * @pjid ecs-service-ts
 */
export class EcsServiceProject extends typescript.TypeScriptProject {
  /** The delivery of the service. Its properties are the generated files. */
  public readonly delivery: EcsDelivery;

  /**
   * @param options the config of the project and its delivery
   * @throws ConfigError that lists every problem in the config
   */
  public constructor(options: EcsServiceProjectOptions) {
    const config = fromCommandLine(options);
    const resolved = resolveEcsProject(config);
    const { model } = resolved;
    // A subclass, for example an organization's project type, is in a different package.
    const derived = new.target !== EcsServiceProject;
    const packageName = derived ? packageOf(config, PACKAGE_NAME) : PACKAGE_NAME;
    super(typescriptOptions(config, model, { packageName, entrypoint: 'lib/main.js' }));
    if (!this.parent) {
      const starter = derived ? undefined : renderStarterProjenrc(starterInput(config, model));
      new StarterProjenrc(this, packageName, starter);
    }
    this.delivery = new EcsDelivery(this, withResolved(config, resolved));
    finishProject(this, model, config, config.sampleCode === false ? {} : renderSampleService(ecsSample(model)));
  }
}
