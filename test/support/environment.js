const { TestEnvironment } = require('jest-environment-node');

/** Packages that `runtime.js` loads once must see the environment variables that a test sets. */
module.exports = class SharedVariablesEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.variables = { ...process.env };
    this.global.process.env = process.env;
  }

  async teardown() {
    for (const name of Object.keys(process.env).filter((each) => !(each in this.variables))) {
      delete process.env[name];
    }
    Object.assign(process.env, this.variables);
    await super.teardown();
  }
};
