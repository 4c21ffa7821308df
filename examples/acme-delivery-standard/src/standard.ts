import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeliveryRules, DeliveryStandard } from 'projen-aws-delivery';
import { NoLatestImage, ReleasesFromMain } from './rules';

const { version } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf-8')) as { version: string };

/** What acme requires of every delivery. The build generates STANDARD.md from it. */
export class AcmeStandard extends DeliveryStandard {
  public constructor() {
    super({
      name: 'acme',
      version,
      contact: '#platform on Slack',

      // A repository can change these values.
      defaults: { awsRegion: 'eu-central-1', approval: true },
      ecs: { defaults: { cpu: 512, memory: 1024 } },
      lambda: { defaults: { memorySize: 512 } },

      // A repository cannot change these values.
      fixed: { tags: { 'managed-by': 'acme-delivery' } },

      // A repository can only use these values.
      allowed: [
        { option: 'awsRegion', values: ['eu-central-1', 'eu-west-1'], reason: 'Data stays in the EU.' },
        { option: 'nodeVersion', values: ['22', '24'], reason: 'We support these versions of Node.js.' },
      ],
      bounds: [{ option: 'logRetentionDays', minimum: 30, reason: 'Audits need the logs of the last 30 days.' }],

      // Messages and STANDARD.md contain the reason for a value.
      reasons: {
        approval: 'Two people see every change before customers do.',
        'tags.managed-by': 'The cost report finds resources by this tag.',
      },

      rules: [DeliveryRules.approvalBeforeProduction(), new ReleasesFromMain(), new NoLatestImage()],
    });
  }
}
