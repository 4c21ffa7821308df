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
      const names = String(at(settings, 'build-args') ?? '')
        .split('\n')
        .map((line) => line.trim().split('=')[0]!);
      return {
        file,
        where: `jobs.${job}`,
        says: describe(at(settings, 'file'), at(settings, 'target'), names),
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
        says: describe(
          valuesOf(line, 'file')[0] ?? valuesOf(line, 'f')[0],
          valuesOf(line, 'target')[0],
          valuesOf(line, 'build-arg').map((argument) => argument.split('=')[0]!),
        ),
      })),
    );
}

/** The values of a flag: `--target runtime`, `--target=runtime` or `-f Dockerfile`. */
function valuesOf(command: string, flag: string): string[] {
  const dashes = flag.length === 1 ? '-' : '--';
  return [...command.matchAll(new RegExp(`\\s${dashes}${flag}[ =]"?([^\\s"]+)`, 'g'))].map(([, value]) => value!);
}

function describe(file: unknown, target: unknown, argumentNames: readonly string[]): string {
  const names = argumentNames.filter(Boolean).sort();
  return [
    `file ${file ?? 'Dockerfile'}`,
    ...(target === undefined ? [] : [`target ${target}`]),
    ...(names.length > 0 ? [`build arguments ${names.join(', ')}`] : []),
  ].join(', ');
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
