import type { ServiceConnectOptions } from '../options';
import type { Place } from './aws';
import { checkPlace } from './check-place';
import { isRecord } from './json-data';
import type { ServiceConnectModel } from './model';
import type { OptionReader } from './option-reader';
import { CLIENT_ALIAS, DISCOVERY_NAME, NAMESPACE, SECURITY_GROUP_ID } from './rules';

const SERVICE_CONNECT_OPTIONS: Readonly<Record<keyof ServiceConnectOptions, true>> = {
  namespace: true,
  discoveryName: true,
  dnsName: true,
  port: true,
  clientSecurityGroupIds: true,
};

export function resolveServiceConnect(parent: OptionReader, facts: Place): ServiceConnectModel | undefined {
  const options = parent.struct('serviceConnect', SERVICE_CONNECT_OPTIONS);
  if (!isRecord(parent.value('serviceConnect'))) {
    return undefined;
  }
  if (!options.has('namespace')) {
    options.rejectWithoutValue('namespace', 'missing-option', {
      why: 'is missing',
      allowed: NAMESPACE.allowed,
      fix: 'Set the namespace of the services that connect to each other.',
    });
  }
  const namespace = options.string('namespace', NAMESPACE) ?? '';
  if (namespace.startsWith('arn:')) {
    const fix = 'The namespace must be in the same Region as the service.';
    checkPlace(options, 'namespace', namespace, { place: facts, same: ['region', 'partition'], fix });
  }
  return {
    namespace,
    discoveryName: options.string('discoveryName', DISCOVERY_NAME),
    dnsName: options.string('dnsName', CLIENT_ALIAS),
    port: options.integer('port', 1, 65535),
    clientSecurityGroupIds: options.strings('clientSecurityGroupIds', SECURITY_GROUP_ID) ?? [],
  };
}
