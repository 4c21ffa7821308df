import type { StackPart } from '../../core/stack-source';
import { acknowledge } from '../../printing/statements';
import { imports, mergedImports, sourceFile } from '../../printing/typescript';
import type { SiteEnvironmentModel } from './model';

/** `infra/base-stack.ts`, or one file for each environment: the roles that the engines assume. */
export function renderBaseStack(
  service: string,
  { baseStack, name }: SiteEnvironmentModel,
  parts: readonly StackPart[],
): string {
  const findings = parts.flatMap((part) => part.findings);
  return sourceFile`
    ${imports(
      mergedImports(
        {
          'aws-cdk-lib': ['Stack', 'type StackProps', ...(findings.length > 0 ? ['Validations'] : [])],
          constructs: ['type Construct'],
        },
        ...parts.map((part) => part.imports),
      ),
    )}

    /** The roles that release ${service} to ${name}. */
    export class ${baseStack.className} extends Stack {
      constructor(scope: Construct, id: string, props: StackProps) {
        super(scope, id, props);

        ${parts.map((part) => part.code).join('\n\n')}

        ${acknowledge(findings)}
      }
    }
  `;
}
