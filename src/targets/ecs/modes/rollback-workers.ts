import type { EnvironmentModel } from '../../../model/model';
import { familyArn } from '../registration';
import { workerEnvironment } from '../workers';

/** The parameter of each worker in the stack, and its family. */
export function workerFamilies(environment: EnvironmentModel): string {
  return environment.workers
    .map((worker) => `${worker.parameter}=${familyArn(workerEnvironment(environment, worker))}`)
    .join(' ');
}

/** Commands that set `WORKER_PARAMETERS` to the revisions of the workers with `IMAGE`. */
export function workerParameters(): string {
  return `\
# A release registers the revisions of the service and its workers with the same image.
WORKER_PARAMETERS=
for WORKER in $WORKERS; do
  FOUND=
  for ARN in $(aws ecs list-task-definitions --family-prefix "\${WORKER##*/}" --status ACTIVE --sort DESC --query 'taskDefinitionArns[]' --output text); do
    if [ "$(image_of "$ARN")" = "$IMAGE" ]; then
      FOUND=$ARN
      break
    fi
  done
  if [ -n "$FOUND" ]; then
    WORKER_PARAMETERS+=" ParameterKey=\${WORKER%%=*},ParameterValue=$FOUND"
    echo "Rolling back \${WORKER##*/} to $FOUND"
  else
    WORKER_PARAMETERS+=" ParameterKey=\${WORKER%%=*},UsePreviousValue=true"
    echo "\${WORKER##*/} has no active revision with the image $IMAGE, so it keeps its current revision." >&2
  fi
done`;
}
