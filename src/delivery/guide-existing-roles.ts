import type { ExistingRole } from '../core/engine';
import type { Statement } from '../core/statement';
import { bulleted, inline, json, paragraphs } from '../printing/markdown';
import type { ComposedDelivery } from './compose';

/** The policies of roles that no stack creates. */
export function existingRolesStep({ delivery, engines }: ComposedDelivery): string[] {
  const roles = engines.flatMap((engine) => engine.existingRoles?.(delivery) ?? []);
  if (roles.length === 0) {
    return [];
  }
  const one = roles.length === 1;
  return [
    paragraphs(
      `Update ${one ? 'this existing role' : 'these existing roles'}. No stack creates or changes ${one ? 'it' : 'them'}.`,
      bulleted(roles.map(roleText)),
    ),
  ];
}

function roleText({ arn, purpose, trust, statements, sessionSeconds }: ExistingRole): string {
  return paragraphs(
    `${inline(arn)} is assumed ${purpose}. Set its maximum session duration to at least ${sessionSeconds} seconds. Add this statement to its trust policy:`,
    json(trust),
    'Add these statements to its permissions:',
    json(statements.map(policyStatement)),
  );
}

function policyStatement({ actions, resources, conditions }: Statement): object {
  return {
    Effect: 'Allow',
    Action: actions,
    Resource: resources,
    ...(conditions ? { Condition: conditions } : {}),
  };
}
