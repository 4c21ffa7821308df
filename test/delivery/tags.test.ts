import { problemsOf } from '../model/resolving';
import { InfraApp, propertiesOf, removeOutdirs } from '../support/infra-app';

afterAll(removeOutdirs);

const TAGS = { 'cost center': '42', team: 'orders' };
const CHARACTERS = 'letters, digits, spaces, and _ . : / = + - @';

// CloudFormation adds the tags of the stack, service and environment, to these.
test('tags are added to every resource, and the service passes them on to its tasks', () => {
  const app = InfraApp.of({ tags: TAGS });
  const keyValues = (tags: { Key: string; Value: string }[]) =>
    Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));

  const repository = propertiesOf(app.template('orders-api-registry'), 'AWS::ECR::Repository', 'Repository');
  expect(keyValues(repository.Tags)).toEqual(TAGS);
  const service = propertiesOf(app.template('orders-api-production-service'), 'AWS::ECS::Service', 'Service');
  expect(service.PropagateTags).toBe('SERVICE');
  expect(keyValues(service.Tags)).toEqual(TAGS);
});

test.each<[string, object, string]>([
  [
    'a tag that the stacks set',
    { service: 'x' },
    'tags.service: is set by the stacks. Use another key. [reserved-tag]',
  ],
  [
    'a key that AWS reserves',
    { 'aws:team': 'x' },
    `tags["aws:team"]: "x" has a key that is not valid (allowed: 1 to 128 ${CHARACTERS}; must not start with aws:). Correct the key. [invalid-format]`,
  ],
  [
    'a value with a line break',
    { team: 'a\nb' },
    `tags.team: "a\\nb" is not valid (allowed: at most 256 ${CHARACTERS}). Correct the value. [invalid-format]`,
  ],
  [
    'a number',
    { team: 1 },
    `tags.team: 1 is not a string (allowed: at most 256 ${CHARACTERS}). Correct the value. [wrong-type]`,
  ],
])('rejects %s', (_, tags, expected) => {
  expect(problemsOf({ tags })).toEqual([expected]);
});
