/**
 * The metrics that CloudWatch Container Insights collects for a cluster.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContainerInsights.html
 */
export enum ContainerInsights {
  /** No metrics, and no costs for them. */
  DISABLED = 'DISABLED',
  /** Metrics of the cluster, its services, and its tasks. */
  ENABLED = 'ENABLED',
  /** Also metrics of each container. */
  ENHANCED = 'ENHANCED',
}
