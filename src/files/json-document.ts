import type { Construct } from 'constructs';
import type { IResolver } from 'projen';
import { JsonFile } from '../core/projen';
import { COPYING_RESOLVER, dataIn, type GeneratedDocument } from './document';

/** A generated JSON file. It has no marker because ECS, the CDK, and npm reject or warn about unknown keys. */
export class JsonDocument extends JsonFile implements GeneratedDocument {
  public constructor(scope: Construct, path: string, data: object) {
    super(scope, path, { obj: data, marker: false, omitEmpty: false });
  }

  public get content(): string {
    return this.synthesizeContent(COPYING_RESOLVER) ?? '';
  }

  public get data(): unknown {
    return dataIn(this.content);
  }

  protected synthesizeContent(_resolver: IResolver): string | undefined {
    return super.synthesizeContent(COPYING_RESOLVER);
  }
}
