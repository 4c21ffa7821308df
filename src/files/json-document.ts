import type { Construct } from 'constructs';
import type { IResolver } from 'projen';
import { JsonFile } from '../core/projen';
import { COPYING_RESOLVER, dataIn, type GeneratedDocument } from './document';
import { Overrides } from './overrides';

/** A generated JSON file. It has no marker because ECS, the CDK, and npm reject or warn about unknown keys. */
export class JsonDocument extends JsonFile implements GeneratedDocument {
  private readonly overrides = new Overrides((path, value) => super.addOverride(path, value));

  public constructor(scope: Construct, path: string, data: object) {
    super(scope, path, { obj: data, marker: false, omitEmpty: false });
  }

  public get content(): string {
    return this.synthesizeContent(COPYING_RESOLVER) ?? '';
  }

  public get data(): unknown {
    return dataIn(this.content);
  }

  public addOverride(path: string, value: unknown): void {
    this.overrides.add(path, value);
  }

  public addToArray(path: string, ...values: unknown[]): void {
    super.addToArray(path, ...values);
    this.overrides.restore(path);
  }

  protected synthesizeContent(_resolver: IResolver): string | undefined {
    return super.synthesizeContent(COPYING_RESOLVER);
  }
}
