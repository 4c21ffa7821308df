import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as publicOptions from '../../src/options';
import { ECS_ENUMS, enumMember, FUNCTION_ENUMS, INSTANCES_ENUMS, SITE_ENUMS } from '../../src/starter/enum-options';

const ROOT = join(__dirname, '../..');
const BUILT = existsSync(join(ROOT, '.jsii'));

if (!BUILT) {
  process.stderr.write('SKIPPED: test/starter/enum-options.test.ts needs a build. Run: npx projen compile\n');
}

interface TypeReference {
  readonly fqn?: string;
  readonly collection?: { readonly kind: 'array' | 'map'; readonly elementtype: TypeReference };
}

interface Type {
  readonly kind: string;
  readonly name: string;
  readonly datatype?: boolean;
  readonly interfaces?: readonly string[];
  readonly properties?: readonly { readonly name: string; readonly type: TypeReference }[];
}

function readTypes(path: string): Readonly<Record<string, Type>> {
  const assembly = JSON.parse(readFileSync(path, 'utf-8'));
  return assembly.schema === 'jsii/file-redirect'
    ? JSON.parse(gunzipSync(readFileSync(join(ROOT, assembly.filename))).toString()).types
    : assembly.types;
}

/** Every option of a type whose value is a member of an enum: the names of the option and of its parents. */
function enumsOf(types: Readonly<Record<string, Type>>, type: string): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (reference: TypeReference, path: readonly string[]): void => {
    const { collection, fqn = '' } = reference;
    if (collection) {
      visit(collection.elementtype, collection.kind === 'map' ? [...path, '*'] : path);
    } else if (types[fqn]?.kind === 'enum') {
      found[path.join('.')] = types[fqn].name;
    } else if (types[fqn]?.datatype) {
      const { interfaces = [], properties = [] } = types[fqn];
      for (const parent of interfaces) {
        visit({ fqn: parent }, path);
      }
      for (const { name, type: property } of properties) {
        visit(property, [...path, name]);
      }
    }
  };
  visit({ fqn: `projen-aws-delivery.${type}` }, []);
  return found;
}

(BUILT ? describe : describe.skip)('the enums of the options that the command line accepts', () => {
  const types = BUILT ? readTypes(join(ROOT, '.jsii')) : {};

  test.each([
    ['EcsServiceProjectOptions', ECS_ENUMS],
    ['LambdaFunctionProjectOptions', FUNCTION_ENUMS],
    ['StaticSiteProjectOptions', SITE_ENUMS],
    ['Ec2ServiceProjectOptions', INSTANCES_ENUMS],
  ])('%s', (type, known) => {
    const all = Object.entries(enumsOf(types, type));
    const top = Object.fromEntries(all.filter(([path]) => !path.startsWith('environments.')));
    expect(known).toEqual(top);
    // An environment has the enums of the top level.
    for (const [path, name] of all.filter(([each]) => each.startsWith('environments.'))) {
      expect({ path, name: top[path.replace('environments.', '')] }).toEqual({ path, name });
    }
  });
});

test('a text is the name or the value of a member', () => {
  expect(enumMember(ECS_ENUMS, 'launchType', 'EC2')).toEqual({ name: 'LaunchType', member: 'EC2' });
  expect(enumMember(ECS_ENUMS, 'trigger', 'code-pipeline')).toEqual({
    name: 'DeliveryEngine',
    member: 'CODE_PIPELINE',
  });
  expect(enumMember(SITE_ENUMS, 'environments.strategy', 'CANARY')).toEqual({ name: 'SiteStrategy', member: 'CANARY' });
  expect(enumMember(ECS_ENUMS, 'releaseVariables.TAG', publicOptions.ReleaseValue.IMAGE_TAG)).toEqual({
    name: 'ReleaseValue',
    member: 'IMAGE_TAG',
  });
  expect(enumMember(ECS_ENUMS, 'launchType', 'MOON')).toBeUndefined();
  expect(enumMember(ECS_ENUMS, 'serviceName', 'EC2')).toBeUndefined();
});
