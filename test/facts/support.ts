import { Decided, type Fact, type Facts } from '../../src/core/fact';
import { dataOf, type RenderedFile } from '../../src/core/rendered-file';
import { ECS_DELIVERY } from '../../src/delivery/ecs';
import { renderFiles } from '../../src/delivery/files';
import type { DeliveryKind } from '../../src/delivery/kind';
import type { FinalFile } from '../../src/facts/contradictions';
import { type Config, checkSync, rehearse } from '../../src/facts/sync-check';
import type { CommonModel } from '../../src/model/common-model';
import type { DeliveryModel } from '../../src/model/model';
import type { ResolveContext } from '../../src/model/resolve-common';
import type { EcsDeliveryOptions } from '../../src/options';
import { MINIMAL_OPTIONS, NODE_PROJECT } from '../support/model';

/** A config of any kind of delivery. */
export function configFor<M extends CommonModel>(
  kind: DeliveryKind<M>,
  options: object,
  context: Partial<ResolveContext> = {},
): Config<CommonModel> {
  const resolve = (facts: Facts) => kind.resolve(options, { ...NODE_PROJECT, ...context }, undefined, facts);
  const render = (model: M) => renderFiles(model, kind.compose(model));
  const decided = new Decided();
  const model = resolve(decided);
  const config: Config<M> = {
    service: model.service,
    path: '.projenrc.ts',
    model,
    decided,
    files: render(model),
    rules: kind.rules,
    resolve,
    render,
  };
  return config as unknown as Config<CommonModel>;
}

export function configOf(
  options: Partial<EcsDeliveryOptions> = {},
  context: Partial<ResolveContext> = {},
): Config<DeliveryModel> {
  return configFor(ECS_DELIVERY, { ...MINIMAL_OPTIONS, ...options }, context) as unknown as Config<DeliveryModel>;
}

export const rehearsalOf = <M extends CommonModel>(config: Config<M>) => rehearse(config);

/** The file as it is written if there is no override. */
export function finalOf(file: RenderedFile): FinalFile {
  return file.kind === 'text'
    ? { path: file.path, body: file.body }
    : { path: file.path, data: JSON.parse(JSON.stringify(dataOf(file))) };
}

/** What the check reports after a change to one file; no line if it accepts the change. */
export function reportOf<M extends CommonModel>(config: Config<M>, changed: FinalFile): string[] {
  const finals = config.files.map((file) => (file.path === changed.path ? changed : finalOf(file)));
  try {
    checkSync(config, finals);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').slice(1);
  }
}

export const keyOf = ({ id, value }: Fact) => `${id} ${value}`;
