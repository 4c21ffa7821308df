import type { Artifact } from '../../src/core/artifact';
import type { Environment } from '../../src/core/environment';
import type { Release } from '../../src/core/release';
import type { Target } from '../../src/core/target';
import type { GithubNative } from '../../src/engines/github-actions/native';

const BUCKET = 'arn:aws:s3:::releases';
const read = { why: 'Read builds.', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::builds/*'] };
const write = (path: string) => ({
  why: `Write ${path}.`,
  actions: ['s3:PutObject'],
  resources: [`${BUCKET}/${path}`],
});

/** A text file in a bucket that exists. */
export const FILE: Artifact = {
  noun: 'file',
  variable: 'FILE_URI',
  place: { account: '111122223333', region: 'us-east-1' },
  needsDocker: false,
  guide: {
    store: 'S3 builds',
    storeTitle: 'the bucket',
    createsStore: false,
    built: 'uploads the file',
    reused: '',
    setupSteps: [],
    kept: '',
  },
  files: [{ path: 'page.txt', kind: 'text', body: 'Hello\n' }],
  readStatements: [read],
  build: (commit) => ({
    steps: [
      {
        id: 'upload',
        title: 'Upload the file',
        commands: [`FILE_URI="s3://builds/$${commit}.txt"`, 'aws s3 cp page.txt "$FILE_URI"'],
        sets: ['FILE_URI'],
        statements: [{ why: 'Upload builds.', actions: ['s3:PutObject'], resources: ['arn:aws:s3:::builds/*'] }],
      },
    ],
    native: [],
  }),
  stacks: () => [],
};

/** Copies the file to the folder of the environment. */
export function bucketTarget(environments: readonly Environment[]): Target {
  return {
    environments: environments.map((environment) => ({
      ...environment,
      release: releaseTo(environment),
      rollback: { ...releaseTo(environment), native: [], report: undefined },
      label: `s3://releases/${environment.name}`,
      settings: [],
      roles: [],
      stacks: () => [],
    })),
    files: [],
    revision: 'Version of the file',
    guide: {
      node: 's3',
      result: 'published file',
      summary: 'the file',
      check: 'Check the file',
      revision: 'its commit',
      exampleRevision: 'abc',
      console: 'the S3 console',
      creates: [],
      bootstrapNotes: [],
      setupSteps: [],
      changes: '',
      infrastructure: '',
      infrastructureNotes: [],
      beforeRelease: [],
      settingNotes: [],
      rollbackNotes: [],
      rollback: (manual) => manual,
    },
  };
}

function releaseTo({ name }: Environment): Release {
  const native: GithubNative = {
    steps: [{ name: 'Copy with GitHub', id: 'copy', run: `echo "target=s3://releases/${name}" >> "$GITHUB_OUTPUT"` }],
    sets: { TARGET: '${{ steps.copy.outputs.target }}' },
  };
  return {
    steps: [
      {
        id: 'copy',
        title: 'Copy the file',
        settings: { FOLDER: name },
        reads: ['FILE_URI'],
        commands: ['TARGET="s3://releases/$FOLDER"', 'aws s3 cp "$FILE_URI" "$TARGET/page.txt"'],
        sets: ['TARGET'],
        statements: [read, write(`${name}/page.txt`)],
      },
      {
        id: 'mark',
        title: 'Mark the release',
        reads: ['TARGET'],
        commands: ['aws s3 cp - "$TARGET/done" < /dev/null'],
        statements: [write(`${name}/done`)],
      },
    ],
    native: [{ engine: 'github-actions', replaces: ['copy'], native, statements: [write(`${name}/page.txt`)] }],
    timeout: { minutes: 5, waitsFor: 'the copy' },
    report: { title: 'Copied', rows: { File: '$TARGET' }, reads: ['TARGET'], consoleUrl: 'https://s3.console' },
  };
}
