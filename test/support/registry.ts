import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Serves one package. Everything else comes from the npm registry. */
const SERVER = `
const [tarball, manifest, registry] = process.argv.slice(1);
const { name, version, ...rest } = JSON.parse(manifest);
const data = fs.readFileSync(tarball);
const integrity = 'sha512-' + crypto.createHash('sha512').update(data).digest('base64');
const server = http.createServer((request, response) => {
  const file = '/' + name + '/-/' + name + '-' + version + '.tgz';
  if (request.method !== 'GET') {
    response.writeHead(404).end();
  } else if (request.url === file) {
    response.end(data);
  } else if (request.url === '/' + name) {
    const dist = { tarball: 'http://127.0.0.1:' + server.address().port + file, integrity };
    const versions = { [version]: { name, version, ...rest, dist } };
    response.end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions }));
  } else {
    response.writeHead(302, { location: registry.replace(/\\/$/, '') + request.url }).end();
  }
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

/** A registry that contains this package, as if it were published. */
export interface Registry {
  /** The settings for npm. */
  readonly env: NodeJS.ProcessEnv;
  stop(): void;
}

/** @param tarball this package */
export async function startRegistry(tarball: string): Promise<Registry> {
  const manifest = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf-8'));
  const { name, version, peerDependencies, bin, engines } = manifest;
  const published = JSON.stringify({ name, version, peerDependencies, bin, engines });
  const upstream = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf-8' }).trim().replace(/\/$/, '');
  const server: ChildProcess = spawn(process.execPath, ['-e', SERVER, tarball, published, upstream], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<string>((found, failed) => {
    server.stdout!.once('data', (data: Buffer) => found(data.toString().trim()));
    server.once('error', failed);
    server.once('exit', (code) => failed(new Error(`The registry stopped with exit code ${code}.`)));
  });
  return {
    env: { npm_config_registry: `http://127.0.0.1:${port}`, npm_config_audit: 'false', npm_config_fund: 'false' },
    stop: () => server.kill(),
  };
}
