import { type CheckReport, countsOf } from './finding';

/** The report as data. */
export function formatJson(report: CheckReport): string {
  const { deliveries, findings } = report;
  return `${JSON.stringify({ version: 1, ...countsOf(report), deliveries, findings }, undefined, 2)}\n`;
}
