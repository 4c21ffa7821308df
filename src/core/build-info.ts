import { posix } from 'node:path';

/** The file in which `tsc --build` records its last run, relative to the folder that contains `node_modules`. */
export function buildInfoOf(name: string): string {
  return `node_modules/.cache/tsc/${name}.tsbuildinfo`;
}

/**
 * The compiler options with which `tsc --build` skips a configuration that emits no files and has not changed.
 *
 * https://www.typescriptlang.org/tsconfig/#tsBuildInfoFile
 *
 * @param name the name of the build info
 * @param folder the folder that contains the `tsconfig.json`, relative to the folder that contains `node_modules`
 */
export function buildInfoOptions(name: string, folder: string): { incremental: boolean; tsBuildInfoFile: string } {
  return { incremental: true, tsBuildInfoFile: posix.relative(folder, buildInfoOf(name)) };
}

/**
 * The commands that compile or check configurations that have changed. `tsc --build` does not notice when installed
 * packages change. If only the date of a `tsconfig.json` changes, it checks everything each time. Therefore, build info
 * that is older than one of them is deleted first.
 */
export function buildCommands(configs: readonly string[], buildInfo: readonly string[], npx = ''): string[] {
  return [
    `node -e "${DELETE_OLD_BUILD_INFO}" ${[...configs, ...buildInfo].join(' ')}`,
    `${npx}tsc --build ${configs.join(' ')}`,
  ];
}

/** npm writes `node_modules/.package-lock.json` when it installs packages. In a monorepo, it may be in a parent folder. */
const DELETE_OLD_BUILD_INFO = [
  'const time=f=>fs.statSync(f,{throwIfNoEntry:false})?.mtimeMs??0;',
  'const files=process.argv.slice(1);',
  "const isInfo=f=>f.endsWith('.tsbuildinfo');",
  'let newest=Math.max(...files.filter(f=>!isInfo(f)).map(time));',
  'for(let d=process.cwd(),u;;d=u){',
  "newest=Math.max(newest,time(path.join(d,'node_modules/.package-lock.json')));",
  'u=path.dirname(d);',
  'if(u===d)break',
  '}',
  'for(const f of files)if(isInfo(f)&&time(f)<=newest)fs.rmSync(f,{force:true})',
].join('');
