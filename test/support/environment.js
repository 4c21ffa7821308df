const { TestEnvironment } = require('jest-environment-node');

/** What a test file leaves for the next ones in its worker. See `worker.ts`. */
const sharedInWorker = new Map();

/** Packages that `runtime.js` loads once must see the environment variables that a test sets. */
module.exports = class SharedVariablesEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.variables = { ...process.env };
    // At a lower level, bash reads ~/.bashrc if its input is a socket.
    process.env.SHLVL = '2';
    this.global.process.env = process.env;
    this.global.sharedInWorker = sharedInWorker;
  }

  async teardown() {
    for (const name of Object.keys(process.env).filter((each) => !(each in this.variables))) {
      delete process.env[name];
    }
    Object.assign(process.env, this.variables);
    // Jest clears the objects in the variables of a test file.
    delete this.global.sharedInWorker;
    await super.teardown();
  }
};
