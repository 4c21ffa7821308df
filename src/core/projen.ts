/**
 * The parts of projen that this package uses at run time. Everything else must import projen only for its types.
 * `import 'projen'` loads more than 600 modules, which takes longer than generating a project's files. projen does not
 * document these paths, so a test compares each export with that of `projen`.
 */
export { Component } from 'projen/lib/component';
export { FileBase } from 'projen/lib/file';
export * as javascript from 'projen/lib/javascript';
export { JsonFile } from 'projen/lib/json';
export { ObjectFile } from 'projen/lib/object-file';
export { ProjenrcFile } from 'projen/lib/projenrc';
export { SampleFile } from 'projen/lib/sample-file';
export * as typescript from 'projen/lib/typescript';
