import type { LifecycleHookModel } from '../../../model/model';
import { addToRole } from '../../../printing/statements';
import { code, literal, quote } from '../../../printing/typescript';

/** The role with which ECS invokes the functions. */
export function hookRoleCode(hooks: readonly LifecycleHookModel[]): string | undefined {
  if (hooks.length === 0) {
    return undefined;
  }
  const resources = [...new Set(hooks.map(({ functionArn }) => functionArn))];
  return code`
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-permissions.html
    const hookRole = new iam.Role(this, 'LifecycleHookRole', {
      description: 'Lets ECS invoke the lifecycle hooks.',
      assumedBy: new iam.ServicePrincipal('ecs.amazonaws.com'),
    });
    ${addToRole('hookRole', [{ why: 'Invoke only the functions of the lifecycle hooks.', actions: ['lambda:InvokeFunction'], resources }])}`;
}

/** The property of the deployment configuration. */
export function hooksCode(hooks: readonly LifecycleHookModel[]): string | undefined {
  if (hooks.length === 0) {
    return undefined;
  }
  return code`
    lifecycleHooks: [
      ${hooks
        .map(
          ({ functionArn, stages }) => code`
          {
            hookTargetArn: ${quote(functionArn)},
            lifecycleStages: ${literal(stages)},
            roleArn: hookRole.roleArn,
          },`,
        )
        .join('\n')}
    ],`;
}
