import type { LoadBalancerOptions } from '../../src/options';
import { problemsOf, resolve } from './resolving';

function loadBalancerOf(loadBalancer: LoadBalancerOptions) {
  return resolve({ loadBalancer }).environments[0]!.managed!.loadBalancer!;
}

describe('the health check of the load balancer', () => {
  test('has a timeout that is shorter than the shortest interval', () => {
    expect(loadBalancerOf({ healthCheck: { intervalSeconds: 5 } }).healthCheck.timeoutSeconds).toBe(4);
  });

  test('of an environment inherits each option that the environment does not set', () => {
    const { environments } = resolve({
      loadBalancer: { healthCheck: { path: '/ready', intervalSeconds: 30 } },
      environments: [{ name: 'staging', loadBalancer: { healthCheck: { intervalSeconds: 10 } } }, { name: 'live' }],
    });
    expect(environments.map(({ managed }) => managed!.loadBalancer!.healthCheck)).toMatchObject([
      { path: '/ready', intervalSeconds: 10 },
      { path: '/ready', intervalSeconds: 30 },
    ]);
  });

  test.each<[string, object, string]>([
    [
      'a timeout that is not shorter than the interval',
      { healthCheck: { intervalSeconds: 10, timeoutSeconds: 10 } },
      'loadBalancer.healthCheck.timeoutSeconds: 10 is not shorter than intervalSeconds (allowed: 2 to 9). Reduce timeoutSeconds, or increase intervalSeconds. [health-check-timeout]',
    ],
    [
      'an interval of 4 seconds',
      { healthCheck: { intervalSeconds: 4 } },
      'loadBalancer.healthCheck.intervalSeconds: 4 is out of range (allowed: 5 to 300). Use a value in this range. [out-of-range]',
    ],
    [
      'a threshold of 1',
      { healthCheck: { unhealthyThreshold: 1 } },
      'loadBalancer.healthCheck.unhealthyThreshold: 1 is out of range (allowed: 2 to 10). Use a value in this range. [out-of-range]',
    ],
    [
      'a status code above 499, which an Application Load Balancer does not accept',
      { healthCheck: { successCodes: '200-503' } },
      'loadBalancer.healthCheck.successCodes: "200-503" is not valid (allowed: HTTP status codes from 200 to 499, for example 200,301 or 200-399). Correct the value. [invalid-format]',
    ],
    [
      'a grace period that ends before a task can become healthy',
      { healthCheck: { intervalSeconds: 60, healthyThreshold: 5 } },
      'loadBalancer.healthCheckGracePeriodSeconds: 120 is too short for a new task to become healthy, which takes 300 seconds: healthCheck.intervalSeconds times healthCheck.healthyThreshold (allowed: 300 to 7200). Increase healthCheckGracePeriodSeconds, or check more often. [grace-period-too-short]',
    ],
  ])('rejects %s', (_name, loadBalancer, line) => {
    expect(problemsOf({ loadBalancer })).toEqual([line]);
  });
});
