import type { CheckFinding, CheckReport } from './finding';

/**
 * Workflow commands that show each finding beside its line.
 *
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function formatGithub({ findings, folder }: CheckReport): string {
  return findings.map((finding) => `${commandOf(finding, folder)}\n`).join('');
}

function commandOf({ code, severity, message, file, line, waiver }: CheckFinding, folder?: string): string {
  const properties = {
    file: folder === undefined ? file : `${folder}/${file}`,
    ...(line === undefined ? {} : { line: String(line) }),
    title: code,
  };
  const text = waiver ? `Waived until ${waiver.expires} by ${waiver.owner} (${waiver.reason}): ${message}` : message;
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(value)}`);
  return `::${waiver ? 'notice' : severity} ${list.join(',')}::${escapeData(text)}`;
}

function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
