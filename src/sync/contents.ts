import { ConfigError } from '../model/problems';
import { type DockerInstruction, readDockerfile, readTypeScript, readYaml, type TypeScriptLiterals } from './readers';

/** The final contents of the files, each parsed at most once. */
export class Contents {
  private readonly parsed = new Map<string, unknown>();

  public constructor(private readonly texts: ReadonlyMap<string, string>) {}

  public has(file: string): boolean {
    return this.texts.has(file);
  }

  public text(file: string): string {
    return this.texts.get(file) ?? '';
  }

  /** YAML, and JSON too. */
  public data(file: string): unknown {
    return this.parse(file, (text) => (file.endsWith('.json') ? JSON.parse(text) : readYaml(text)));
  }

  public dockerfile(file: string): readonly DockerInstruction[] {
    return this.parse(file, readDockerfile);
  }

  public typescript(file: string): TypeScriptLiterals {
    return this.parse(file, readTypeScript);
  }

  private parse<T>(file: string, read: (text: string) => T): T {
    if (!this.parsed.has(file)) {
      try {
        this.parsed.set(file, read(this.text(file)));
      } catch (error) {
        throw ConfigError.of(`${file} cannot be read any more: ${(error as Error).message}`, [
          'Correct or remove the override of this file.',
        ]);
      }
    }
    return this.parsed.get(file) as T;
  }
}
