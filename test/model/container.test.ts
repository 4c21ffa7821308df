import {
  ApplicationProtocol,
  EcsDeploymentController,
  EcsServiceMode,
  PortProtocol,
  TaskDefinitionOwner,
} from '../../src/options';
import { problemsOf, resolve } from './resolving';

const OWN_DOCKERFILE = { imageBuild: { dockerfile: 'Dockerfile' } };
const EXISTING = { serviceMode: EcsServiceMode.EXISTING };
const WORKER = { receivesRequests: false, loadBalancer: { enabled: false } };

describe('a port below 1024', () => {
  test.each([
    ['with a Dockerfile of its own', OWN_DOCKERFILE],
    ['if the container runs as root', { user: '0:0' }],
    ['if the container runs as the user root', { user: 'root' }],
    [
      'if the service owns its task definition',
      {
        ...OWN_DOCKERFILE,
        ...EXISTING,
        taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
        executionRoleArn: 'arn:aws:iam::111122223333:role/execution',
      },
    ],
  ])('is accepted %s', (_name, options) => {
    expect(resolve({ ...options, containerPort: 80 }).container.port).toBe(80);
  });

  test('is accepted for an existing nginx service', () => {
    const { container } = resolve({
      serviceName: 'shop-web',
      ...EXISTING,
      ecsCluster: 'shop',
      ecsService: 'shop-web',
      containerName: 'web',
      containerPort: 80,
      healthCheckPath: '/',
      cpu: 1024,
      memory: 3072,
      executionRoleArn: 'arn:aws:iam::111122223333:role/ecsTaskExecutionRole',
      user: '0',
      readonlyRootFilesystem: false,
      ...OWN_DOCKERFILE,
    });
    expect(container).toMatchObject({ name: 'web', port: 80, user: '0', readonlyRootFilesystem: false });
  });

  test('is rejected with the generated Dockerfile, whose user cannot listen on it', () => {
    expect(problemsOf({ containerPort: 443, additionalPorts: [{ containerPort: 53 }] })).toEqual([
      'containerPort: 443 is out of range (allowed: 1024 to 65535). Use a port that a non-root user can listen on. [out-of-range]',
      'additionalPorts[0].containerPort: 53 is out of range (allowed: 1024 to 65535). Use a port that a non-root user can listen on. [out-of-range]',
    ]);
  });

  test('is rejected if it is 0', () => {
    expect(problemsOf({ ...OWN_DOCKERFILE, containerPort: 0 })).toEqual([
      'containerPort: 0 is out of range (allowed: 1 to 65535). Use a port in this range. [out-of-range]',
    ]);
  });
});

describe('a container that receives no requests', () => {
  test('has no port, no health check path, and no default health check', () => {
    const { container } = resolve(WORKER);
    expect(container).toMatchObject({ portMappings: [] });
    expect(container.port).toBeUndefined();
    expect(container.healthCheckPath).toBeUndefined();
    expect(container.healthCheckCommand).toBeUndefined();
  });

  test('can be in an existing service', () => {
    expect(resolve({ ...EXISTING, receivesRequests: false }).container.port).toBeUndefined();
  });

  test('can use the variables that are otherwise set', () => {
    const { environments } = resolve({ ...WORKER, environmentVariables: { PORT: '9' } });
    expect(environments[0]!.environmentVariables).toEqual([{ name: 'PORT', value: '9' }]);
  });

  test('can have its own health check and other ports', () => {
    const { container } = resolve({
      ...WORKER,
      healthCheckCommand: ['/healthy'],
      additionalPorts: [{ containerPort: 8125, protocol: PortProtocol.UDP }],
    });
    expect(container.healthCheckCommand).toEqual(['/healthy']);
    expect(container.portMappings).toEqual([{ containerPort: 8125, protocol: 'udp' }]);
  });

  test('cannot be behind a load balancer', () => {
    expect(problemsOf({ receivesRequests: false })).toEqual([
      'receivesRequests: false is not valid because the service has a load balancer in the production environment. Set loadBalancer.enabled to false, or remove receivesRequests. [port-required]',
    ]);
    expect(
      problemsOf({ ...EXISTING, deploymentController: EcsDeploymentController.CODE_DEPLOY, receivesRequests: false }),
    ).toEqual([
      'receivesRequests: false is not valid for a service that CodeDeploy deploys, because CodeDeploy sends requests to the container. Remove receivesRequests. [port-required]',
    ]);
  });

  test('rejects options of the port', () => {
    expect(problemsOf({ ...WORKER, containerPort: 3000, healthCheckPath: '/up' })).toEqual([
      'containerPort: has no effect because receivesRequests is false. Remove containerPort or receivesRequests. [unused-container-option]',
      'healthCheckPath: has no effect because receivesRequests is false. Remove healthCheckPath or receivesRequests. [unused-container-option]',
    ]);
  });
});

describe('ports', () => {
  test('can have names and application protocols', () => {
    const { container } = resolve({
      portName: 'web',
      portAppProtocol: ApplicationProtocol.HTTP2,
      additionalPorts: [
        { containerPort: 9090, name: 'metrics', appProtocol: ApplicationProtocol.HTTP },
        { containerPort: 3000, protocol: PortProtocol.UDP },
      ],
    });
    expect(container.portMappings).toEqual([
      { containerPort: 3000, protocol: 'tcp', name: 'web', appProtocol: 'http2' },
      { containerPort: 9090, protocol: 'tcp', name: 'metrics', appProtocol: 'http' },
      { containerPort: 3000, protocol: 'udp' },
    ]);
  });

  test('are unique, and so are their names', () => {
    expect(
      problemsOf({
        portName: 'web',
        additionalPorts: [{ containerPort: 3000 }, { containerPort: 9090, name: 'web' }],
      }),
    ).toEqual([
      'additionalPorts[0].containerPort: 3000 is already a TCP port of the container. Use a different port for each entry. [duplicate-port]',
      'additionalPorts[1].name: "web" is already the name of another port. Use a unique name for each port. [duplicate-port]',
    ]);
  });

  test.each([
    [
      'a name with capital letters',
      { portName: 'Web' },
      'portName: "Web" is not valid (allowed: lowercase letters, digits, hyphens, and underscores, not starting with a hyphen). Correct the value. [invalid-format]',
    ],
    [
      'a missing port',
      { additionalPorts: [{ name: 'metrics' }] },
      'additionalPorts[0].containerPort: is missing. Set containerPort. [missing-option]',
    ],
    [
      'an application protocol for UDP',
      {
        additionalPorts: [{ containerPort: 8125, protocol: PortProtocol.UDP, appProtocol: ApplicationProtocol.HTTP }],
      },
      'additionalPorts[0].appProtocol: has no effect with PortProtocol.UDP. Remove appProtocol, or use PortProtocol.TCP. [unused-container-option]',
    ],
  ])('reject %s', (_name, options, problem) => {
    expect(problemsOf(options)).toEqual([problem]);
  });
});

describe('the user and the file system', () => {
  test('are those of the image if the Dockerfile is not generated', () => {
    const { container } = resolve(OWN_DOCKERFILE);
    expect(container.user).toBeUndefined();
    expect(container.readonlyRootFilesystem).toBe(false);
    expect(container.writablePaths).toEqual([]);
  });

  test('can be restricted for an image with another Dockerfile', () => {
    const { container } = resolve({ ...OWN_DOCKERFILE, user: 'app:app', readonlyRootFilesystem: true });
    expect(container).toMatchObject({ user: 'app:app', readonlyRootFilesystem: true, writablePaths: ['/tmp'] });
  });

  test('include additional writable directories', () => {
    expect(resolve({ writablePaths: ['/var/cache/app', '/tmp'] }).container.writablePaths).toEqual([
      '/tmp',
      '/var/cache/app',
    ]);
  });

  test.each([
    [
      'writable directories on a writable file system',
      { ...OWN_DOCKERFILE, writablePaths: ['/cache'] },
      'writablePaths: has no effect because the root file system is writable. Set readonlyRootFilesystem to true, or remove writablePaths. [unused-container-option]',
    ],
    [
      'a relative path',
      { writablePaths: ['cache'] },
      'writablePaths[0]: "cache" is not valid (allowed: an absolute path with letters, digits, and . _ / -). Specify the path of a directory in the container, for example /var/cache/app. [invalid-format]',
    ],
    [
      'a user with a space',
      { user: 'the app' },
      'user: "the app" is not valid (allowed: a user, or a user and a group separated by a colon, for example 1000:1000). Correct the value. [invalid-format]',
    ],
    [
      'the fields of the API',
      { containerDefinitionFields: { user: '0' } },
      'containerDefinitionFields.user: cannot be set here. Use the user option instead. [reserved-field]',
    ],
  ])('reject %s', (_name, options, problem) => {
    expect(problemsOf(options)).toEqual([problem]);
  });
});

describe('the timing of the health check', () => {
  test('overrides single defaults', () => {
    const healthCheckTiming = { intervalSeconds: 10, startPeriodSeconds: 120 };
    expect(resolve({ healthCheckTiming }).container.healthCheckTiming).toEqual({
      interval: 10,
      timeout: 5,
      retries: 3,
      startPeriod: 120,
    });
  });

  test('is limited to what ECS supports', () => {
    const healthCheckTiming = { intervalSeconds: 1, timeoutSeconds: 61, retries: 0, startPeriodSeconds: 301 };
    expect(problemsOf({ healthCheckTiming })).toEqual([
      'healthCheckTiming.intervalSeconds: 1 is out of range (allowed: 5 to 300). Use a value in this range. [out-of-range]',
      'healthCheckTiming.timeoutSeconds: 61 is out of range (allowed: 2 to 60). Use a value in this range. [out-of-range]',
      'healthCheckTiming.retries: 0 is out of range (allowed: 1 to 10). Use a value in this range. [out-of-range]',
      'healthCheckTiming.startPeriodSeconds: 301 is out of range (allowed: 0 to 300). Use a value in this range. [out-of-range]',
    ]);
  });

  test('requires a health check', () => {
    const options = { imageBuild: { runtime: 'python', dockerfile: 'Dockerfile' }, healthCheckTiming: { retries: 5 } };
    expect(problemsOf(options)).toEqual([
      'healthCheckTiming: has no effect because the container has no health check. Set healthCheckCommand, or remove healthCheckTiming. [unused-container-option]',
    ]);
    expect(resolve({ ...options, healthCheckCommand: ['/healthy'] }).container.healthCheckTiming.retries).toBe(5);
  });
});
