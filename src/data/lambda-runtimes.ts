/** A Lambda runtime that accepts new functions. */
export interface LambdaRuntime {
  /** The date after which Lambda no longer patches the runtime. `undefined`: not announced. */
  readonly deprecated?: string;
  /** The date from which Lambda refuses to update a function that uses the runtime. */
  readonly updateBlocked?: string;
  /** The language runtime in CodeBuild that builds for it. `undefined`: any. */
  readonly build?: { readonly name: string; readonly version: string };
}

/**
 * The runtimes that accept new functions.
 *
 * Source: `LmbdRuntimeLifecycle.json` of cfn-lint 1.51.0 and the `Runtime` shape of botocore 1.43.107, read 2026-11-27.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
 */
export const LAMBDA_RUNTIMES: Readonly<Record<string, LambdaRuntime>> = {
  'nodejs24.x': { ...until('2028-04-30', '2028-07-01'), build: { name: 'nodejs', version: '24' } },
  'nodejs22.x': { ...until('2027-04-30', '2027-07-01'), build: { name: 'nodejs', version: '22' } },
  'python3.14': { ...until('2029-06-30', '2029-08-31'), build: { name: 'python', version: '3.14' } },
  'python3.13': { ...until('2029-06-30', '2029-08-31'), build: { name: 'python', version: '3.13' } },
  'python3.12': { ...until('2028-10-31', '2029-01-10'), build: { name: 'python', version: '3.12' } },
  java25: { ...until('2029-06-30', '2029-08-31'), build: { name: 'java', version: 'corretto25' } },
  java21: { ...until('2029-06-30', '2029-08-31'), build: { name: 'java', version: 'corretto21' } },
  'ruby3.4': { ...until('2028-03-31', '2028-05-31'), build: { name: 'ruby', version: '3.4' } },
  'ruby3.3': { ...until('2027-03-31', '2027-05-31'), build: { name: 'ruby', version: '3.3' } },
  dotnet10: { build: { name: 'dotnet', version: '10.0' } },
  'provided.al2023': until('2029-06-30', '2029-08-31'),
};

function until(deprecated: string, updateBlocked: string): LambdaRuntime {
  return { deprecated, updateBlocked };
}

/** Deprecated runtimes, with the runtime that replaces them. */
export const DEPRECATED_RUNTIMES: readonly { readonly names: RegExp; readonly successor: string }[] = [
  { names: /^nodejs(4\.3(-edge)?|6\.10|8\.10|1\d\.x|20\.x)?$/, successor: 'nodejs24.x' },
  { names: /^python(2\.7|3\.([6-9]|10|11))$/, successor: 'python3.14' },
  { names: /^java(8(\.al2)?|11|17)$/, successor: 'java25' },
  { names: /^ruby(2\.[57]|3\.2)$/, successor: 'ruby3.4' },
  { names: /^dotnet(core[123]\.[01]|6|8)$/, successor: 'dotnet10' },
  { names: /^(provided(\.al2)?|go1\.x)$/, successor: 'provided.al2023' },
];

/** Runtimes in public preview, which have no service level agreement. */
export const PREVIEW_RUNTIMES: readonly string[] = ['nodejs26.x', 'python3.15'];
