import type { Construct } from 'constructs';
import type { IResolver } from 'projen';
import { ObjectFile } from '../core/projen';
import type { YamlContent } from '../core/yaml-content';
import { printYaml } from '../printing/yaml-content';
import { COPYING_RESOLVER, dataIn, type GeneratedDocument } from './document';
import { Overrides } from './overrides';

/** A generated YAML file that supports the overrides of projen's `ObjectFile` and keeps its comments. */
export class YamlDocument extends ObjectFile implements GeneratedDocument {
  private readonly overrides = new Overrides((path, value) => super.addOverride(path, value));
  private printed?: { readonly json: string; readonly yaml: string };

  public constructor(
    scope: Construct,
    path: string,
    private readonly source: YamlContent,
  ) {
    super(scope, path, { obj: source.data, omitEmpty: false });
  }

  public get content(): string {
    return this.synthesizeContent(COPYING_RESOLVER) ?? '';
  }

  public get data(): unknown {
    return dataIn(super.synthesizeContent(COPYING_RESOLVER));
  }

  public addOverride(path: string, value: unknown): void {
    this.overrides.add(path, value);
  }

  public addToArray(path: string, ...values: unknown[]): void {
    super.addToArray(path, ...values);
    this.overrides.restore(path);
  }

  protected synthesizeContent(_resolver: IResolver): string | undefined {
    const json = super.synthesizeContent(COPYING_RESOLVER);
    if (json === undefined) {
      return undefined;
    }
    if (this.printed?.json !== json) {
      this.printed = { json, yaml: printYaml({ ...this.source, data: JSON.parse(json) }, this.marker) };
    }
    return this.printed.yaml;
  }
}
