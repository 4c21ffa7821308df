import { SiteStrategy, StaticSiteProject } from 'projen-aws-delivery';

// This config generates all files that deploy the site. After you edit it, run: npx projen
const project = new StaticSiteProject({
  name: 'docs-site',
  devDeps: ['projen-aws-delivery'],

  awsAccount: '111122223333',
  awsRegion: 'eu-central-1',
  githubRepository: 'acme/docs-site',
  githubActions: { ownerId: '1234567', repositoryId: '12345678', existingOidcProvider: true },

  smokeTest: { command: 'curl --fail --silent --show-error "$SITE_URL"' },
  environments: [
    {
      name: 'staging',
      strategy: SiteStrategy.BLUE_GREEN,
      config: { API_URL: 'https://api.staging.example.com' },
    },
    {
      name: 'production',
      awsAccount: '444455556666',
      strategy: SiteStrategy.CANARY,
      strategyParameters: { percent: 10, stepBakeTimeInMinutes: 10 },
      config: { API_URL: 'https://api.example.com' },
      domain: {
        names: ['docs.example.com'],
        certificateArn: 'arn:aws:acm:us-east-1:444455556666:certificate/12345678-1234-1234-1234-123456789012',
        hostedZoneId: 'Z0123456789ABC',
        hostedZoneName: 'example.com',
      },
    },
  ],
});

project.synth();
