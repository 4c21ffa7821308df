export * from './project-types';
export * from './rules';
export * from './standard';
