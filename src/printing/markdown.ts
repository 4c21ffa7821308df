/** Markdown of the guide. */

/** A block of shell commands. */
export function fenced(...commands: readonly string[]): string {
  return `\`\`\`sh\n${commands.join('\n')}\n\`\`\``;
}

/** A block of JSON. */
export function json(value: unknown): string {
  return `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
}

/** Code in a sentence. The code can contain backticks. */
export function inline(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** `a`, `a and b`, `a, b, and c`. */
export function enumeration(items: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  return items.length < 3
    ? items.join(` ${conjunction} `)
    : `${items.slice(0, -1).join(', ')}, ${conjunction} ${items.at(-1)}`;
}

/** The same with each item as code. */
export function codes(items: readonly string[]): string {
  return enumeration(items.map(inline));
}

export function paragraphs(...texts: readonly string[]): string {
  return texts.join('\n\n');
}

/** A numbered list. An item can contain several paragraphs and code blocks. */
export function numbered(items: readonly string[]): string {
  return items.map((item, i) => listItem(`${i + 1}. `, item)).join('\n');
}

export function bulleted(items: readonly string[]): string {
  return items.map((item) => listItem('- ', item)).join('\n');
}

/** Markdown requires further lines of an item to be indented as far as its text. */
function listItem(marker: string, text: string): string {
  return `${marker}${text.replace(/\n(?=.)/g, `\n${' '.repeat(marker.length)}`)}`;
}

export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, header.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

export function minutes(count: number): string {
  return `${count} ${count === 1 ? 'minute' : 'minutes'}`;
}

/** `the log group`, `the log groups`, or nothing. */
export function counted(noun: string, count: number): string[] {
  return count === 0 ? [] : [`the ${noun}${count > 1 ? 's' : ''}`];
}
