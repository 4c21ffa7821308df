import type { Dockerfile, Env, From } from 'dockerfile-ast';
import type { Statement } from '../../facts/sync-rules';

/**
 * The official Node.js image, from any registry, or the base image of Lambda: `node:24-slim`,
 * `public.ecr.aws/docker/library/node:24`, `public.ecr.aws/lambda/nodejs:24`.
 */
const NODE_IMAGE = /(?:^|\/)node(?:js)?:(\d+)(?:[.-]|$)/;

/**
 * Reads what a stage of a Dockerfile says about the container. What depends on a build argument or a variable
 * is unknown and left out.
 *
 * https://docs.docker.com/reference/dockerfile/
 *
 * @param target the name of the stage; `undefined` for the last one
 */
export function readDockerfile(text: string, target?: string): Statement[] {
  // Loaded here because most projects use the generated Dockerfile without changes.
  const { DockerfileParser }: typeof import('dockerfile-ast') = require('dockerfile-ast');
  const stages = finalStages(DockerfileParser.parse(text), target);
  const instructions = stages.flatMap((stage) => stage.instructions);
  const environment = new Map(
    instructions
      .filter((instruction): instruction is Env => instruction.getKeyword() === 'ENV')
      .flatMap((instruction) => instruction.getProperties())
      .map((property) => [property.getName(), property.getValue() ?? '$']),
  );
  const exposed = instructions
    .filter((instruction) => instruction.getKeyword() === 'EXPOSE')
    .flatMap((instruction) => instruction.getArguments().map((argument) => argument.getValue()));
  const users = instructions.filter((instruction) => instruction.getKeyword() === 'USER');
  const user = users.at(-1)?.getArguments()[0]?.getValue();
  const node = NODE_IMAGE.exec(stages[0]?.from.getImage() ?? '')?.[1];
  const all: Statement[] = [
    ...(node ? [{ fact: 'node-version', says: [node], where: 'FROM' }] : []),
    ...[
      ['PORT', 'container-port'],
      ['HEALTH_CHECK_PATH', 'health-check-path'],
    ].flatMap(([name, fact]) =>
      environment.has(name!) ? [{ fact: fact!, says: [environment.get(name!)!], where: `ENV ${name}` }] : [],
    ),
    ...(exposed.length > 0
      ? [{ fact: 'container-port', says: exposed.map((port) => port.replace(/\/tcp$/i, '')), where: 'EXPOSE' }]
      : []),
    // The task definition overrides the user of the image.
    ...(user ? [{ fact: 'container-user', says: [user], where: 'USER', onlyIfGenerated: true }] : []),
  ];
  return all.filter(({ says }) => says.every((value) => !value.includes('$')));
}

interface Stage {
  readonly from: From;
  readonly instructions: ReturnType<Dockerfile['getInstructions']>;
}

/** The stage that is built and the stages that it is based on, in the order in which Docker builds them. */
function finalStages(dockerfile: Dockerfile, target?: string): Stage[] {
  const stages: Stage[] = [];
  for (const instruction of dockerfile.getInstructions()) {
    if (instruction.getKeyword() === 'FROM') {
      stages.push({ from: instruction as From, instructions: [] });
    } else {
      stages.at(-1)?.instructions.push(instruction);
    }
  }
  const chain: Stage[] = [];
  const named = stages.find(({ from }) => from.getBuildStage()?.toLowerCase() === target?.toLowerCase());
  for (let stage = target === undefined ? stages.at(-1) : (named ?? stages.at(-1)); stage; ) {
    chain.unshift(stage);
    const base = stage.from.getImage();
    const earlier = stages.slice(0, stages.indexOf(stage));
    stage = earlier.reverse().find(({ from }) => from.getBuildStage() === base);
  }
  return chain;
}
