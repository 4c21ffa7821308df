/** Markdown of the guide. */

/** A block of shell commands. */
export function fenced(commands: string): string {
  return `\`\`\`sh\n${commands}\n\`\`\``;
}

/** A piece of code in a sentence, which may hold backticks itself. */
export function inline(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** Names, as code, one after the other. */
export function list(names: readonly string[]): string {
  return names.map(inline).join(', ');
}

/** `a`, `a and b`, `a, b and c`. */
export function enumeration(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
