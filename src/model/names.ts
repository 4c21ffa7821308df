/** Converts `pre-production` to `PreProduction`, for use in construct IDs and class names. */
export function pascalCase(name: string): string {
  return name.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_match, first: string) => first.toUpperCase());
}
