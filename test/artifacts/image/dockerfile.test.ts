import { DockerfileParser, type Instruction } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { renderDockerfile } from '../../../src/artifacts/image/dockerfile';
import { PortProtocol } from '../../../src/options';
import { modelOf } from '../../support/model';

interface Stage {
  readonly name: string | null;
  readonly image: string;
  readonly instructions: readonly Instruction[];
}

/** The instructions of each stage, starting with FROM. */
function stagesOf(text: string): Stage[] {
  const file = DockerfileParser.parse(text);
  const froms = file.getFROMs();
  return froms.map((from, i) => ({
    name: from.getBuildStage(),
    image: from.getImage()!,
    instructions: file.getInstructions().filter((instruction) => {
      const line = instruction.getRange().start.line;
      return line >= from.getRange().start.line && line < (froms[i + 1]?.getRange().start.line ?? Infinity);
    }),
  }));
}

const text = renderDockerfile(modelOf());
const stages = stagesOf(text);
const final = stages[stages.length - 1]!;
const keywords = ({ instructions }: Stage): string[] => instructions.map((i) => i.getKeyword());
const argumentsOf = (keyword: string, { instructions }: Stage = final): string | null | undefined =>
  instructions.find((i) => i.getKeyword() === keyword)?.getArgumentsContent();
/** Does not use `getJSONStrings`, because it ends a string at an escaped quote. */
const cmdOf = (dockerfile: string): string[] => JSON.parse(/^CMD (.*)$/m.exec(dockerfile)![1]!);

describe('the Dockerfile', () => {
  test.each([
    ['the defaults', {}],
    [
      'no GitHub repository',
      {
        githubRepository: undefined,
        githubActions: { enabled: false },
        codePipeline: { source: 'code-commit' },
      },
    ],
    [
      'every option that affects it',
      { containerPort: 8080, nodeVersion: '22', healthCheckPath: '/a/b', command: ['node', 'x y.js'] },
    ],
  ])('passes the linter with %s', (_, options) => {
    expect(validate(renderDockerfile(modelOf(options as object)))).toEqual([]);
  });

  test('uses no tools that the slim image lacks', () => {
    expect(text).not.toMatch(/curl|wget|apt-get|apk/);
  });

  test('ends with one newline and has no consecutive blank lines or trailing whitespace', () => {
    expect(text).toMatch(/[^\n]\n$/);
    expect(text).not.toMatch(/\n\n\n|[ \t]\n/);
  });
});

describe('stages', () => {
  test('build on each other', () => {
    expect(stages.map(({ name, image }) => [name, image])).toEqual([
      ['base', 'public.ecr.aws/docker/library/node:24-slim'],
      ['deps', 'base'],
      ['build', 'base'],
      [null, 'base'],
    ]);
  });

  test('copy only from earlier stages', () => {
    const seen: (string | null)[] = [];
    for (const stage of stages) {
      for (const instruction of stage.instructions.filter((i) => i.getKeyword() === 'COPY')) {
        const from = /--from=(\S+)/.exec(instruction.getTextContent())?.[1];
        expect(from === undefined || seen.includes(from)).toBe(true);
      }
      seen.push(stage.name);
    }
  });

  test('specify the Node.js version once', () => {
    expect(stagesOf(renderDockerfile(modelOf({ nodeVersion: '22' })))[0]!.image).toBe(
      'public.ecr.aws/docker/library/node:22-slim',
    );
    expect(text.match(/24/g)).toHaveLength(1);
    expect(text).not.toContain('latest');
  });

  test('are based on the image of the config', () => {
    const baseOf = (options: object) => stagesOf(renderDockerfile(modelOf(options)))[0]!.image;
    const alpine = 'public.ecr.aws/docker/library/node:22-alpine';
    expect(baseOf({ nodeVersion: '22', imageBuild: { baseImage: alpine } })).toBe(alpine);
    const own = '111122223333.dkr.ecr.us-east-1.amazonaws.com/base:2026-11';
    expect(baseOf({ imageBuild: { baseImage: own } })).toBe(own);
  });

  test('copy the files that the installation needs before it, and other files into the image', () => {
    const imageBuild = { files: ['src/views', 'certs/rds.pem'], installFiles: ['./prisma/schema.prisma'] };
    const all = stagesOf(renderDockerfile(modelOf({ imageBuild })));
    const linesOf = (name: string | null) =>
      all.find((stage) => stage.name === name)!.instructions.map((i) => i.getTextContent());
    for (const name of ['deps', 'build']) {
      expect(linesOf(name).slice(1, 3)).toEqual([
        'COPY package.json package-lock.json ./',
        'COPY prisma/schema.prisma ./prisma/schema.prisma',
      ]);
    }
    expect(linesOf(null).filter((line) => line.startsWith('COPY '))).toEqual([
      'COPY package.json ./',
      'COPY --from=deps /app/node_modules ./node_modules',
      'COPY --from=build /app/lib ./lib',
      'COPY src/views ./src/views',
      'COPY certs/rds.pem ./certs/rds.pem',
    ]);
  });

  test('install dependencies before they copy the source', () => {
    for (const { instructions } of stages) {
      const lines = instructions.map((i) => i.getTextContent());
      const install = lines.findIndex((line) => line.includes('npm ci'));
      const copies = lines.slice(0, Math.max(install, 0)).filter((line) => line.startsWith('COPY'));
      expect(copies).toEqual(install < 0 ? [] : ['COPY package.json package-lock.json ./']);
      expect(lines.slice(install + 1).filter((line) => /npm (ci|install)/.test(line))).toEqual([]);
    }
  });

  test('cache npm downloads in a cache mount', () => {
    const installs = stages
      .flatMap(({ instructions }) => instructions)
      .filter((i) => i.getTextContent().includes('npm ci'));
    expect(installs).toHaveLength(2);
    for (const install of installs) {
      expect(install.getTextContent()).toMatch(/^RUN --mount=type=cache,target=\/root\/\.npm npm ci /);
    }
  });

  test('copy only production dependencies and compiled code into the image', () => {
    const install = stages.find(({ name }) => name === 'deps')!.instructions.map((i) => i.getTextContent());
    expect(install.find((line) => line.includes('npm ci'))).toContain('npm ci --omit=dev ');
    expect(final.instructions.filter((i) => i.getKeyword() === 'COPY').map((i) => i.getTextContent())).toEqual([
      'COPY package.json ./',
      'COPY --from=deps /app/node_modules ./node_modules',
      'COPY --from=build /app/lib ./lib',
    ]);
  });

  test('compile without projen', () => {
    const build = stages.find(({ name }) => name === 'build')!;
    const runs = build.instructions.filter((i) => i.getKeyword() === 'RUN').map((i) => i.getArgumentsContent());
    expect(runs[runs.length - 1]).toBe('node_modules/.bin/tsc --project tsconfig.json');
  });
});

describe('the image', () => {
  test('runs as the user in the task definition', () => {
    expect(argumentsOf('USER')).toBe('1000:1000');
    expect(keywords(final).slice(keywords(final).indexOf('USER') + 1)).not.toContain('COPY');
  });

  test('sets the port and the health check path', () => {
    const other = renderDockerfile(modelOf({ containerPort: 8080, healthCheckPath: '/ready' }));
    expect(other).toContain('ENV NODE_ENV=production \\\n    PORT=8080 \\\n    HEALTH_CHECK_PATH=/ready\n');
    expect(other).toContain('\nEXPOSE 8080\n');
    expect(other).toContain('http://127.0.0.1:8080/ready');
    expect(other).not.toMatch(/3000|\/health\b/);
  });

  test('sets NODE_ENV only in the final stage, which installs no dependencies', () => {
    expect(stages.map((stage) => keywords(stage).includes('ENV'))).toEqual([false, false, false, true]);
  });

  test('uses the health check command of the task definition in exec form', () => {
    const command = ['node', '-e', `process.exit("it's" === '\\\\' ? 1 : 0) // $HOME`];
    const check = DockerfileParser.parse(
      renderDockerfile(modelOf({ healthCheckCommand: command })),
    ).getHEALTHCHECKs()[0]!;
    expect(check.getFlags().map((flag) => flag.toString())).toEqual([
      '--interval=30s',
      '--timeout=5s',
      '--start-period=15s',
      '--retries=3',
    ]);
    expect(JSON.parse(/CMD (\[.*\])$/s.exec(check.getTextContent())![1]!)).toEqual(command);
  });

  test('runs the compiled src/main.ts without a shell', () => {
    expect(cmdOf(text)).toEqual(['node', 'lib/main.js']);
  });

  test('runs the command of the task definition if there is one', () => {
    const command = ['node', '--import', './lib/trace "me".js', 'lib/main.js'];
    expect(cmdOf(renderDockerfile(modelOf({ command })))).toEqual(command);
  });

  test('has labels for the service and the repository', () => {
    expect(text).toContain('org.opencontainers.image.title="orders-api"');
    expect(text).toContain('org.opencontainers.image.source="https://github.com/acme/orders-api"');
  });

  test('has no repository label if the repository is unknown', () => {
    const other = renderDockerfile({ ...modelOf(), source: { branch: 'main' } });
    expect(other).toContain('LABEL org.opencontainers.image.title="orders-api"\n');
    expect(other).not.toContain('image.source');
  });

  test('sets the commit label last to preserve the layer cache', () => {
    expect(keywords(final).slice(-2)).toEqual(['ARG', 'LABEL']);
    expect(final.instructions.slice(-2).map((i) => i.getArgumentsContent())).toEqual([
      'GIT_SHA=unknown',
      'org.opencontainers.image.revision="${GIT_SHA}"',
    ]);
    expect(stages.flatMap(keywords).filter((keyword) => keyword === 'ARG')).toHaveLength(1);
  });
});

test('exposes all ports', () => {
  const dockerfile = renderDockerfile(
    modelOf({ additionalPorts: [{ containerPort: 9464 }, { containerPort: 8125, protocol: PortProtocol.UDP }] }),
  );
  expect(dockerfile).toContain('\nEXPOSE 3000 9464 8125/udp\n');
});

test('exposes nothing if the container receives no requests', () => {
  const dockerfile = renderDockerfile(modelOf({ receivesRequests: false, loadBalancer: { enabled: false } }));
  expect(dockerfile).not.toMatch(/EXPOSE|PORT|HEALTH_CHECK_PATH/);
  expect(dockerfile).toContain('\nENV NODE_ENV=production\nCOPY package.json ./\n');
  expect(dockerfile).toContain('\nHEALTHCHECK NONE\n');
});

test('uses the configured timing for the health check', () => {
  expect(renderDockerfile(modelOf({ healthCheckTiming: { intervalSeconds: 10, retries: 2 } }))).toContain(
    'HEALTHCHECK --interval=10s --timeout=5s --start-period=15s --retries=2 ',
  );
});

test('runs as the configured user', () => {
  expect(renderDockerfile(modelOf({ user: 'node' }))).toContain('\nUSER node\n');
});
