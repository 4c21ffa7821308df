/**
 * The metrics that CloudWatch Container Insights collects for a cluster.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContainerInsights.html
 */
export enum ContainerInsights {
  /** No metrics and no related costs. */
  DISABLED = 'DISABLED',
  /** Metrics of the cluster, its services, and its tasks. */
  ENABLED = 'ENABLED',
  /** The metrics of `ENABLED`, and metrics for each container. */
  ENHANCED = 'ENHANCED',
}
