import { PROBLEM_CODES, type ProblemDescription } from '../src/model/problem-codes';

const INTRODUCTION = `# Error codes

<!-- Generated from src/model/problem-codes.ts. To modify, edit that file and run "npx projen docs". -->

If a config is not valid, synthesis fails before any file is written. The error lists all problems. Each one ends with a
code in brackets:

\`\`\`text
memory: 8192 is not valid with cpu 256 on Fargate (allowed: 512, 1024, 2048). Raise cpu to 1024, or lower memory. [memory-for-cpu]
\`\`\`

Codes are stable, so scripts and tests can rely on them. In TypeScript, catch \`ConfigError\` and read its \`problems\`:

\`\`\`ts
import { ConfigError, EcsServiceProject, type EcsServiceProjectOptions } from 'projen-aws-delivery';

export function codesOf(options: EcsServiceProjectOptions): string[] {
  try {
    new EcsServiceProject(options);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems.map(({ code }) => code);
    }
    throw error;
  }
}
\`\`\`
`;

/** The page of error codes, with a heading for each code. */
export function renderErrorsPage(): string {
  return [
    INTRODUCTION,
    '## Invalid values\n',
    'The value of a single option is not valid.\n',
    ...Object.entries(PROBLEM_CODES.values).map(renderCode),
    '## Missing options and invalid combinations\n',
    'An option is missing, or is not valid in combination with other options, with the project, or with existing files.\n',
    ...Object.entries(PROBLEM_CODES.rules).map(renderCode),
  ].join('\n');
}

function renderCode([code, { title, explanation, link }]: [string, ProblemDescription]): string {
  return [`### ${code}\n`, `**${title}.** ${explanation}\n`, ...(link ? [`See <${link}>.\n`] : [])].join('\n');
}
