import { FARGATE_SIZES } from '../data/fargate-sizes';
import { adviseType, DIGITS, type OptionReader } from './option-reader';

/** The size of a task on Fargate. */
export interface TaskSize {
  readonly cpu: number;
  readonly memory: number;
}

/**
 * Resolves `cpu` and `memory`.
 *
 * @param service the size of a task of the service, for options that default to it
 */
export function resolveSize(options: OptionReader, service?: TaskSize): TaskSize {
  const sizes = Object.keys(FARGATE_SIZES).map(Number);
  const cpu = options.oneOf('cpu', sizes, 'Choose a size that Fargate supports.') ?? service?.cpu ?? 256;
  const allowed = FARGATE_SIZES[cpu]!;
  const memory = options.has('memory') ? options.value('memory') : (service?.memory ?? 512);
  const cpuIsWrong = options.isRejected('cpu');
  if (typeof memory !== 'number') {
    options.reject('memory', 'wrong-type', {
      why: 'is not a number',
      allowed: cpuIsWrong ? 'a number that is valid with cpu' : allowed.join(', '),
      fix: adviseType(memory, DIGITS),
    });
    return { cpu, memory: allowed[0]! };
  }
  if (cpuIsWrong || allowed.includes(memory)) {
    return { cpu, memory };
  }
  const compatible = sizes.filter((size) => FARGATE_SIZES[size]!.includes(memory));
  const inherited = service ? 'is the memory of the service' : 'is the default';
  // Memory that is not valid with any CPU size is wrong on its own.
  options.rejectValue('memory', memory, compatible.length === 0 ? 'unsupported-value' : 'memory-for-cpu', {
    why: `${options.has('memory') ? 'is' : `${inherited}, which is`} not valid with cpu ${cpu} on Fargate`,
    allowed: allowed.join(', '),
    fix: options.has('memory') ? suggestSize(cpu, compatible) : `Set memory to ${allowed[0]} or more.`,
  });
  return { cpu, memory: allowed[0]! };
}

/** Suggests the nearest CPU size that supports the memory. */
function suggestSize(cpu: number, compatible: readonly number[]): string {
  const above = compatible.find((size) => size > cpu);
  if (above !== undefined) {
    return `Raise cpu to ${above}, or lower memory.`;
  }
  const below = compatible.at(-1);
  return below === undefined ? 'Set memory to one of these values.' : `Lower cpu to ${below}, or raise memory.`;
}
