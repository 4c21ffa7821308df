import type { RenderedFile } from '../core/rendered-file';
import type { DeliveryModel } from '../model/model';
import { targetOf } from '../targets/ecs/targets';
import { renderAppspec } from '../targets/ecs/appspec';
import { renderBuildspec } from '../engines/code-pipeline/buildspec';
import { renderDeployWorkflow } from '../engines/github-actions/deploy-workflow';
import { renderDockerfile } from '../artifacts/image/dockerfile';
import { renderDockerignore } from '../artifacts/image/dockerignore';
import { renderInfra } from './infra';
import { renderOneOffTaskScript } from '../targets/ecs/one-off-task-script';
import { renderPullRequestWorkflow } from '../engines/github-actions/pull-request-workflow';
import { renderRollbackScript } from '../targets/ecs/rollback-script';
import { renderRollbackWorkflow } from '../engines/github-actions/rollback-workflow';
import { renderTaskDefinition } from '../targets/ecs/task-definition';
import type { YamlContent } from '../printing/yaml-content';

/** Every file but the guide: a pure function of the model. */
export function renderFiles(model: DeliveryModel): RenderedFile[] {
  const target = targetOf(model);
  const text = (path: string, body: string): RenderedFile => ({ path, kind: 'text', body });
  const json = (path: string, data: object): RenderedFile => ({ path, kind: 'json', data });
  const yaml = (path: string, content: YamlContent): RenderedFile => ({ path, kind: 'yaml', content });
  const { github, pipeline, files } = model;
  const infra = renderInfra(model, target);
  return [
    ...(model.build.dockerfile.generated
      ? [text(model.build.dockerfile.path, renderDockerfile(model)), text('.dockerignore', renderDockerignore())]
      : []),
    ...model.environments
      .filter(({ taskDefinition }) => taskDefinition.generated)
      .map((environment) => json(environment.taskDefinition.file, renderTaskDefinition(model, environment))),
    ...(model.serviceKind === 'code-deploy' ? [yaml(files.appspec, renderAppspec(model))] : []),
    ...(github
      ? [
          yaml(github.workflow, renderDeployWorkflow(model, github, target)),
          yaml(github.rollbackWorkflow, renderRollbackWorkflow(model, github)),
          yaml(github.pullRequestWorkflow, renderPullRequestWorkflow(model, github)),
        ]
      : []),
    ...(pipeline ? [yaml(pipeline.buildspec, renderBuildspec(model, pipeline, target))] : []),
    text(files.rollback, renderRollbackScript(model, target)),
    ...(model.environments.some(({ oneOffTask }) => oneOffTask)
      ? [text(files.oneOffTask, renderOneOffTaskScript(model))]
      : []),
    ...Object.entries(infra.sources).map(([name, source]) => text(`${model.infra.dir}/${name}`, source)),
    json(infra.cdkJson.path, infra.cdkJson.data),
    ...infra.settings.map(({ path, data }) => json(path, data)),
  ];
}
