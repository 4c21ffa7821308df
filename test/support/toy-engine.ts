import type { Delivery, Engine } from '../../src/core/engine';
import { partsFor, statementsFor } from '../../src/core/release';
import type { TargetEnvironment } from '../../src/core/target';
import { addToRole, wildcardFindings } from '../../src/printing/statements';

const ID = 'make';

/** Delivers from a computer with `make`. People assume a role to release. */
export const MAKE: Engine = {
  id: ID,
  files: (delivery) => [{ path: 'Makefile', kind: 'text', body: makefile(delivery) }],
  stacks: () => [],
  buildParts: () => [],
  roles: () => [],
  releaseParts: (_delivery, environment) => {
    const statements = statementsFor(ID, environment.release, environment.rollback);
    return [
      {
        imports: { 'aws-cdk-lib/aws-iam': 'iam' },
        code: [
          "const makeRole = new iam.Role(this, 'MakeRole', { assumedBy: new iam.AccountRootPrincipal() });",
          addToRole('makeRole', statements),
        ].join('\n'),
        findings: wildcardFindings('makeRole', statements),
      },
    ];
  },
};

function makefile(delivery: Delivery): string {
  const { environments } = delivery.target;
  return [
    'SHELL := bash',
    '.ONESHELL:',
    '.SHELLFLAGS := -euc',
    `.PHONY: build ${environments.flatMap(({ name }) => [`release-${name}`, `rollback-${name}`]).join(' ')}`,
    rule('build', [], buildCommands(delivery)),
    ...environments.flatMap((environment, i) => [
      rule(
        `release-${environment.name}`,
        [i === 0 ? 'build' : `release-${environments[i - 1]!.name}`],
        releaseCommands(delivery, environment),
      ),
      rule(
        `rollback-${environment.name}`,
        [],
        environment.rollback.steps.flatMap(({ commands }) => commands),
      ),
    ]),
    '',
  ].join('\n');
}

function buildCommands({ artifact, target }: Delivery): string[] {
  const { commands = [], variables = {} } = target.preparation ?? {};
  const { steps } = artifact.build('COMMIT');
  const settings = Object.entries(Object.assign({}, ...steps.map((step) => step.settings)));
  return [
    'COMMIT=$(git rev-parse HEAD)',
    ...settings.map(([name, value]) => `${name}=${value}`),
    ...commands,
    ...Object.entries(variables).map(([name, print]) => `${name}=$(${print})`),
    ...steps.flatMap((step) => step.commands),
    ...[artifact.variable, ...Object.keys(variables)].map(
      (name, i) => `echo "export ${name}=$${name}" ${i === 0 ? '>' : '>>'} .delivery`,
    ),
  ];
}

function releaseCommands({ releaseScript }: Delivery, { argument, release }: TargetEnvironment): string[] {
  const ids = partsFor(ID, release).flatMap((part) => ('step' in part ? [part.step.id] : []));
  return ['. ./.delivery', ...(ids.length > 0 ? [`bash ${releaseScript} ${argument}`] : [])];
}

function rule(target: string, needs: readonly string[], commands: readonly string[]): string {
  const lines = commands.flatMap((command) => command.split('\n'));
  return `\n${target}: ${needs.join(' ')}\n${lines.map((line) => `\t${line.replaceAll('$', '$$$$')}`).join('\n')}`;
}
