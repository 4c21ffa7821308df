/**
 * A policy statement that grants permissions to the task role, the execution role, or the build roles.
 */
export interface TaskRoleStatement {
  /**
   * The allowed actions, for example `s3:GetObject`.
   */
  readonly actions: string[];

  /**
   * The ARNs of the resources that the actions are allowed on.
   *
   * Use `*` for actions that do not support resource-level permissions.
   */
  readonly resources: string[];

  /**
   * The conditions in IAM syntax: an object that maps each operator to its condition keys and values.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
   */
  readonly conditions?: { [operator: string]: any };
}
