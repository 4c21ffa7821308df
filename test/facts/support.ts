import { Decided, type Fact, type Facts } from '../../src/core/fact';
import { dataOf, type RenderedFile } from '../../src/core/rendered-file';
import { ECS_DELIVERY } from '../../src/delivery/ecs';
import type { FinalFile } from '../../src/facts/contradictions';
import { type Config, checkSync, rehearse } from '../../src/facts/sync-check';
import type { DeliveryModel } from '../../src/model/model';
import { resolveDelivery } from '../../src/model/resolve';
import type { ResolveContext } from '../../src/model/resolve-common';
import type { EcsDeliveryOptions } from '../../src/options';
import { filesOfModel } from '../support/delivery';
import { MINIMAL_OPTIONS, NODE_PROJECT } from '../support/model';

export function configOf(
  options: Partial<EcsDeliveryOptions> = {},
  context: Partial<ResolveContext> = {},
): Config<DeliveryModel> {
  const all = { ...MINIMAL_OPTIONS, ...options };
  const resolve = (facts: Facts) => resolveDelivery(all, { ...NODE_PROJECT, ...context }, undefined, facts);
  const decided = new Decided();
  const model = resolve(decided);
  return {
    service: model.service,
    path: '.projenrc.ts',
    model,
    decided,
    files: filesOfModel(model),
    rules: ECS_DELIVERY.rules,
    resolve,
    render: filesOfModel,
  };
}

export const rehearsalOf = (config: Config<DeliveryModel>) => rehearse(config);

/** The file as it is written if there is no override. */
export function finalOf(file: RenderedFile): FinalFile {
  return file.kind === 'text'
    ? { path: file.path, body: file.body }
    : { path: file.path, data: JSON.parse(JSON.stringify(dataOf(file))) };
}

/** What the check reports after a change to one file; no line if it accepts the change. */
export function reportOf(config: Config<DeliveryModel>, changed: FinalFile): string[] {
  const finals = config.files.map((file) => (file.path === changed.path ? changed : finalOf(file)));
  try {
    checkSync(config, finals);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').slice(1);
  }
}

export const keyOf = ({ id, value }: Fact) => `${id} ${value}`;
