import type { ObjectFile, Project } from 'projen';
import { Component } from './core/projen';
import { ECS_DELIVERY } from './delivery/ecs';
import type { TextDocument } from './files/text-document';
import { GeneratedDelivery, resolvedFor } from './generated-delivery';
import type { DeliveryModel } from './model/model';
import type { EcsDeliveryOptions } from './options';

/**
 * Delivers a service to Amazon ECS on Fargate. Generates its Dockerfile, `buildspec.yml`, GitHub Actions workflows,
 * `task-definition.json`, and CDK app from one config, and keeps them in sync. Works in any projen project. For a
 * TypeScript service, use `EcsServiceProject`.
 *
 * Each generated file is a property. To change a YAML or JSON file, use projen's `addOverride` and `patch`; to change a
 * text file, use `replace` and `append`. Synthesis compares the final files. If they contradict each other, synthesis
 * fails before it writes any file.
 */
export class EcsDelivery extends Component {
  /** `Dockerfile`. `undefined` if `imageBuild.dockerfile` specifies your own Dockerfile. */
  public readonly dockerfile?: TextDocument;
  /** `.dockerignore`. `undefined` if `imageBuild.dockerfile` specifies your own Dockerfile. */
  public readonly dockerignore?: TextDocument;
  /** `.github/workflows/rollback.yml`. `undefined` if GitHub Actions is disabled. */
  public readonly rollbackWorkflow?: ObjectFile;
  /** `infra/release.sh`. `undefined` if the engines run all steps of a release natively. */
  public readonly releaseScript?: TextDocument;
  /** `infra/preflight.sh`. */
  public readonly preflightScript: TextDocument;

  /** `infra/rollback.sh`. */
  public readonly rollbackScript: TextDocument;
  /** `infra/one-off-task.sh`. `undefined` if no environment has a one-off task. */
  public readonly oneOffTaskScript?: TextDocument;
  /** `buildspec.yml`. `undefined` if CodePipeline is disabled. */
  public readonly buildspec?: ObjectFile;
  /**
   * The task definition files by environment name. With one environment, the file is `task-definition.json`. Empty if
   * `taskDefinitionOwner` is `SERVICE`.
   */
  public readonly taskDefinitions: { [environment: string]: ObjectFile };
  /**
   * `appspec.yaml`. `undefined` if CodeDeploy does not deploy the service, or if every environment has its own file.
   */
  public readonly appspec?: ObjectFile;
  /**
   * The AppSpec files by environment name. Environments share `appspec.yaml`, unless they override the container name,
   * the port, or the hooks. Empty if CodeDeploy does not deploy the service.
   */
  public readonly appspecs: { [environment: string]: ObjectFile };
  /** `.github/workflows/deploy.yml`. `undefined` if GitHub Actions is disabled. */
  public readonly deployWorkflow?: ObjectFile;
  /** `.github/workflows/pull-request.yml`. `undefined` if GitHub Actions is disabled. */
  public readonly pullRequestWorkflow?: ObjectFile;
  /**
   * The TypeScript files of the CDK app: `main`, `registry`, `pipeline`, and for each environment `<environment>-base`
   * and `<environment>-service`. These keys do not
   * change if you add an environment, although the file names do.
   */
  public readonly infra: { [name: string]: TextDocument };
  /** The JSON files of the CDK app by file name: `tsconfig.json` and, if the app has its own, `package.json`. */
  public readonly infraSettings: { [fileName: string]: ObjectFile };
  /** `cdk.json`. */
  public readonly cdkJson: ObjectFile;
  /** `DELIVERY.md`. */
  public readonly guide: TextDocument;

  private readonly generated: GeneratedDelivery<DeliveryModel>;

  /**
   * @param project the project that contains the service
   * @param options the delivery config
   * @throws ConfigError that lists every problem in the config
   */
  public constructor(project: Project, options: EcsDeliveryOptions) {
    const resolved = resolvedFor(ECS_DELIVERY, project, options);
    super(project);
    const generated = new GeneratedDelivery(this, ECS_DELIVERY, resolved);
    this.generated = generated;
    this.buildspec = generated.buildspec;
    this.deployWorkflow = generated.deployWorkflow;
    this.pullRequestWorkflow = generated.pullRequestWorkflow;
    this.rollbackWorkflow = generated.rollbackWorkflow;
    this.releaseScript = generated.releaseScript;
    this.preflightScript = generated.preflightScript;
    this.rollbackScript = generated.rollbackScript;
    this.infra = generated.infra;
    this.infraSettings = generated.infraSettings;
    this.cdkJson = generated.cdkJson;
    this.guide = generated.guide;
    const { model, documents } = generated;
    this.dockerfile = documents.text(model.build.dockerfile.path);
    this.dockerignore = documents.text('.dockerignore');
    this.taskDefinitions = documents.objects(
      model.environments.map(({ name, taskDefinition }) => [name, taskDefinition.file] as const),
    );
    this.appspec = documents.object(model.files.appspec);
    this.appspecs = documents.objects(
      model.environments.map(({ name, appspec }) => [name, appspec ?? model.files.appspec] as const),
    );
    this.oneOffTaskScript = documents.text(model.files.oneOffTask);
  }

  /** Checks the final files before any file is written. */
  public preSynthesize(): void {
    this.generated.preSynthesize();
  }

  /** Keeps files that were generated before and now belong to you. */
  public synthesize(): void {
    this.generated.synthesize();
  }

  /** Warns about manual edits that were overwritten. */
  public postSynthesize(): void {
    this.generated.postSynthesize();
  }
}
