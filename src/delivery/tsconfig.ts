/**
 * `infra/tsconfig.json`: used by ts-node to run the app and by `tsc --project infra` to check its types.
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
