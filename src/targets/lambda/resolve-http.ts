import { isRecord } from '../../model/json-data';
import type { OptionReader, StringRule } from '../../model/option-reader';
import {
  type HttpApiOptions,
  type LambdaCorsOptions,
  LambdaInvokeMode,
  LambdaUrlAuthType,
  type LambdaUrlOptions,
} from '../../options';
import type { CorsModel, FunctionUrlModel, HttpApiModel } from './model';
import { HEADER_NAME, ORIGIN } from './rules';

const URL_OPTIONS: Readonly<Record<keyof LambdaUrlOptions, true>> = { authType: true, invokeMode: true, cors: true };

const API_OPTIONS: Readonly<Record<keyof HttpApiOptions, true>> = {
  cors: true,
  throttlingRateLimit: true,
  throttlingBurstLimit: true,
};

const CORS_OPTIONS: Readonly<Record<keyof LambdaCorsOptions, true>> = {
  allowOrigins: true,
  allowMethods: true,
  allowHeaders: true,
  exposeHeaders: true,
  allowCredentials: true,
  maxAge: true,
};

const METHOD: StringRule = {
  pattern: /^(GET|PUT|HEAD|POST|PATCH|DELETE|\*)$/,
  allowed: 'GET, PUT, HEAD, POST, PATCH, DELETE, *',
};

export function resolveFunctionUrl(parent: OptionReader): FunctionUrlModel | undefined {
  const options = parent.struct('functionUrl', URL_OPTIONS);
  const model = {
    authType: options.enumMember('authType', 'LambdaUrlAuthType', LambdaUrlAuthType) ?? LambdaUrlAuthType.AWS_IAM,
    invokeMode: options.enumMember('invokeMode', 'LambdaInvokeMode', LambdaInvokeMode) ?? LambdaInvokeMode.BUFFERED,
    cors: resolveCors(options),
  };
  return parent.has('functionUrl') ? model : undefined;
}

export function resolveHttpApi(parent: OptionReader): HttpApiModel | undefined {
  const options = parent.struct('httpApi', API_OPTIONS);
  const model = {
    cors: resolveCors(options),
    throttlingRateLimit: options.integer('throttlingRateLimit', 1, 100_000),
    throttlingBurstLimit: options.integer('throttlingBurstLimit', 1, 100_000),
  };
  if (parent.has('httpApi') && parent.has('functionUrl')) {
    parent.rejectWithoutValue('httpApi', 'two-urls', {
      why: 'is set together with functionUrl',
      fix: 'Remove one of the two. A function can have only one URL.',
    });
  }
  return parent.has('httpApi') ? model : undefined;
}

function resolveCors(parent: OptionReader): CorsModel | undefined {
  const options = parent.struct('cors', CORS_OPTIONS);
  if (!parent.has('cors')) {
    return undefined;
  }
  if (isRecord(parent.value('cors')) && !options.has('allowOrigins')) {
    options.rejectWithoutValue('allowOrigins', 'missing-option', {
      why: 'is missing',
      allowed: ORIGIN.allowed,
      fix: 'List the origins that can send requests.',
    });
  }
  for (const key of ['allowOrigins', 'allowMethods', 'allowHeaders', 'exposeHeaders']) {
    if (options.isEmptyList(key)) {
      options.reject(key, 'empty-list', {
        why: 'is empty',
        allowed: 'at least one item',
        fix: 'Add an item, or remove the option.',
      });
    }
  }
  const allowOrigins = options.strings('allowOrigins', ORIGIN) ?? [];
  const allowCredentials = options.boolean('allowCredentials');
  if (allowCredentials && allowOrigins.includes('*')) {
    options.reject('allowCredentials', 'cors-credentials', {
      why: "cannot be combined with the origin '*'",
      fix: 'List the origins, or remove allowCredentials.',
    });
  }
  return {
    allowOrigins,
    allowMethods: options.strings('allowMethods', METHOD) ?? ['*'],
    allowHeaders: options.strings('allowHeaders', HEADER_NAME),
    exposeHeaders: options.strings('exposeHeaders', HEADER_NAME),
    allowCredentials,
    maxAge: options.integer('maxAge', 0, 86_400),
  };
}
