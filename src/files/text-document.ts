import type { Construct } from 'constructs';
import { FileBase, type IResolver } from 'projen';
import { COPYING_RESOLVER } from './document';

/** Start and end of a comment, by what a file's name ends in. */
const COMMENTS: readonly { readonly ending: RegExp; readonly open: string; readonly close: string }[] = [
  { ending: /\.ts$/, open: '// ', close: '' },
  { ending: /\.md$/, open: '<!-- ', close: ' -->' },
  { ending: /(Dockerfile|ignore|\.sh)$/, open: '# ', close: '' },
];

/**
 * A generated text file: a Dockerfile, a TypeScript source, a guide. Take `replace` and `append` to change what it
 * says; the sync check looks at the result.
 */
export class TextDocument extends FileBase {
  private body: string;

  /**
   * @param scope the project or component that the file belongs to
   * @param path where the file goes, relative to the project
   * @param body what it says, without the comment that names it as generated
   */
  public constructor(scope: Construct, path: string, body: string) {
    super(scope, path);
    this.body = body;
  }

  /** The content that will be written. */
  public get content(): string {
    return this.synthesizeContent(COPYING_RESOLVER);
  }

  /**
   * Replaces a piece of text.
   *
   * @param search text that occurs exactly once
   * @param replacement what stands in its place, literally
   * @throws Error where `search` does not occur exactly once, so that an override that no longer applies is noticed
   */
  public replace(search: string, replacement: string): void {
    const count = search === '' ? 0 : this.body.split(search).length - 1;
    if (count !== 1) {
      throw new Error(`${this.path}: cannot replace ${JSON.stringify(search)}: it occurs ${count} times, not once.`);
    }
    this.body = this.body.replace(search, () => replacement);
  }

  /**
   * Adds a line at the end.
   *
   * @param line the line, without line end
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
    return this.marker && comment ? `${comment.open}${this.marker}${comment.close}\n${this.body}` : this.body;
  }
}
