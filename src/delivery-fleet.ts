#!/usr/bin/env node
/**
 * Shows what a new version of this package, or of a package that extends it, changes in many repositories. The command
 * starts this script again for each core, to evaluate configs.
 */
import { runFleet } from './fleet/run';
import { runWorker } from './fleet/worker';

if (process.argv[2] === '--worker' && process.send) {
  runWorker();
} else {
  void runFleet(process.argv.slice(2), __filename).then((code) => {
    process.exitCode = code;
  });
}
