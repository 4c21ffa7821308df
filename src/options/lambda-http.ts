/** Who can call a function URL. */
export enum LambdaUrlAuthType {
  /** Requests must be signed by an IAM identity that may call `lambda:InvokeFunctionUrl`. */
  AWS_IAM = 'AWS_IAM',
  /** Everybody can call the URL. */
  NONE = 'NONE',
}

/** How a function URL returns a response. */
export enum LambdaInvokeMode {
  /** The response is returned when it is complete. */
  BUFFERED = 'BUFFERED',
  /** The response is returned in parts while the function creates it. */
  RESPONSE_STREAM = 'RESPONSE_STREAM',
}

/**
 * A function URL.
 */
export interface LambdaUrlOptions {
  /**
   * Who can call the URL.
   *
   * @default LambdaUrlAuthType.AWS_IAM
   * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
   */
  readonly authType?: LambdaUrlAuthType;

  /**
   * How the URL returns a response.
   *
   * @default LambdaInvokeMode.BUFFERED
   */
  readonly invokeMode?: LambdaInvokeMode;

  /**
   * Which other origins can call the URL from a browser.
   *
   * @default - none
   */
  readonly cors?: LambdaCorsOptions;
}

/**
 * An HTTP API.
 */
export interface HttpApiOptions {
  /**
   * Which other origins can call the API from a browser.
   *
   * @default - none
   */
  readonly cors?: LambdaCorsOptions;

  /**
   * The maximum number of requests per second.
   *
   * @default - the limit of the account
   */
  readonly throttlingRateLimit?: number;

  /**
   * The maximum number of concurrent requests.
   *
   * @default - the limit of the account
   */
  readonly throttlingBurstLimit?: number;
}

/**
 * The settings for cross-origin resource sharing (CORS).
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Cors.html
 */
export interface LambdaCorsOptions {
  /**
   * The origins that can send requests, for example `https://www.example.com`, or `*` for all origins.
   */
  readonly allowOrigins: string[];

  /**
   * The allowed methods: `GET`, `PUT`, `HEAD`, `POST`, `PATCH`, `DELETE`, or `*` for all of them.
   *
   * @default - all methods
   */
  readonly allowMethods?: string[];

  /**
   * The headers that a request can contain.
   *
   * @default - only the headers that need no permission
   */
  readonly allowHeaders?: string[];

  /**
   * The headers of a response that scripts can read.
   *
   * @default - only the headers that need no permission
   */
  readonly exposeHeaders?: string[];

  /**
   * Whether requests can contain cookies and other credentials. Cannot be combined with the origin `*`.
   *
   * @default false
   */
  readonly allowCredentials?: boolean;

  /**
   * How long a browser caches the settings, in seconds, from 0 to 86400.
   *
   * @default - the default of the browser
   */
  readonly maxAge?: number;
}
