import type { CheckFinding, CheckReport } from './finding';

/**
 * A log in SARIF 2.1.0, for example for GitHub code scanning.
 *
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function formatSarif({ findings, codes, folder }: CheckReport): string {
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'projen-aws-delivery',
            rules: codes.map(({ code, title, description, url }) => ({
              id: code,
              shortDescription: { text: title },
              fullDescription: { text: description },
              ...(url === undefined ? {} : { helpUri: url }),
            })),
          },
        },
        results: findings.map((finding) =>
          resultOf(
            finding,
            codes.findIndex(({ code }) => code === finding.code),
            folder,
          ),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function resultOf({ code, severity, message, file, line, waiver }: CheckFinding, rule: number, folder?: string) {
  const path = folder === undefined ? file : `${folder}/${file}`;
  return {
    ruleId: code,
    ...(rule < 0 ? {} : { ruleIndex: rule }),
    level: severity,
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/') },
          ...(line === undefined ? {} : { region: { startLine: line } }),
        },
      },
    ],
    ...(waiver
      ? {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: `${waiver.reason} (owner: ${waiver.owner}, expires: ${waiver.expires})`,
            },
          ],
        }
      : {}),
  };
}
