import type { Body } from '#api-client/body.js';
import type { Site as Role } from '#domain/plan/plan-document.js';
import type { LabDns } from './dns/lab-dns.js';
import { LAB_BACKEND, type Lab } from './lab.js';

export const DATABASE_COMPONENT = 'comp_db';
export const GATEWAY_COMPONENT = 'comp_gateway';

/** Minutes. */
const PLAN_RTO = 5;
const PLAN_RPO = 1;

export interface Secret {
  readonly name: string;
  readonly value: string;
}

/** What to hand to the service before the plan, by `PUT /disaster-recovery/secrets/{name}`. */
export function labSecrets(lab: Lab, prefix = 'lab'): readonly Secret[] {
  const ofSites = Object.values(lab.sites).map((site) => ({
    name: secretName(prefix, site.name),
    value: site.databaseUrl,
  }));
  return lab.dns ? [...ofSites, { name: tsigName(prefix), value: lab.dns.key }] : ofSites;
}

/**
 * The laboratory as a plan.
 * @param prefix of the secrets' names; plans of several labs in one service need different ones.
 */
export function labPlan(lab: Lab, prefix = 'lab'): Body<'PlanRequest'> {
  return {
    plan_name: `Two-site laboratory (${prefix})`,
    description: `A shop in ${lab.sites.primary.name} with a streaming standby in ${lab.sites.secondary.name}`,
    scope: 'data_center',
    priority: 'critical',
    rto: PLAN_RTO,
    rpo: PLAN_RPO,
    recovery_tier: 'tier_1',
    components: [database(lab, prefix), gateway(lab)],
    failover_configuration: failoverConfiguration(lab, prefix),
    recovery_procedures: [smokeTest(lab)],
    testing_schedule: { frequency: 'quarterly', test_duration: 10, test_scope: 'full', notifications: [] },
    notifications: { on_failover: false, on_recovery: false, on_test: false, recipients: [] },
  };
}

function database(lab: Lab, prefix: string): Body<'ComponentRequest'> {
  const target = (role: Role) =>
    ({ driver: 'postgres', url: `secret://${secretName(prefix, lab.sites[role].name)}` }) as const;
  return {
    component_id: DATABASE_COMPONENT,
    name: 'Order database',
    type: 'database',
    priority: 'critical',
    rto: 3,
    rpo: 1,
    dependencies: [],
    recovery_procedures: ['database_failover', 'data_synchronization'],
    targets: { primary: target('primary'), secondary: target('secondary') },
  };
}

function gateway(lab: Lab): Body<'ComponentRequest'> {
  // A site that merely answers is not recovered: customers must be able to order.
  const target = (role: Role) => ({ driver: 'http', url: writableUrl(lab.sites[role].appUrl) }) as const;
  return {
    component_id: GATEWAY_COMPONENT,
    name: 'Shop',
    type: 'api_gateway',
    priority: 'high',
    rto: 2,
    rpo: 1,
    dependencies: [DATABASE_COMPONENT],
    recovery_procedures: [
      'load_balancer_failover',
      ...(lab.dns ? ['dns_switchover'] : []),
      'health_check_verification',
    ],
    targets: { primary: target('primary'), secondary: target('secondary') },
  };
}

function failoverConfiguration(lab: Lab, prefix: string): Body<'FailoverConfigurationRequest'> {
  const { primary, secondary } = lab.sites;
  return {
    primary_site: { name: primary.name, location: 'Toronto, CA', status: 'active', capacity: 100, utilization: 50 },
    secondary_site: {
      name: secondary.name,
      location: 'Vancouver, CA',
      status: 'standby',
      capacity: 100,
      utilization: 5,
    },
    failover_triggers: ['manual_trigger'],
    failover_automation: false,
    failover_timeout: 120,
    traffic: {
      load_balancers: [
        {
          driver: 'haproxy',
          address: lab.edge.runtimeAddress,
          backend: LAB_BACKEND,
          servers: { primary: primary.name, secondary: secondary.name },
          verify_url: writableUrl(lab.edge.url),
        },
      ],
      ...(lab.dns && { dns: [dnsRecord(lab.dns, prefix)] }),
    },
  };
}

function dnsRecord({ address, zone, name, ttl, values }: LabDns, prefix: string): Body<'DnsRecordRequest'> {
  const tsig = `secret://${tsigName(prefix)}`;
  return { driver: 'rfc2136', server: address, zone, name, type: 'A', ttl, values: { ...values }, tsig };
}

function smokeTest(lab: Lab): Body<'ProcedureRequest'> {
  const request = { method: 'GET', url: writableUrl(lab.edge.url), expect: { status: [200] } };
  return {
    procedure_id: 'proc_smoke_test',
    name: 'Smoke test',
    description: 'Asks the shop, as customers reach it, whether it takes orders',
    steps: [{ name: 'The shop takes orders', action: 'http', timeout: 5, with: request, idempotent: true }],
    estimated_duration: 1,
    dependencies: [],
    automation_level: 'automated',
  };
}

function secretName(prefix: string, site: string): string {
  return `${prefix}-pg-${site}`;
}

function tsigName(prefix: string): string {
  return `${prefix}-tsig`;
}

function writableUrl(base: string): string {
  return `${base}/health?writable=1`;
}
