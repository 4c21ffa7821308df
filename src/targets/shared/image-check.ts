import type { Statement } from '../../core/statement';
import { DESCRIBE_ACTIONS } from '../../data/ecr-actions';
import type { RegistryModel } from '../../model/model';
import { repositoryArguments, setImageId } from '../../printing/ecr-commands';
import { indent } from '../../printing/shell';

/**
 * Commands that fail if `IMAGE` cannot be pulled from the repository of the service. Images in other repositories are
 * not checked. If ECR does not answer, for example because a permission is missing, the commands only warn, because a
 * rollback during an incident must not depend on the check.
 *
 * ECR describes archived images, but they cannot be pulled until they have been restored, which takes up to 20 minutes.
 *
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/archive_restore_image.html
 */
export function checkImageCommands(registry: RegistryModel): string {
  const repository = repositoryArguments(registry);
  return `\
# Nothing has changed yet, so check that the image can be pulled.
if [[ "$IMAGE" == ${registry.repositoryUri}[:@]* ]]; then
${indent(setImageId('IMAGE'))}
  STATUS=$(aws ecr describe-images ${repository} --image-ids "$IMAGE_ID" --filter imageStatus=ANY --query 'imageDetails[0].imageStatus' --output text 2>&1) || true
  case "$STATUS" in
    ACTIVE) ;;
    ARCHIVED)
      echo "The image is archived: $IMAGE" >&2
      echo "Restore it, which takes up to 20 minutes, or roll back to something else: aws ecr update-image-storage-class ${repository} --image-id $IMAGE_ID --target-storage-class STANDARD" >&2
      exit 1
      ;;
    ACTIVATING)
      echo "The image is being restored from the archive, which takes up to 20 minutes: $IMAGE" >&2
      exit 1
      ;;
    *ImageNotFoundException*)
      echo "The image no longer exists: $IMAGE" >&2
      echo "Roll back to something else, or release the commit again." >&2
      exit 1
      ;;
    *) echo "Cannot check whether the image exists, so the rollback continues: $IMAGE: $STATUS" >&2 ;;
  esac
fi
`;
}

/** The permission that `checkImageCommands` uses. */
export function checkImageStatement({ repositoryArn }: RegistryModel): Statement {
  return {
    why: 'Check before a rollback that the image exists.',
    actions: DESCRIBE_ACTIONS,
    resources: [repositoryArn],
  };
}
