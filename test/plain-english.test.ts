import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { CONFIGS } from './facts/configs';
import { configOf, finalOf } from './facts/support';
import { guideOfModel } from './support/delivery';

const ROOT = join(__dirname, '..');

/** Phrases that readers of earlier versions stumbled over, and what to write instead. */
const UNCLEAR: readonly (readonly [phrase: RegExp, example: string, instead: string])[] = [
  [/generates? again|generated again/, 'Generate again after an edit.', 'regenerate'],
  [/stands? by\b/, 'CodePipeline stands by.', 'can be started manually'],
  [/\bby hand\b/, 'Start it by hand.', 'manually'],
  [/start by hand/, 'for a start by hand', 'start manually'],
  [/takes? (it|them|the traffic|a deployment) back/, 'ECS takes it back.', 'roll back'],
  [/\btaken back\b/, 'It is taken back.', 'rolled back'],
  [/what takes it back/, 'What takes it back', 'rollback trigger'],
  [/goes back\b|go back by itself|\bgoing back\b/, 'ECS goes back.', 'roll back'],
  [/\bway back\b/, 'The way back is long.', 'rollback'],
  [/as at the top level/, 'As at the top level.', 'inherited from the top level'],
  [/exists already|is there already|are there already/, 'A service that exists already.', 'existing'],
  [/how long a way/, 'How long a way back leads.', 'you can roll back to any revision whose image still exists'],
  [/all but that/, 'Its stack has all but that.', 'everything except'],
  [/told to go on/, 'until it is told to go on', 'until you continue'],
  [/belongs to no option/, '"x" belongs to no option', 'is not a known option'],
  [/does not have the form/, 'does not have the form', 'is not valid'],
  [/decides about/, 'decides about the service', 'applies to'],
  [/lets nobody|and nobody else/, 'lets nobody in', 'only ... can'],
  [/\bon end\b/, 'for 3 minutes on end', 'consecutive'],
  [/\bis no (field|option|version|name|member|part|file|program)\b/, 'is no field of the API', 'is not a'],
  [/\bno [a-z]+ of ours\b|\bof ours\b/, 'no group of ours', 'our own, or created by this package'],
  [/bit by bit/, 'Tasks are replaced bit by bit.', 'gradually'],
  [/\bname the image after\b/, 'Name the image after the commit.', 'tag the image with'],
  [/\bsee that\b/, 'See that the files are current.', 'make sure that'],
  [/as they are committed|committed as they are/, 'committed as they are', 'up to date'],
  [/keep it for the release/, 'Keep it for the releases', 'upload'],
  [/has not completed: /, 'The deployment has not completed: stop.', 'did not complete in time'],
  [/what the security groups refuse/, 'What the security groups refuse.', 'rejected traffic'],
  [/\btake turns\b/, 'Revisions take turns.', 'alternate'],
  [/\b(in|into) (its|their) stead\b/, 'in its stead', 'instead'],
  [/\b[a-z]+, say[.,')]/, 'Terraform, say.', 'for example'],
  [/\bmend(s|ed)?\b/, 'Mend it.', 'fix'],
  [/\bbesides[.,]/, 'something besides.', 'in addition'],
  [/\bas it is[.,]/, 'The service stays as it is.', 'unchanged'],
  [/\bby itself[.,]/, 'It goes by itself.', 'automatically'],
  [/\bhand(s|ed)? (on|over|out)\b|\bhand-over\b|\bhandOver\b/, 'It hands on the files.', 'pass'],
  [/\bheld? against\b/, 'Files are held against the config.', 'compare with'],
  [/\basks? for SERVICE_URL/, 'asks for SERVICE_URL', 'uses SERVICE_URL'],
  [/\bTake (a|an|the|another|one|it|them)\b/, 'Take a size that Fargate offers.', 'use or choose'],
  [/\btakes no\b/, 'takes no release', 'does not accept'],
  [/\bWrite the command that\b/, 'Write the command that checks it.', 'Provide a command that'],
  [/\bin the way of\b/, 'in the way of generated ones', 'would be overwritten'],
  [/\bsees? (the|its) [a-z]+ through\b/, 'sees the deployment through', 'wait for'],
  [/\bwhere (there is|none|some|nothing)\b/, 'where there is one', 'if'],
  [/\bnothing was written\b/, 'nothing was written', 'No files were written.'],
  [/\ba? ?look at (a|the) deployment/, 'a look at the deployment', 'check of the deployment'],
  [/\blooks at a deployment/, 'looks at a deployment', 'checks'],
  [/\bgive (the|an?) (ARN|name|key|id)\b/, 'Give the ARN.', 'specify'],
  [/\btakenBack\b|\bbyHand\b|\bgoBack\b|\b[Rr]efuse[A-Z]\w*/u, 'takenBack', 'the usual word'],
];

/** Identifiers are found as they are written, other phrases also at the start of a sentence. */
function caseless(phrase: RegExp): RegExp {
  return phrase.unicode ? phrase : new RegExp(phrase.source, 'i');
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) {
      return ['node_modules', 'lib', '.git'].includes(name) ? [] : filesBelow(path);
    }
    return [path];
  });
}

/** Every text that we wrote or generate, by its name. */
function texts(): [string, string][] {
  const paths = [
    ...['src', 'test', 'bench', 'docs', 'projenrc', 'examples'].flatMap((folder) => filesBelow(join(ROOT, folder))),
    ...['README.md', '.projenrc.ts', 'API.md', 'package.json', '.projen/tasks.json'].map((name) => join(ROOT, name)),
  ].filter((path) => path !== __filename);
  const generated = CONFIGS.flatMap(([name, options, context]) => {
    const config = configOf(options, context);
    return [
      ...config.files.map((file): [string, string] => {
        const { path, body, data } = finalOf(file);
        return [
          `${path} of ${name}`,
          body ?? JSON.stringify([data, file.kind === 'yaml' ? file.content.comments : []]),
        ];
      }),
      [`DELIVERY.md of ${name}`, guideOfModel(config.model, config.decided.all)] as [string, string],
    ];
  });
  return [...paths.map((path): [string, string] => [relative(ROOT, path), readFileSync(path, 'utf-8')]), ...generated];
}

test('no text contains a phrase that readers stumbled over', () => {
  const found = texts().flatMap(([name, text]) =>
    UNCLEAR.flatMap(([phrase, , instead]) => {
      const match = caseless(phrase).exec(text);
      const line = match && text.slice(0, match.index).split('\n').length;
      return match ? [`${name}:${line}: "${match[0]}" (write: ${instead})`] : [];
    }),
  );
  expect(found).toEqual([]);
});

test.each(UNCLEAR)('%s is found in "%s"', (phrase, example) => {
  expect(example).toMatch(caseless(phrase));
});
