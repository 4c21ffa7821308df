import type { OptionReader } from '../../model/option-reader';
import type { FunctionModel } from './model';

/** No quota limits these numbers in general: AWS raises the concurrency of an account on request. */
const MAX_CONCURRENCY = 1_000_000;

/** Reads the concurrency of a function. */
export function readConcurrency(
  options: OptionReader,
): Pick<FunctionModel, 'reservedConcurrentExecutions' | 'provisionedConcurrentExecutions'> {
  const reserved = options.integer('reservedConcurrentExecutions', 0, MAX_CONCURRENCY);
  const provisioned = options.integer('provisionedConcurrentExecutions', 1, MAX_CONCURRENCY);
  if (reserved !== undefined && provisioned !== undefined && provisioned > reserved) {
    options.reject('provisionedConcurrentExecutions', 'provisioned-concurrency', {
      why: 'is greater than reservedConcurrentExecutions',
      allowed: `1 to ${reserved}`,
      fix: 'Reduce it, or raise reservedConcurrentExecutions.',
    });
  }
  return { reservedConcurrentExecutions: reserved, provisionedConcurrentExecutions: provisioned };
}
