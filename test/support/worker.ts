/** A value that the test files of a worker share, for results that take long to compute. */
export function sharedInWorker<T>(name: string, create: () => T): T {
  const values: Map<string, unknown> = (globalThis as any).sharedInWorker;
  if (!values.has(name)) {
    values.set(name, create());
  }
  return values.get(name) as T;
}
