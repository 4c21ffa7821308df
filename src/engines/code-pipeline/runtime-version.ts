import type { Runtime } from '../../model/model';

/** An entry of `runtime-versions` in a buildspec. */
export function runtimeVersion({ name, version }: Runtime): Record<string, number | string> {
  // Integers stay numbers (`nodejs: 24`). Other versions are strings, because the number 3.10 would become 3.1.
  return { [name]: /^\d+$/.test(version) ? Number(version) : version };
}
