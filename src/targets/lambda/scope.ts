/** The constant that contains the parent of the constructs of a function: the stack, or a construct in it. */
export type Scope = 'this' | 'scope';
