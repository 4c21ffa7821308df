import { AcmeEcsService } from 'acme-delivery';

// This config generates all files that deploy the service. After you edit it, run: npx projen
const project = new AcmeEcsService({
  name: 'shipping-api',
  devDeps: ['acme-delivery'],

  awsAccount: '111122223333',
  awsRegion: 'eu-west-1',
  githubRepository: 'acme/shipping-api',
  codePipeline: { enabled: false },

  environments: [{ name: 'staging', approval: false, desiredCount: 1 }, { name: 'production' }],
});

project.synth();
