import { enumeration } from './markdown';

interface Triggers {
  readonly branches: readonly string[];
  readonly tags: readonly string[];
}

/** What starts a release, for example `A push to main, or of a tag that matches v*`. */
export function describeTriggers(triggers: Triggers, show: (name: string) => string = String): string {
  const { branches, tags } = triggers;
  const tag = `a tag that matches ${enumeration(tags.map(show), 'or')}`;
  if (branches.length === 0) {
    return `A push of ${tag}`;
  }
  return `A push to ${enumeration(branches.map(show), 'or')}${tags.length > 0 ? `, or of ${tag},` : ''}`;
}

/** What people do to start a release. */
export function startInstruction({ branches, tags }: Triggers, show: (name: string) => string): string {
  return branches.length > 0
    ? `Push to ${enumeration(branches.map(show), 'or')}.`
    : `Push a tag that matches ${enumeration(tags.map(show), 'or')}.`;
}

/** The refs, for example `main and tags that match v*`. */
export function describeRefs({ branches, tags }: Triggers, show: (name: string) => string): string {
  return enumeration([
    ...branches.map(show),
    ...(tags.length > 0 ? [`tags that match ${enumeration(tags.map(show), 'or')}`] : []),
  ]);
}
