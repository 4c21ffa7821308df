import type { StringRule } from '../../model/option-reader';

/** https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html */
export const INSTANCE_TYPE: StringRule = {
  pattern: /^[a-z]+\d[a-z0-9-]*\.(nano|micro|small|medium|large|(\d{1,3})?xlarge|metal(-\d{1,3}xl)?)$/,
  allowed: 'an instance type, for example m7g.large',
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Image.html */
export const IMAGE_ID: StringRule = {
  pattern: /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/,
  allowed: 'an image ID: ami- followed by 8 or 17 hexadecimal digits',
};

export const PACKAGE_NAME: StringRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9._+-]*$/,
  allowed: 'the name of a package: letters, digits, and . _ + -',
};

/** The first item of the command. systemd does not search for programs in other folders. */
export const PROGRAM: StringRule = {
  pattern: /^(\/|\.\/)?[A-Za-z0-9_][A-Za-z0-9_.+-]*(\/[A-Za-z0-9_][A-Za-z0-9_.+-]*)*$/,
  allowed: 'an absolute path, the name of a program, or a path that starts with ./',
  fix: 'Specify a program without arguments. Arguments are separate items.',
};

/** An argument in a unit file. */
export const ARGUMENT: StringRule = {
  pattern: /^[^\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+$/u,
  allowed: 'one line of text',
};
