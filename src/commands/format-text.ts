import { type CheckReport, countsOf } from './finding';

/** One line for each finding, as compilers print them, and a summary. */
export function formatText(report: CheckReport): string {
  const { errors, warnings, waived } = countsOf(report);
  const lines = report.findings.map(({ file, line, severity, message, waiver }) => {
    const place = line === undefined ? file : `${file}:${line}`;
    return waiver
      ? `${place}: waived until ${waiver.expires} by ${waiver.owner} (${waiver.reason}): ${message}`
      : `${place}: ${severity}: ${message}`;
  });
  const deliveries = report.deliveries.map(
    ({ service, files, standard }) =>
      `Checked ${count(files, 'generated file')} of ${service}${standard === undefined ? '' : ` against ${standard}`}.`,
  );
  const summary = `${count(errors, 'error')}, ${count(warnings, 'warning')}, ${waived} waived.`;
  return `${[...lines, ...deliveries, summary].join('\n')}\n`;
}

function count(number: number, noun: string): string {
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`;
}
