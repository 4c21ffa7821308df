import { DeliveryRule, type DeliveryView, type RuleFinding } from 'projen-aws-delivery';

/** Only what is on the branch main reaches production. */
export class ReleasesFromMain extends DeliveryRule {
  public constructor() {
    super({
      code: 'acme-release-branch',
      title: 'Releases come from the branch main',
      description: 'Everybody finds the released code in the same place.',
    });
  }

  public check(delivery: DeliveryView): RuleFinding[] {
    const { branch } = delivery;
    return branch === 'main' ? [] : [{ option: 'branch', message: `is ${branch}`, fix: 'Release from main.' }];
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
      .map(({ file, line }) => ({ file, line, message: 'uses the tag latest', fix: 'Use the tag of a version.' }));
  }
}
