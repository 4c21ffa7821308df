import type { Agreement } from '../../facts/sync-rules';

interface BuildSettings {
  readonly file: string;
  readonly where: string;
  readonly says: string;
}

/** Both engines must build the same image: the same Dockerfile and stage, with the same build arguments. */
export const IMAGE_BUILD_AGREEMENT: Agreement = {
  id: 'image-build',
  title: 'Image build',
  read: (files) =>
    [...files].flatMap(([file, content]) => [...actionSettings(file, content), ...commandSettings(file, content)]),
};

/** Settings of the step that uses docker/build-push-action. */
function actionSettings(file: string, content: unknown): BuildSettings[] {
  return entriesAt(content, ['jobs'])
    .flatMap(([job, value]) => itemsAt(value, ['steps']).map((step) => ({ job, step })))
    .filter(({ step }) => String(at(step, 'uses')).startsWith('docker/build-push-action'))
    .map(({ job, step }) => {
      const settings = at(step, 'with');
      return {
        file,
        where: `jobs.${job}`,
        says: describe({
          file: at(settings, 'file'),
          target: at(settings, 'target'),
          context: at(settings, 'context'),
          buildArguments: linesOf(settings, 'build-args'),
          secrets: linesOf(settings, 'secret-files').map((line) => line.split('=')[0]!.trim()),
          tags: linesOf(settings, 'tags').map((line) => tagOf(line.trim())),
        }),
      };
    });
}

/** Settings of `docker build` in a command of a buildspec. */
function commandSettings(file: string, content: unknown): BuildSettings[] {
  return entriesAt(content, ['phases'])
    .flatMap(([phase, value]) => itemsAt(value, ['commands']).map((command) => ({ phase, command: String(command) })))
    .flatMap(({ phase, command }) =>
      [...command.matchAll(/^\s*docker (?:buildx )?build .*$/gm)].map(([line]) => ({
        file,
        where: `phases.${phase}`,
        says: describe({
          file: valuesOf(line, 'file')[0] ?? valuesOf(line, 'f')[0],
          target: valuesOf(line, 'target')[0],
          context: contextOf(line),
          buildArguments: valuesOf(line, 'build-arg'),
          secrets: valuesOf(line, 'secret').flatMap((value) => /(?:^|,)id=([^,]+)/.exec(value)?.[1] ?? []),
          tags: [...valuesOf(line, 'tag'), ...valuesOf(line, 't')].map(tagOf),
        }),
      })),
    );
}

/** The values of a flag: `--target runtime`, `--target=runtime`, `-f Dockerfile`, or `--build-arg NAME="a b"`. */
function valuesOf(command: string, flag: string): string[] {
  const dashes = flag.length === 1 ? '-' : '--';
  const value = `((?:"[^"]*"|'[^']*'|[^\\s"'])+)`;
  return [...command.matchAll(new RegExp(`\\s${dashes}${flag}[ =]${value}`, 'g'))].map(([, text]) =>
    text!.replace(/["']/g, ''),
  );
}

/** The last word of the command. */
function contextOf(line: string): string | undefined {
  return /\s([^\s"'=-][^\s"'=]*)\s*(?:&&|\|\||[;\\]|$)/.exec(line)?.[1];
}

interface Described {
  readonly file: unknown;
  readonly target: unknown;
  readonly context: unknown;
  readonly buildArguments: readonly string[];
  /** The IDs. */
  readonly secrets: readonly string[];
  readonly tags: readonly string[];
}

const COMMIT_TAG = 'of the commit';

/** The tag of an image URI. A tag that a variable contains is that of the commit. */
function tagOf(uri: string): string {
  const tag = /:([^:/]*)$/.exec(uri.replace(/\$\{\{.*?\}\}/g, '$'))?.[1] ?? '$';
  return tag.startsWith('$') ? COMMIT_TAG : tag;
}

function describe({ file, target, context, buildArguments, secrets, tags }: Described): string {
  const all = buildArguments
    .map((argument) => argument.trim())
    .filter(Boolean)
    .map(withoutVariable)
    .sort();
  return [
    `file ${file ?? 'Dockerfile'}`,
    ...(target === undefined ? [] : [`target ${target}`]),
    ...(context === undefined || context === '.' ? [] : [`context ${context}`]),
    ...(all.length > 0 ? [`build arguments ${all.join(', ')}`] : []),
    ...(tags.every((tag) => tag === COMMIT_TAG) ? [] : [`tags ${[...new Set(tags)].sort().join(', ')}`]),
    ...(secrets.length > 0 ? [`secrets ${[...secrets].sort().join(', ')}`] : []),
  ].join(', ');
}

/** Each engine has its own variables, so only the name can be compared if the value contains one. */
function withoutVariable(argument: string): string {
  return argument.includes('$') ? argument.split('=')[0]! : argument;
}

function linesOf(settings: unknown, key: string): string[] {
  return String(at(settings, key) ?? '')
    .split('\n')
    .filter(Boolean);
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function entriesAt(value: unknown, path: readonly string[]): [string, unknown][] {
  const found = path.reduce(at, value);
  return typeof found === 'object' && found !== null ? Object.entries(found) : [];
}

function itemsAt(value: unknown, path: readonly string[]): unknown[] {
  const found = path.reduce(at, value);
  return Array.isArray(found) ? found : [];
}
