import type { Construct } from 'constructs';
import type { IResolver } from 'projen';
import { FileBase } from '../core/projen';
import { COPYING_RESOLVER } from './document';

/** The comment syntax for each file type. */
const COMMENTS: readonly { readonly ending: RegExp; readonly open: string; readonly close: string }[] = [
  { ending: /\.ts$/, open: '// ', close: '' },
  { ending: /\.md$/, open: '<!-- ', close: ' -->' },
  { ending: /(Dockerfile|ignore|\.(sh|service|env))$/, open: '# ', close: '' },
];

/**
 * A generated text file, for example a Dockerfile or a TypeScript file. Use `replace` and `append` to change its
 * content. Synthesis also checks your changes against the other generated files.
 */
export class TextDocument extends FileBase {
  private body: string;

  /**
   * @param scope the project or component that the file belongs to
   * @param path the path of the file, relative to the project
   * @param body the content, without the comment that marks the file as generated
   */
  public constructor(scope: Construct, path: string, body: string) {
    super(scope, path);
    this.body = body;
  }

  /** The final content of the file. */
  public get content(): string {
    return this.synthesizeContent(COPYING_RESOLVER);
  }

  /**
   * Replaces text in the file.
   *
   * @param search the text to replace, which must occur exactly once
   * @param replacement the new text, which is inserted literally
   * @throws Error if `search` does not occur exactly once, so that you notice a change that no longer applies
   */
  public replace(search: string, replacement: string): void {
    const count = search === '' ? 0 : this.body.split(search).length - 1;
    if (count !== 1) {
      throw new Error(
        `${this.path}: cannot replace ${JSON.stringify(search)}: it occurs ${count} times instead of once.`,
      );
    }
    this.body = this.body.replace(search, () => replacement);
  }

  /**
   * Adds a line at the end of the file.
   *
   * @param line the line, without a line break
   */
  public append(line: string): void {
    this.body = `${this.body.replace(/\n*$/, '')}\n${line}\n`;
  }

  /**
   * The text without the marker comment.
   *
   * @internal
   */
  public get _text(): string {
    return this.body;
  }

  protected synthesizeContent(_resolver: IResolver): string {
    const comment = COMMENTS.find(({ ending }) => ending.test(this.path));
    if (!this.marker || !comment) {
      return this.body;
    }
    // The interpreter of a script must be in its first line.
    const [interpreter = ''] = /^#!.*\n/.exec(this.body) ?? [];
    return `${interpreter}${comment.open}${this.marker}${comment.close}\n${this.body.slice(interpreter.length)}`;
  }
}
