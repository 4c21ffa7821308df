import type { ObjectFile, Project } from 'projen';
import { Component } from './core/projen';
import { LAMBDA_DELIVERY, type LambdaModel } from './delivery/lambda';
import type { TextDocument } from './files/text-document';
import { GeneratedDelivery, resolvedFor } from './generated-delivery';
import { type LambdaDeliveryOptions, LambdaPackageType } from './options';

/**
 * Delivers a function to AWS Lambda. Generates its `buildspec.yml`, GitHub Actions workflows, and CDK app from one
 * config, and keeps them in sync. Works in any projen project and with any language whose build creates a folder.
 *
 * Each generated file is a property. To change a YAML or JSON file, use projen's `addOverride` and `patch`; to change a
 * text file, use `replace` and `append`. Synthesis compares the final files. If they contradict each other, synthesis
 * fails before it writes any file.
 */
export class LambdaDelivery extends Component {
  /** `buildspec.yml`. `undefined` if CodePipeline is disabled. */
  public readonly buildspec?: ObjectFile;
  /** `.github/workflows/deploy.yml`. `undefined` if GitHub Actions is disabled. */
  public readonly deployWorkflow?: ObjectFile;
  /** `.github/workflows/pull-request.yml`. `undefined` if GitHub Actions is disabled. */
  public readonly pullRequestWorkflow?: ObjectFile;
  /** `.github/workflows/rollback.yml`. `undefined` if GitHub Actions is disabled. */
  public readonly rollbackWorkflow?: ObjectFile;
  /** `infra/bundle.sh`: creates the function package and stores it. `undefined` for a container image. */
  public readonly bundleScript?: TextDocument;
  /** `Dockerfile`. `undefined` for a zip file, and if `imageBuild.dockerfile` specifies your own Dockerfile. */
  public readonly dockerfile?: TextDocument;
  /** `.dockerignore`. `undefined` for a zip file, and if `imageBuild.dockerfile` specifies your own Dockerfile. */
  public readonly dockerignore?: TextDocument;
  /** `infra/release.sh`. */
  public readonly releaseScript: TextDocument;
  /** `infra/preflight.sh`. */
  public readonly preflightScript: TextDocument;

  /** `infra/rollback.sh`. */
  public readonly rollbackScript: TextDocument;
  /**
   * The TypeScript files of the CDK app: `main`, `artifacts` or, for a container image, `registry`, `pipeline`, and for
   * each environment `<environment>-base` and `<environment>-service`. These keys do not change if you add an environment, although the file names do.
   */
  public readonly infra: { [name: string]: TextDocument };
  /** The JSON files of the CDK app by file name: `tsconfig.json` and, if the app has its own, `package.json`. */
  public readonly infraSettings: { [fileName: string]: ObjectFile };
  /** `cdk.json`. */
  public readonly cdkJson: ObjectFile;
  /** `DELIVERY.md`. */
  public readonly guide: TextDocument;

  private readonly generated: GeneratedDelivery<LambdaModel>;

  /**
   * @param project the project that contains the function
   * @param options the delivery config
   * @throws ConfigError that lists every problem in the config
   */
  public constructor(project: Project, options: LambdaDeliveryOptions) {
    const resolved = resolvedFor(LAMBDA_DELIVERY, project, options);
    super(project);
    const generated = new GeneratedDelivery(this, LAMBDA_DELIVERY, resolved);
    this.generated = generated;
    this.buildspec = generated.buildspec;
    this.deployWorkflow = generated.deployWorkflow;
    this.pullRequestWorkflow = generated.pullRequestWorkflow;
    this.rollbackWorkflow = generated.rollbackWorkflow;
    const { model, documents } = generated;
    if (model.packageType === LambdaPackageType.ZIP) {
      this.bundleScript = documents.text(model.bundle.script);
    } else {
      this.dockerfile = documents.text(model.build.dockerfile.path);
      this.dockerignore = documents.text('.dockerignore');
    }
    this.releaseScript = generated.releaseScript!;
    this.preflightScript = generated.preflightScript;
    this.rollbackScript = generated.rollbackScript;
    this.infra = generated.infra;
    this.infraSettings = generated.infraSettings;
    this.cdkJson = generated.cdkJson;
    this.guide = generated.guide;
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
