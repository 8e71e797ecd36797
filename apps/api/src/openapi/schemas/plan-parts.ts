import { ROLES } from '#domain/access/roles.js';
import { MAX_APPROVAL_TIMEOUT, MAX_APPROVALS } from '#domain/execution/approval.js';
import { DNS_TYPES, FAILURE_POLICIES, FENCING_POLICIES } from '#domain/plan/plan-document.js';
import { TRIGGERS } from '#domain/trigger/trigger.js';
import { MAX_ITEMS, MAX_RESOLVERS, MAX_SECONDS, MAX_TTL } from '../../plans/limits.js';
import type { Schema, Schemas } from '../model.js';
import { BACKUP_PARTS } from './backup.js';
import {
  anyObject,
  described,
  flag,
  identifier,
  list,
  onSide,
  oneOf,
  quantity,
  refOn,
  text,
  whole,
  type Side,
} from '../schema.js';

const MAX_PERIOD = 3600;
const url = (description: string): Schema => ({ type: 'string', minLength: 1, maxLength: 2000, description });
const seconds = (maximum: number): Schema => ({
  type: 'number',
  exclusiveMinimum: 0,
  maximum,
  description: 'Seconds.',
});

const actionStep = (side: Side): Schema =>
  onSide(
    side,
    { name: text(), action: described(text(), 'Key of the action catalogue, such as http.request.') },
    {},
    {
      timeout: seconds(MAX_SECONDS),
      retries: whole(0, 100),
      on_failure: oneOf(FAILURE_POLICIES),
      with: anyObject("The action's inputs."),
      probe: anyObject('How to see whether it is done already.'),
      undo: anyObject('How to take it back.'),
      idempotent: flag(),
    },
  );

const hook = (side: Side): Schema =>
  onSide(
    side,
    { action: described(text(), 'Key of the action catalogue, such as command, ssh or http.') },
    { with: anyObject("The action's inputs.") },
  );

const serverControl = (side: Side): Schema =>
  onSide(
    side,
    {
      slot: {
        type: 'string',
        pattern: '^[a-z0-9_]{1,63}$',
        description: 'The replication slot, kept at the other site, by which this server streams.',
      },
      stop: described(refOn(side, 'Hook'), 'Stops the server; must succeed when it is stopped already.'),
      start: described(refOn(side, 'Hook'), 'Starts the server.'),
    },
    {},
    {
      rewind: described(
        refOn(side, 'Hook'),
        'Makes the stopped server a standby without copying all, as pg_rewind does.',
      ),
      base_copy: described(refOn(side, 'Hook'), 'Makes it a standby by a new copy, as pg_basebackup does.'),
      timeout: described(whole(1, MAX_SECONDS), 'Seconds that all of it may take.'),
    },
  );

const siteServer = (side: Side) => ({
  fence: described(refOn(side, 'Hook'), 'Takes the server away when it can not be fenced by itself.'),
  control: described(refOn(side, 'ServerControl'), 'How it is made a standby again; absent: by hand only.'),
});

type Fields = Readonly<Record<string, Schema>>;

const target = (side: Side, optional: Fields, ofPostgres: Fields = {}): Schema => ({
  anyOf: [
    onSide(
      side,
      { driver: { const: 'postgres' }, url: url('postgres:// without a password, or secret://name.') },
      {},
      { ...optional, ...ofPostgres },
    ),
    onSide(side, { driver: { const: 'http' }, url: url('http(s)://, or secret://name.') }, {}, optional),
  ],
});

const targets = (side: Side): Schema =>
  onSide(
    side,
    {},
    {},
    {
      primary: refOn(side, 'Target'),
      secondary: refOn(side, 'Target'),
      drill: refOn(side, 'DrillTarget'),
      restore: described(refOn(side, 'RestoreTarget'), 'Where a test of type restore restores the backup to.'),
    },
  );

const rhythm = { timeout: seconds(MAX_PERIOD), interval: seconds(MAX_PERIOD), failures: whole(1, 100) };

const healthCheck = (side: Side): Schema => ({
  anyOf: [
    onSide(side, { type: { const: 'http' }, url: url('http(s)://, or secret://name.') }, {}, rhythm),
    onSide(side, { type: { const: 'tcp' }, host: text(), port: whole(1, 65_535) }, {}, rhythm),
    onSide(
      side,
      { type: { const: 'postgres' }, url: url('postgres:// without a password, or secret://name.') },
      {},
      rhythm,
    ),
  ],
});

const percent = described(quantity(0, 1000), 'Percent.');

const site = (side: Side): Schema =>
  onSide(
    side,
    { name: text(), location: text(), status: text(), capacity: percent, utilization: percent },
    {},
    { health_checks: list(refOn(side, 'HealthCheck'), MAX_ITEMS) },
  );

const loadBalancer = (side: Side): Schema =>
  onSide(
    side,
    {
      driver: { const: 'haproxy' },
      address: url('tcp://host:port or unix:///path of the stats socket.'),
      backend: text(),
      servers: onSide(side, { primary: text(), secondary: text() }),
    },
    {},
    { verify_url: url('http(s):// through the balancer; must answer 2xx after the switch.') },
  );

const dnsRecord = (side: Side): Schema =>
  onSide(
    side,
    {
      driver: { const: 'rfc2136' },
      server: described(text(), 'host or host:port of the server that takes updates of the zone.'),
      zone: described(text(254), 'Domain name.'),
      name: described(text(254), 'Within the zone, or as a whole.'),
      type: oneOf(DNS_TYPES),
      ttl: described(whole(0, MAX_TTL), 'Seconds.'),
      values: onSide(side, { primary: text(), secondary: text() }),
    },
    {},
    {
      tsig: url('secret://name of a key of the form hmac-sha256:name:base64.'),
      resolvers: described(
        list(text(), MAX_RESOLVERS),
        'Addresses (with port, if it is not 53) of resolvers that have to give the new answer before the step is done.',
      ),
      wait_ttl: described(flag(), 'Also wait until the old TTL has run out everywhere.'),
    },
  );

const traffic = (side: Side): Schema =>
  onSide(
    side,
    {},
    {},
    {
      load_balancers: list(refOn(side, 'LoadBalancer'), MAX_ITEMS),
      dns: list(refOn(side, 'DnsRecord'), MAX_ITEMS),
    },
  );

const failoverConfiguration = (side: Side): Schema =>
  onSide(
    side,
    {
      primary_site: refOn(side, 'SiteConfiguration'),
      secondary_site: refOn(side, 'SiteConfiguration'),
      failover_triggers: list(oneOf(TRIGGERS), TRIGGERS.length),
      failover_automation: flag(),
      failover_timeout: described(whole(1, MAX_SECONDS), 'Seconds.'),
    },
    {},
    {
      traffic: traffic(side),
      fencing: described(
        oneOf(FENCING_POLICIES),
        'Of unplanned failovers: whether nothing is promoted until the old primary is proven to take no writes. ' +
          'Absent: require for automatic ones, best_effort for those that a person starts.',
      ),
      synchronous: described(flag(), 'Whether commits wait for the standby whenever there is one.'),
      approval: refOn(side, 'ApprovalRequirement'),
      detection: refOn(side, 'Detection'),
      cooldown: described(
        whole(0, MAX_SECONDS),
        'Seconds after a failover in which none is started automatically; 3600 when absent.',
      ),
    },
  );

const detection = (side: Side): Schema =>
  onSide(
    side,
    {},
    {},
    {
      quorum: {
        anyOf: [whole(1, 100), { const: 'majority' }],
        description: 'Vantage points that have to agree; majority when absent.',
      },
      max_latency_ms: {
        type: 'number',
        exclusiveMinimum: 0,
        maximum: 600_000,
        description: 'Milliseconds above which an answer is too slow; absent: latency triggers nothing.',
      },
      window: { ...seconds(MAX_SECONDS), description: 'Seconds in which all answers were too slow; 60 when absent.' },
      rearm: described(
        quantity(0, MAX_SECONDS),
        'Seconds that a site must have been healthy before it can trigger again; 60 when absent.',
      ),
    },
  );

const approvalRequirement = (side: Side): Schema =>
  onSide(
    side,
    { required: described(whole(1, MAX_APPROVALS), 'How many people.') },
    {},
    {
      role: described(oneOf(ROLES), 'Absent: anybody who may approve.'),
      exclude_initiator: described(flag(), 'Whoever has asked for the execution does not count.'),
      timeout: described(seconds(MAX_APPROVAL_TIMEOUT), 'Seconds; absent: for as long as it takes.'),
    },
  );

export const PLAN_PARTS: Schemas = {
  ApprovalRequirementRequest: approvalRequirement('request'),
  ApprovalRequirement: approvalRequirement('answer'),
  DetectionRequest: detection('request'),
  Detection: detection('answer'),
  ActionStepRequest: actionStep('request'),
  ActionStep: actionStep('answer'),
  HookRequest: hook('request'),
  Hook: hook('answer'),
  ServerControlRequest: serverControl('request'),
  ServerControl: serverControl('answer'),
  TargetRequest: target('request', {}, siteServer('request')),
  Target: target('answer', {}, siteServer('answer')),
  DrillTargetRequest: target('request', { reset: identifier() }),
  DrillTarget: target('answer', { reset: identifier() }),
  ...BACKUP_PARTS,
  TargetsRequest: targets('request'),
  Targets: targets('answer'),
  HealthCheckRequest: healthCheck('request'),
  HealthCheck: healthCheck('answer'),
  SiteConfigurationRequest: site('request'),
  SiteConfiguration: site('answer'),
  LoadBalancerRequest: loadBalancer('request'),
  LoadBalancer: loadBalancer('answer'),
  DnsRecordRequest: dnsRecord('request'),
  DnsRecord: dnsRecord('answer'),
  FailoverConfigurationRequest: failoverConfiguration('request'),
  FailoverConfiguration: failoverConfiguration('answer'),
};
