/** The Dockerfile up to the end of a stage. If there is no such stage, the whole Dockerfile. */
export function upToStage(text: string, target: string | undefined): string {
  const lines = text.split('\n');
  const isStage = (line: string) => /^\s*FROM\s/i.test(line);
  const start = lines.findIndex(
    (line) => isStage(line) && /\sAS\s+(\S+)/i.exec(line)?.[1]?.toLowerCase() === target?.toLowerCase(),
  );
  const end = lines.findIndex((line, i) => i > start && isStage(line));
  return target === undefined || start < 0 || end < 0 ? text : lines.slice(0, end).join('\n');
}
