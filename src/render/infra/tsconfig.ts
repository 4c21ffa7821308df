/**
 * `infra/tsconfig.json`: for ts-node, which runs the app, and for `tsc --project infra`, which checks it.
 */
export function renderTsconfig(): object {
  return {
    compilerOptions: {
      target: 'ES2022',
      lib: ['ES2022'],
      module: 'Node16',
      types: ['node'],
      strict: true,
      noFallthroughCasesInSwitch: true,
      noImplicitReturns: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      noEmit: true,
      skipLibCheck: true,
    },
    include: ['**/*.ts'],
    exclude: ['node_modules', 'cdk.out'],
  };
}
