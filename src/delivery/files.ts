import type { RenderedFile } from '../core/rendered-file';
import type { CommonModel } from '../model/common-model';
import type { ComposedDelivery } from './compose';
import { renderInfra } from './infra';
import { renderPreflightScript } from './preflight-script';
import { renderReleaseScript } from './release-script';

/** Every file but the guide: a pure function of the model. */
export function renderFiles(model: CommonModel, composed: ComposedDelivery): RenderedFile[] {
  const { delivery, engines, needsReleaseScript } = composed;
  const { sources, cdkJson, settings } = renderInfra(model, composed);
  const inApp = ({ path }: RenderedFile) => path.startsWith(`${delivery.infra}/`);
  const targetFiles = delivery.target.files;
  return [
    ...delivery.artifact.files,
    ...targetFiles.filter((file) => !inApp(file)),
    ...engines.flatMap((engine) => engine.files(delivery)),
    ...targetFiles.filter(inApp),
    { path: model.files.preflight, kind: 'text', body: renderPreflightScript(model, composed) },
    ...(needsReleaseScript
      ? [{ path: delivery.releaseScript, kind: 'text', body: renderReleaseScript(delivery) } as const]
      : []),
    ...Object.entries(sources).map(
      ([name, body]) => ({ path: `${delivery.infra}/${name}`, kind: 'text', body }) as const,
    ),
    ...[cdkJson, ...settings].map(({ path, data }) => ({ path, kind: 'json', data }) as const),
  ];
}
