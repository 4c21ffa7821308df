/**
 * The transport protocol of a port.
 */
export enum PortProtocol {
  /** TCP. */
  TCP = 'tcp',
  /** UDP. */
  UDP = 'udp',
}

/**
 * The application protocol of a port, which ECS Service Connect uses to handle connections.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
 */
export enum ApplicationProtocol {
  /** HTTP/1.1. */
  HTTP = 'http',
  /** HTTP/2. */
  HTTP2 = 'http2',
  /** gRPC. */
  GRPC = 'grpc',
}

/**
 * A port that the container listens on in addition to `containerPort`, or a port that a sidecar listens on.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
 */
export interface AdditionalPort {
  /**
   * The port that the container listens on, from 1 to 65535. With the generated Dockerfile, or for a sidecar with a
   * non-root `user`, the port must be 1024 or higher.
   */
  readonly containerPort: number;

  /**
   * The transport protocol.
   *
   * @default PortProtocol.TCP
   */
  readonly protocol?: PortProtocol;

  /**
   * The name of the port, which ECS Service Connect and VPC Lattice refer to.
   *
   * At most 64 lowercase letters, digits, hyphens, and underscores. The name cannot start with a hyphen.
   *
   * @default - none
   */
  readonly name?: string;

  /**
   * The application protocol. Requires `PortProtocol.TCP`.
   *
   * @default - none; ECS Service Connect treats the connections as TCP
   */
  readonly appProtocol?: ApplicationProtocol;
}
