import type { ObjectFile, Project } from 'projen';
import { Component } from './core/projen';
import { STATIC_SITE_DELIVERY, type StaticSiteModel } from './delivery/static-site';
import type { TextDocument } from './files/text-document';
import { GeneratedDelivery, resolvedFor } from './generated-delivery';
import type { StaticSiteDeliveryOptions } from './options';

/**
 * Delivers a static site to Amazon S3 and Amazon CloudFront. Generates `buildspec.yml`, GitHub Actions workflows, the
 * CloudFront function that selects the live release, and the CDK app from one config, and keeps them in sync. Works in
 * any projen project.
 *
 * Each generated file is a property. To change a YAML or JSON file, use projen's `addOverride` and `patch`; to change a
 * text file, use `replace` and `append`. Synthesis compares the final files. If they contradict each other, synthesis
 * fails before it writes any file.
 */
export class StaticSiteDelivery extends Component {
  /** `.github/workflows/deploy.yml`. `undefined` if GitHub Actions is disabled. */
  public readonly deployWorkflow?: ObjectFile;
  /** `.github/workflows/pull-request.yml`. `undefined` if GitHub Actions is disabled. */
  public readonly pullRequestWorkflow?: ObjectFile;
  /** `.github/workflows/rollback.yml`. `undefined` if GitHub Actions is disabled. */
  public readonly rollbackWorkflow?: ObjectFile;
  /** `.github/workflows/preview.yml`. `undefined` if pull requests have no preview. */
  public readonly previewWorkflow?: ObjectFile;
  /** `infra/preview.sh`: publishes previews of pull requests. `undefined` if they have none. */
  public readonly previewScript?: TextDocument;
  /** `buildspec.yml`. `undefined` if CodePipeline is disabled. */
  public readonly buildspec?: ObjectFile;
  /** `infra/bundle.sh`: packages the built site and stores it. */
  public readonly bundleScript: TextDocument;
  /** `infra/site.sh`: publishes releases. */
  public readonly siteScript: TextDocument;
  /** `infra/site-function.js`: the CloudFront function that selects the release for a request. */
  public readonly siteFunction: TextDocument;
  /** `infra/release.sh`. */
  public readonly releaseScript: TextDocument;
  /** `infra/preflight.sh`. */
  public readonly preflightScript: TextDocument;

  /** `infra/rollback.sh`. */
  public readonly rollbackScript: TextDocument;
  /**
   * The TypeScript files of the CDK app: `main`, `artifacts`, `pipeline`, and for each environment `<environment>-base`
   * and `<environment>-site`. These keys do not change if you add an environment, although the file names do.
   */
  public readonly infra: { [name: string]: TextDocument };
  /** The JSON files of the CDK app by file name: `tsconfig.json` and, if the app has its own, `package.json`. */
  public readonly infraSettings: { [fileName: string]: ObjectFile };
  /** `cdk.json`. */
  public readonly cdkJson: ObjectFile;
  /** `DELIVERY.md`. */
  public readonly guide: TextDocument;

  private readonly generated: GeneratedDelivery<StaticSiteModel>;

  /**
   * @param project the project that contains the site
   * @param options the delivery config
   * @throws ConfigError that lists every problem in the config
   */
  public constructor(project: Project, options: StaticSiteDeliveryOptions) {
    const resolved = resolvedFor(STATIC_SITE_DELIVERY, project, options);
    super(project);
    const generated = new GeneratedDelivery(this, STATIC_SITE_DELIVERY, resolved);
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
    this.previewWorkflow = documents.object(model.github?.previews?.workflow);
    const { previewScript } = model.files;
    this.previewScript = previewScript === undefined ? undefined : documents.text(previewScript);
    this.siteScript = documents.text(model.files.siteScript)!;
    this.siteFunction = documents.text(model.files.siteFunction)!;
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
