import { DeliveryStandardProject } from 'projen-aws-delivery';

// This config generates package.json, the workflows, and the build tasks. The standard is in src/standard.ts.
// After you edit this file, run: npx projen
const project = new DeliveryStandardProject({
  name: 'acme-delivery',
  devDeps: ['projen-aws-delivery'],

  // The names of the classes start with the name of the organization.
  organization: 'acme',
  contact: '#platform on Slack',

  // What package.json says about the package.
  githubRepository: 'acme/acme-delivery',
  author: 'acme',
  authorAddress: 'https://github.com/acme',
});

project.synth();
