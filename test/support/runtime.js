const { createRequire } = require('node:module');
const { default: JestRuntime } = require('jest-runtime');

/** Large packages without state that a test could change. */
const SHARED = /^(aws-cdk-lib|cdk-nag|constructs|projen|typescript)(\/|$)/;

/**
 * By default, Jest loads every package again for each test file. This runtime loads the large ones once per worker,
 * which takes a third of the time off a run.
 */
module.exports = class SharedPackagesRuntime extends JestRuntime {
  requireModuleOrMock(from, name) {
    return SHARED.test(name) ? createRequire(from)(name) : super.requireModuleOrMock(from, name);
  }
};
