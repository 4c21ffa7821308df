import type { Ec2Model } from './model';

/**
 * `deploy/systemd.service`: how systemd runs the service.
 *
 * https://www.freedesktop.org/software/systemd/man/252/systemd.exec.html
 */
export function renderUnit({ service, instances, files }: Ec2Model): string {
  const { startCommand, unit, home, logFolder, secretsFile, hasSecrets } = instances;
  const secrets = `\
# Written before each start. The minus sign allows that it does not exist yet.
EnvironmentFile=-${secretsFile}
# The plus sign runs the script as root.
ExecStartPre=+/bin/bash ${home}/current/${files.secrets}
`;
  return `\
[Unit]
Description=${service}
Wants=network-online.target
After=network-online.target

[Service]
WorkingDirectory=${home}/current
EnvironmentFile=${home}/current/deploy/environment
${hasSecrets ? secrets : ''}ExecStart=${startCommand.map((word, i) => unitWord(i === 0 ? absolute(word, home) : word)).join(' ')}
Restart=always
RestartSec=2
TimeoutStartSec=60
# The service has this many seconds to finish its open requests.
TimeoutStopSec=${instances.stopTimeout}
StandardOutput=append:${logFolder}/service.log
StandardError=inherit

# A user without permissions, who exists only while the service runs. The service can write to /tmp and to
# /var/lib/${unit}.
DynamicUser=yes
StateDirectory=${unit}
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
UMask=0077

[Install]
WantedBy=multi-user.target
`;
}

/** systemd requires an absolute path. */
function absolute(program: string, home: string): string {
  if (program.startsWith('/')) {
    return program;
  }
  return program.startsWith('./') ? `${home}/current/${program.slice(2)}` : `/usr/bin/${program}`;
}

/** systemd replaces specifiers that start with `%` and variables that start with `$`. */
function unitWord(word: string): string {
  const escaped = word.replace(/[\\"]/g, '\\$&').replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /^[A-Za-z0-9_./:@+=,-]+$/.test(word) ? word : `"${escaped}"`;
}
