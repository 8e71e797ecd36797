import type { ApprovalRequirement } from '../execution/approval.js';
import type { JsonObject } from '../json.js';

/** The two places a plan moves work between. `active_site` of a plan says which one serves now. */
export type Site = 'primary' | 'secondary';

export const PRIORITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

export const AUTOMATION_LEVELS = ['manual', 'semi_automated', 'automated', 'fully_automated'] as const;
export type AutomationLevel = (typeof AUTOMATION_LEVELS)[number];

/** Procedures that are built in: a component's targets give them meaning. */
export const BUILT_IN_PROCEDURES = [
  'backup_restore',
  'database_failover',
  'data_synchronization',
  'load_balancer_failover',
  'dns_switchover',
  'health_check_verification',
] as const;
export type BuiltInProcedure = (typeof BUILT_IN_PROCEDURES)[number];

/** What a step does when its retries are spent. */
export const FAILURE_POLICIES = ['pause', 'continue', 'rollback', 'abort'] as const;
export type FailurePolicy = (typeof FAILURE_POLICIES)[number];

/** Any action of the catalogue, with its inputs, that is done as a part of another one. */
export interface Hook {
  readonly action: string;
  readonly with: JsonObject;
}

/**
 * How a server is made a standby of the other site's, beyond what SQL can do. At least one of `rewind` and `base_copy`
 * is there; `rewind` is tried first. Both leave the data directory as that of a standby of the other site, ready to be
 * started: with `standby.signal` and `primary_conninfo`.
 */
export interface ServerControl {
  /** The physical replication slot, kept at the other site, by which this server streams. */
  readonly slot: string;
  readonly stop: Hook;
  readonly start: Hook;
  readonly rewind?: Hook;
  readonly base_copy?: Hook;
  /** Seconds that all of it may take. */
  readonly timeout?: number;
}

/** A PostgreSQL server. `url` is a `secret://name`, or a `postgres://` URL without a password. */
export interface PostgresTarget {
  readonly driver: 'postgres';
  readonly url: string;
  /** Takes the server away when it can not be fenced by itself (STONITH). */
  readonly fence?: Hook;
  /** Absent: the server can only be made a standby again by hand. */
  readonly control?: ServerControl;
}

/** A service that answers HTTP; `url` is its health address. */
export interface HttpTarget {
  readonly driver: 'http';
  readonly url: string;
}

export type Target = PostgresTarget | HttpTarget;

/** Where a component is tested, apart from production. `reset` is a procedure of the plan that makes it usable again. */
export type DrillTarget = Target & { readonly reset?: string };

interface AnyBackup {
  /** Minutes that the newest one may be old; the component's RPO when absent. */
  readonly max_age?: number;
  /** Credentials of the repository, by the names of the program's own variables; `secret://name` becomes the secret. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface ResticBackup extends AnyBackup {
  readonly driver: 'restic';
  /** As restic takes it, or `secret://name` of it. */
  readonly repository: string;
  /** `secret://name` */
  readonly password: string;
  /** The data directory, as it is called in the backup. */
  readonly path: string;
  readonly host?: string;
  readonly tag?: string;
}

export interface PgBackRestBackup extends AnyBackup {
  readonly driver: 'pgbackrest';
  readonly stanza: string;
  /** Path of pgBackRest's configuration on the workers; its default when absent. */
  readonly config?: string;
}

/** Backups that the Backup Service keeps. */
export interface ServiceBackup extends AnyBackup {
  readonly driver: 'service';
  readonly url: string;
  /** `secret://name` */
  readonly token?: string;
  /** What the service calls the thing that is backed up. */
  readonly resource: string;
}

/** Where a component's backups are. */
export type Backup = ResticBackup | PgBackRestBackup | ServiceBackup;

/** What a restored table is held against. */
export interface ExpectedTable {
  /** `schema.table` */
  readonly table: string;
  readonly database?: string;
  readonly rows?: number;
  readonly min_rows?: number;
  readonly checksum?: string;
}

/** Where the backup is restored to by a test, apart from everything else. It has no address: nobody can reach it. */
export interface RestoreTarget {
  /** On the workers; below one that their administrator lets backups be restored to. */
  readonly directory: string;
  /** Where PostgreSQL's programs of the cluster's version are. */
  readonly bin: string;
  /** How far the archive is replayed; to its end when absent. */
  readonly recover_to?: 'default' | 'immediate';
  /** A superuser of the cluster, and the database with the canaries; `postgres` when absent. */
  readonly user?: string;
  readonly database?: string;
  readonly shared_buffers?: string;
  readonly preload_libraries?: readonly string[];
  readonly tables?: readonly ExpectedTable[];
  /** A file in the data directory that the backup brings: what its tables should be. */
  readonly manifest?: string;
  /** Seconds that each step may take; an hour when absent. */
  readonly timeout?: number;
}

export interface Component {
  readonly component_id: string;
  readonly name: string;
  readonly type: string;
  readonly priority: Priority;
  /** Recovery time objective, minutes. */
  readonly rto: number;
  /** Recovery point objective, minutes. */
  readonly rpo: number;
  readonly dependencies: readonly string[];
  /** Built-in procedure names, or ids of the plan's own `recovery_procedures`. */
  readonly recovery_procedures: readonly string[];
  /** Absent: the component can only be walked through (simulation). */
  readonly targets?: Partial<Record<Site, Target>> & { readonly drill?: DrillTarget; readonly restore?: RestoreTarget };
  /** Absent: nothing is known of backups. */
  readonly backup?: Backup;
}

export type HealthCheck =
  | {
      readonly type: 'http';
      readonly url: string;
      readonly timeout?: number;
      readonly interval?: number;
      readonly failures?: number;
    }
  | {
      readonly type: 'tcp';
      readonly host: string;
      readonly port: number;
      readonly timeout?: number;
      readonly interval?: number;
      readonly failures?: number;
    }
  | {
      readonly type: 'postgres';
      readonly url: string;
      readonly timeout?: number;
      readonly interval?: number;
      readonly failures?: number;
    };

export interface SiteConfiguration {
  readonly name: string;
  readonly location: string;
  readonly status: string;
  /** Percent. */
  readonly capacity: number;
  /** Percent. */
  readonly utilization: number;
  readonly health_checks?: readonly HealthCheck[];
}

/** An HAProxy that is steered through its runtime API. */
export interface HaproxyLoadBalancer {
  readonly driver: 'haproxy';
  /** `tcp://host:port` or `unix:///path` of the stats socket (level admin). */
  readonly address: string;
  readonly backend: string;
  readonly servers: Readonly<Record<Site, string>>;
  /** Proof by traffic: requested through the balancer after the switch, must answer 2xx. */
  readonly verify_url?: string;
}

export type LoadBalancer = HaproxyLoadBalancer;

/** Types of records that a failover moves. */
export const DNS_TYPES = ['A', 'AAAA', 'CNAME'] as const;

/** A name that is moved by dynamic updates (RFC 2136). */
export interface DnsRecord {
  readonly driver: 'rfc2136';
  /** The zone's server that takes updates, `host` or `host:port`. */
  readonly server: string;
  readonly zone: string;
  /** Within the zone, or as a whole. */
  readonly name: string;
  readonly type: (typeof DNS_TYPES)[number];
  /** Seconds. */
  readonly ttl: number;
  readonly values: Readonly<Record<Site, string>>;
  /** `secret://name` of a key of the form `hmac-sha256:name:base64`; absent: updates go unsigned. */
  readonly tsig?: string;
  /** Resolvers that have to give the new answer before the step is done, `address` or `address:port`. */
  readonly resolvers?: readonly string[];
  /** Also wait until the old answer's TTL has run out everywhere. */
  readonly wait_ttl?: boolean;
}

export interface Traffic {
  readonly load_balancers?: readonly LoadBalancer[];
  readonly dns?: readonly DnsRecord[];
}

/**
 * `require`: nothing is promoted until it is proven that the old primary takes no writes. `best_effort`: it is tried,
 * and what came of it is recorded.
 */
export const FENCING_POLICIES = ['require', 'best_effort'] as const;
export type FencingPolicy = (typeof FENCING_POLICIES)[number];

/** When trouble of a site counts as such; what is absent has its default. */
export interface Detection {
  /** Vantage points that have to agree; `majority` of those that are known when absent. */
  readonly quorum?: number | 'majority';
  /** Milliseconds above which an answer is too slow; absent: latency triggers nothing. */
  readonly max_latency_ms?: number;
  /** Seconds during which every answer must have been too slow. */
  readonly window?: number;
  /** Seconds that a site must have been healthy before it can trigger again. */
  readonly rearm?: number;
}

export interface FailoverConfiguration {
  readonly primary_site: SiteConfiguration;
  readonly secondary_site: SiteConfiguration;
  readonly failover_triggers: readonly string[];
  readonly failover_automation: boolean;
  /** Seconds. */
  readonly failover_timeout: number;
  readonly traffic?: Traffic;
  /** Of unplanned failovers; absent: `require` for those that start by themselves, `best_effort` for people's. */
  readonly fencing?: FencingPolicy;
  /** Whether the active database waits for its standby with each commit, whenever it has one. */
  readonly synchronous?: boolean;
  /** Who has to approve before a failover does anything; absent: nobody. */
  readonly approval?: ApprovalRequirement;
  readonly detection?: Detection;
  /** Seconds after a failover in which none is started automatically. */
  readonly cooldown?: number;
}

/** A step with an action; a plain string in a plan is a task for a person. */
export interface ActionStepDefinition {
  readonly name: string;
  readonly action: string;
  /** Seconds, for each attempt. */
  readonly timeout?: number;
  readonly retries?: number;
  readonly on_failure?: FailurePolicy;
  readonly with?: JsonObject;
  readonly probe?: JsonObject;
  readonly undo?: JsonObject;
  readonly idempotent?: boolean;
}

export type StepDefinition = string | ActionStepDefinition;

export interface ProcedureDefinition {
  readonly procedure_id: string;
  readonly name: string;
  readonly description: string;
  readonly steps: readonly StepDefinition[];
  /** Minutes. */
  readonly estimated_duration: number;
  readonly dependencies: readonly string[];
  readonly automation_level: AutomationLevel;
  /** Whose approval its actions need; absent: anybody who may intervene confirms them. */
  readonly approval?: ApprovalRequirement;
}

export interface TestingSchedule {
  readonly frequency: string;
  readonly next_test?: string | null;
  /** Minutes. */
  readonly test_duration?: number;
  readonly test_scope?: string;
  readonly notifications?: readonly string[];
  /** IANA name of the zone whose clocks the schedule follows; UTC when absent. */
  readonly timezone?: string;
}

export interface NotificationPreferences {
  readonly on_failover?: boolean;
  readonly on_recovery?: boolean;
  readonly on_test?: boolean;
  readonly recipients?: readonly string[];
}

/** A plan as its author writes it: SPEC.md's document with this service's optional additions. */
export interface PlanDocument {
  readonly plan_name: string;
  readonly description: string;
  readonly scope: string;
  readonly priority: Priority;
  /** Recovery time objective, minutes. */
  readonly rto: number;
  /** Recovery point objective, minutes. */
  readonly rpo: number;
  readonly recovery_tier: string;
  readonly components: readonly Component[];
  readonly failover_configuration: FailoverConfiguration;
  readonly recovery_procedures: readonly ProcedureDefinition[];
  readonly testing_schedule: TestingSchedule | null;
  readonly notifications: NotificationPreferences | null;
}

export function otherSite(site: Site): Site {
  return site === 'primary' ? 'secondary' : 'primary';
}
