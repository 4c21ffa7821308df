import type { Decided, Facts } from '../core/fact';
import type { RenderedFile } from '../core/rendered-file';
import { configErrorOf, messageOf, type Problem } from '../model/problems';
import { withChoices } from './choices';
import {
  type Contradiction,
  contradictions,
  type FinalFile,
  isChanged,
  type OwnFile,
  type Rehearsal,
} from './contradictions';
import { placesIn } from './places';
import { Flipped, Rehearsed } from './rehearsal';
import type { SyncRules } from './sync-rules';
import { Vocabulary } from './vocabulary';

/** A config that can be resolved and rendered repeatedly. */
export interface Config<M extends object> {
  /** The name of the service, for messages. */
  readonly service: string;
  /** The path of the config file, for messages. */
  readonly path: string;
  readonly model: M;
  readonly decided: Decided;
  /** The files of the model, before overrides. */
  readonly files: readonly RenderedFile[];
  readonly rules: SyncRules;
  resolve(facts: Facts): M;
  render(model: M): readonly RenderedFile[];
}

/**
 * Checks that the files still agree on every shared value after the user's overrides.
 *
 * @param finals the files as they will be written
 * @param own a file that the user wrote in place of a generated one
 * @throws ConfigError that lists every contradiction
 */
export function checkSync<M extends object>(config: Config<M>, finals: readonly FinalFile[], own?: OwnFile): void {
  const byPath = new Map(finals.map((file) => [file.path, file]));
  // Files that come from one model agree. Only overrides can change that.
  if (!own && !config.files.some((file) => isChanged(file, byPath.get(file.path)))) {
    return;
  }
  const found = contradictions(rehearse(config), byPath, config.rules, own);
  const severalEnvironments = new Set(config.decided.all.map(({ scope }) => scope)).size > 2;
  const problems = found.map((one) => describe(one, config.path, severalEnvironments));
  const distinct = problems.filter(
    (one, i) => i === problems.findIndex((first) => messageOf(first) === messageOf(one)),
  );
  if (distinct.length > 0) {
    throw configErrorOf(`The generated files of ${config.service} contradict each other`, distinct);
  }
}

/**
 * Resolves and renders the config with other values for everything that files share. The differences are the places of
 * the shared values.
 *
 * @throws RehearsalError if a renderer does more with a shared value than print it
 */
export function rehearse<M extends object>({ decided, files, model, resolve, render }: Config<M>): Rehearsal {
  const rehearsal = new Rehearsed(decided.all);
  const other = resolve(rehearsal);
  const rehearsed = render(other);
  const vocabulary = new Vocabulary(decided.all, rehearsal.all, model, other);
  const flipped = new Map(decided.choices.map((choice) => [choice, render(resolve(new Flipped(choice.id)))]));
  return {
    facts: decided.all,
    files,
    places: files.map((file, i) => withChoices(placesIn(file, rehearsed[i]!, vocabulary), file, flipped)),
  };
}

function describe(contradiction: Contradiction, config: string, severalEnvironments: boolean): Problem {
  const { file, where } = contradiction;
  return { ...explain(contradiction, config, severalEnvironments), file, ...(where === '' ? {} : { where }) };
}

function explain(contradiction: Contradiction, config: string, severalEnvironments: boolean): Problem {
  const { fact, file, where, says, other, isOwn, isWeakened } = contradiction;
  const path = `${fact.title}${fact.scope && severalEnvironments ? ` of ${fact.scope}` : ''}`;
  const at = where === '' ? '' : ` (${where})`;
  const fix = `Revert your change to ${file}.`;
  if (isWeakened) {
    const why = `${file} no longer requires ${JSON.stringify(String(fact.value))}${at}`;
    return { code: 'weakened-condition', path, why, fix };
  }
  const expected = other && `${other.file} says ${JSON.stringify(other.says)} (${other.where})`;
  if (says === undefined) {
    const user = other && `, but ${other.file} still refers to ${JSON.stringify(other.says)} (${other.where})`;
    return { code: 'missing-definition', path, why: `${file} no longer defines it${at}${user ?? ''}`, fix };
  }
  const agreed = expected ?? `${config} says ${JSON.stringify(String(fact.value))}`;
  const why = `${file} says ${JSON.stringify(says)}${at}, but ${agreed}`;
  if (isOwn) {
    const option = fact.option ? `, or set ${fact.option} in ${config}` : '';
    return { code: 'contradicting-value', path, why, fix: `Change ${file}${option}.` };
  }
  return {
    code: 'contradicting-value',
    path,
    why,
    fix: fact.option ? `Set ${fact.option} in ${config}, and revert your change to ${file}.` : fix,
  };
}
