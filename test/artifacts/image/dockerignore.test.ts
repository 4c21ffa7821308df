import { DockerfileParser } from 'dockerfile-ast';
import { renderDockerfile } from '../../../src/artifacts/image/dockerfile';
import { renderDockerignore } from '../../../src/artifacts/image/dockerignore';
import type { ImageBuildOptions } from '../../../src/options';
import { modelOf } from '../../support/model';

const PATTERNS = patternsOf();

function patternsOf(imageBuild: ImageBuildOptions = {}): string[] {
  return renderDockerignore(modelOf({ imageBuild }).build)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Follows Docker: patterns are relative to the root and match a path and everything below it. The last match wins. */
function isCopied(path: string, patterns = PATTERNS): boolean {
  const parts = path.split('/');
  const ancestry = parts.map((_, i) => parts.slice(0, i + 1).join('/'));
  const last = patterns.filter((pattern) => ancestry.some((p) => toRegExp(pattern).test(p))).pop();
  return last === undefined || last.startsWith('!');
}

function toRegExp(pattern: string): RegExp {
  const source = pattern
    .replace(/^!/, '')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*\/|\*/g, (star) => (star === '*' ? '[^/]*' : '(?:.*/)?'));
  return new RegExp(`^${source}$`);
}

test('includes the files that the Dockerfile copies from the checkout', () => {
  const copied = DockerfileParser.parse(renderDockerfile(modelOf()))
    .getCOPYs()
    .filter((copy) => copy.getFromFlag() === null)
    .flatMap((copy) =>
      copy
        .getArguments()
        .slice(0, -1)
        .map((argument) => argument.getValue()),
    );
  expect(new Set(copied)).toEqual(new Set(['package.json', 'package-lock.json', 'tsconfig.json', 'src']));
  expect(copied.filter((path) => !isCopied(path))).toEqual([]);
  expect(isCopied('src/main.ts')).toBe(true);
  expect(isCopied('src/orders/repository.ts')).toBe(true);
});

test('includes the files of the config, without secrets in their folders', () => {
  const files = ['config', 'views/index.ejs', 'certs/rds.pem'];
  const patterns = patternsOf({ files, installFiles: ['prisma/schema.prisma'] });
  const included = ['config/a.json', 'views/index.ejs', 'certs/rds.pem', 'prisma/schema.prisma'];
  expect(included.filter((path) => !isCopied(path, patterns))).toEqual([]);
  const excluded = ['config/.env', 'config/tls.key', 'config/ca.pem', 'views/other.ejs', 'certs/other.pem', 'prisma/x'];
  expect(excluded.filter((path) => isCopied(path, patterns))).toEqual([]);
});

test.each([
  '.git',
  '.git/config',
  '.env',
  '.npmrc',
  '.aws/credentials',
  '.projenrc.ts',
  '.projen/tasks.json',
  'Dockerfile',
  'buildspec.yml',
  'build-test/src/main.js',
  'cdk.out/manifest.json',
  'coverage/lcov.info',
  'infra/main.ts',
  'lib/main.js',
  'node_modules/projen/package.json',
  'task-definition.json',
  'terraform.tfstate',
  'test/server.test.ts',
  'packages/other/package.json',
])('excludes %s', (path) => {
  expect(isCopied(path)).toBe(false);
});

test.each([
  'src/.env',
  'src/.env.production',
  'src/tls/server.key',
  'src/ca.pem',
  'src/.npmrc',
  'src/node_modules/x/index.js',
])('excludes %s even though it is in src', (path) => {
  expect(isCopied(path)).toBe(false);
});
