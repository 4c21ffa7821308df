import { WorkerUpdateOrder } from '../../../options';
import { inline, paragraphs, table } from '../../../printing/markdown';
import { commandCell } from '../guide';
import type { ManagedEnvironment } from './managed';

const ORDER: Readonly<Record<WorkerUpdateOrder, string>> = {
  [WorkerUpdateOrder.BEFORE]: 'before the service',
  [WorkerUpdateOrder.AFTER]: 'after the service',
  [WorkerUpdateOrder.TOGETHER]: 'together with the service',
};

/** The section about workers, if there are any. */
export function workersSection(environments: readonly ManagedEnvironment[]): string[] {
  const several = environments.length > 1;
  const rows = environments.flatMap(({ name, workers }) =>
    workers.map(({ ecsService, command, updateOrder }) => [
      ...(several ? [inline(name)] : []),
      inline(ecsService.name),
      commandCell(command),
      ORDER[updateOrder],
    ]),
  );
  return rows.length === 0
    ? []
    : [
        '## Workers',
        paragraphs(
          'These services run the same image as the service, but receive no requests. A release updates all of them in one stack update. If the deployment of one of them fails, CloudFormation rolls back all of them.',
          table([...(several ? ['Environment'] : []), 'ECS service', 'Command', 'Updated'], rows),
        ),
      ];
}

/** What a rollback does with the workers, if there are any. */
export function workersRollbackNotes(environments: readonly ManagedEnvironment[]): string[] {
  return environments.some(({ workers }) => workers.length > 0)
    ? [
        'A rollback also changes the workers to the newest revisions with the same image as the revision of the service. A worker without such a revision keeps its current one.',
      ]
    : [];
}
