import type { ObjectFile, Project } from 'projen';
import { Component } from './core/projen';
import { EC2_DELIVERY, type Ec2Model } from './delivery/ec2';
import type { TextDocument } from './files/text-document';
import { GeneratedDelivery, resolvedFor } from './generated-delivery';
import type { Ec2DeliveryOptions } from './options';

/**
 * Delivers a service to EC2 instances in an Auto Scaling group, with AWS CodeDeploy or an instance refresh. Generates
 * `buildspec.yml`, GitHub Actions workflows, the scripts of the instances, the systemd unit, and the CDK app from one
 * config, and keeps them in sync. Works in any projen project.
 *
 * Each generated file is a property. To change a YAML or JSON file, use projen's `addOverride` and `patch`; to change a
 * text file, use `replace` and `append`. Synthesis compares the final files. If they contradict each other, synthesis
 * fails before it writes any file.
 */
export class Ec2Delivery extends Component {
  /** `.github/workflows/deploy.yml`. `undefined` if GitHub Actions is disabled. */
  public readonly deployWorkflow?: ObjectFile;
  /** `.github/workflows/pull-request.yml`. `undefined` if GitHub Actions is disabled. */
  public readonly pullRequestWorkflow?: ObjectFile;
  /** `.github/workflows/rollback.yml`. `undefined` if GitHub Actions is disabled. */
  public readonly rollbackWorkflow?: ObjectFile;
  /** `buildspec.yml`. `undefined` if CodePipeline is disabled. */
  public readonly buildspec?: ObjectFile;
  /** `infra/bundle.sh`: packages the service and stores it. */
  public readonly bundleScript: TextDocument;
  /** `infra/deploy.sh`: deploys bundles with CodeDeploy. `undefined` for an instance refresh. */
  public readonly deployScript?: TextDocument;
  /** `deploy/appspec.yml`: the scripts that CodeDeploy runs on each instance. `undefined` for an instance refresh. */
  public readonly appspec?: ObjectFile;
  /** `deploy/systemd.service`: how systemd runs the service. */
  public readonly unit: TextDocument;
  /**
   * The scripts that CodeDeploy or the user data, and systemd, run on each instance: `install`, `start`, `validate`, and, if the config
   * needs them, `stop` and `secrets`.
   */
  public readonly hooks: { [name: string]: TextDocument };
  /** `infra/release.sh`. */
  public readonly releaseScript: TextDocument;
  /** `infra/preflight.sh`. */
  public readonly preflightScript: TextDocument;

  /** `infra/rollback.sh`. */
  public readonly rollbackScript: TextDocument;
  /**
   * The TypeScript files of the CDK app: `main`, `artifacts`, `pipeline`, and for each environment `<environment>-base`
   * and `<environment>-service`. These keys do not change if you add an environment, although the file names do.
   */
  public readonly infra: { [name: string]: TextDocument };
  /** The JSON files of the CDK app by file name: `tsconfig.json` and, if the app has its own, `package.json`. */
  public readonly infraSettings: { [fileName: string]: ObjectFile };
  /** `cdk.json`. */
  public readonly cdkJson: ObjectFile;
  /** `DELIVERY.md`. */
  public readonly guide: TextDocument;

  private readonly generated: GeneratedDelivery<Ec2Model>;

  /**
   * @param project the project that contains the service
   * @param options the delivery config
   * @throws ConfigError that lists every problem in the config
   */
  public constructor(project: Project, options: Ec2DeliveryOptions) {
    const resolved = resolvedFor(EC2_DELIVERY, project, options);
    super(project);
    const generated = new GeneratedDelivery(this, EC2_DELIVERY, resolved);
    this.generated = generated;
    this.deployWorkflow = generated.deployWorkflow;
    this.pullRequestWorkflow = generated.pullRequestWorkflow;
    this.rollbackWorkflow = generated.rollbackWorkflow;
    this.buildspec = generated.buildspec;
    this.releaseScript = generated.releaseScript!;
    this.preflightScript = generated.preflightScript;
    this.rollbackScript = generated.rollbackScript;
    this.infra = generated.infra;
    this.infraSettings = generated.infraSettings;
    this.cdkJson = generated.cdkJson;
    this.guide = generated.guide;
    const { model, documents } = generated;
    this.bundleScript = documents.text(model.bundle.script)!;
    this.deployScript = documents.text(model.files.deploy);
    this.appspec = documents.object(model.files.appspec);
    this.unit = documents.text(model.files.unit)!;
    const { install, start, validate, stop, secrets } = model.files;
    this.hooks = documents.texts(Object.entries({ install, start, validate, stop, secrets }));
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
