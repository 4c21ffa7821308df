/** Markdown of the guide. */

/** A block of shell commands. */
export function fenced(commands: string): string {
  return `\`\`\`sh\n${commands}\n\`\`\``;
}

/** Names, as code, one after the other. */
export function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
