import { DeliveryRule, type DeliveryView, type RuleFinding } from 'projen-aws-delivery';

/** Releases to production require approval. */
export class ApprovalInProduction extends DeliveryRule {
  public constructor() {
    super({
      code: 'acme-approval',
      title: 'Releases to production require approval',
      description: 'Two people see every change before customers do.',
    });
  }

  public check(delivery: DeliveryView): RuleFinding[] {
    return delivery.environments
      .filter(({ name, approval }) => name === 'production' && !approval)
      .map(({ name }) => ({
        option: 'approval',
        environment: name,
        message: 'is false, so nobody approves a release',
        fix: 'Set approval to true.',
      }));
  }
}

/** No generated file refers to the tag `latest` of an image, because the image behind it can change at any time. */
export class NoLatestImage extends DeliveryRule {
  public constructor() {
    super({
      code: 'acme-no-latest-image',
      title: 'Images have a version',
      description: 'A build gives the same result today and tomorrow.',
    });
  }

  public check(delivery: DeliveryView): RuleFinding[] {
    return delivery.files
      .flatMap(({ path, text }) => text.split('\n').map((content, i) => ({ file: path, line: i + 1, content })))
      .filter(({ content }) => /[\w/.-]:latest\b/.test(content))
      .map(({ file, line }) => ({ file, line, message: 'uses the image tag latest', fix: 'Use the tag of a version.' }));
  }
}
