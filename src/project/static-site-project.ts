import type { Task } from 'projen';
import { typescript } from '../core/projen';
import type { StaticSiteModel } from '../delivery/static-site';
import { withResolved } from '../model/resolved-config';
import type { StaticSiteDeliveryOptions } from '../options';
import { BUNDLE_SCRIPT, renderSampleSite } from '../starter/sample-site';
import { renderSiteProjenrc } from '../starter/site-projenrc';
import { StaticSiteDelivery } from '../static-site-delivery';
import { fromCommandLine, packageOf } from './command-line';
import type { DeliveryProjectOptions } from './delivery-project-options';
import { PACKAGE_NAME, repairPackageSpec, resolveSiteProject } from './project-options';
import { otherOptions, StarterProjenrc } from './starter-projenrc';
import { finishProject, typescriptOptions } from './typescript-project';

/**
 * Options of `StaticSiteProject`.
 */
export interface StaticSiteProjectOptions extends StaticSiteDeliveryOptions, DeliveryProjectOptions {}

/** The tool that bundles scripts and style sheets. */
const BUNDLER = 'esbuild@~0.28.2';

/**
 * A static site in TypeScript on Amazon S3 and Amazon CloudFront.
 *
 * The task `bundle` runs `bundle.mjs`, which creates the site in `dist` with esbuild. To use another tool, replace the
 * command of this task, for example `project.bundleTask.reset('vite build')`.
 *
 * @pjid static-site-ts
 */
export class StaticSiteProject extends typescript.TypeScriptProject {
  /** The delivery of the site. Its properties are the generated files. */
  public readonly delivery: StaticSiteDelivery;
  /** Creates the site in the folder `bundle.path`. Runs after the code is compiled. */
  public readonly bundleTask: Task;

  /**
   * @param options the config of the project and its delivery
   * @throws ConfigError that lists every problem in the config
   */
  public constructor(options: StaticSiteProjectOptions) {
    const config = fromCommandLine(options);
    const resolved = resolveSiteProject(config);
    const { model } = resolved;
    // A subclass, for example an organization's project type, is in a different package.
    const derived = new.target !== StaticSiteProject;
    const packageName = derived ? packageOf(config, PACKAGE_NAME) : PACKAGE_NAME;
    const { path } = model.bundle;
    super(
      typescriptOptions(config, model, {
        packageName,
        entrypoint: `${path}/index.html`,
        devDeps: [BUNDLER],
        browser: true,
      }),
    );
    if (!this.parent) {
      new StarterProjenrc(this, packageName, derived ? undefined : starterOf(config, model));
    }
    this.delivery = new StaticSiteDelivery(this, withResolved(config, resolved));
    this.bundleTask = this.addTask('bundle', {
      description: `Creates the site in ${path}`,
      exec: `node ${BUNDLE_SCRIPT} ${path} ${model.site.assets}`,
    });
    this.postCompileTask.spawn(this.bundleTask);
    this.addGitIgnore(`/${path}/`);
    finishProject(this, model, config, config.sampleCode === false ? {} : renderSampleSite(model.service));
  }
}

/** The contents of the first config. It states resolved values, so it gives the same result on every machine. */
function starterOf(options: StaticSiteProjectOptions, model: StaticSiteModel): string {
  const shown = {
    name: options.name,
    devDeps: (options.devDeps ?? [PACKAGE_NAME]).map((spec) => repairPackageSpec(spec, PACKAGE_NAME)),
    awsAccount: model.bundle.buckets[0]!.account,
    awsRegion: model.bundle.buckets[0]!.region,
    githubRepository: model.source.github?.fullName,
    nodeVersion: model.build.runtime!.version,
    singlePageApplication: model.site.singlePageApplication,
  };
  return renderSiteProjenrc({ packageName: PACKAGE_NAME, ...shown, extra: otherOptions(options, shown) });
}
