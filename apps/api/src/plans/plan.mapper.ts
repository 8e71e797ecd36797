import type { ApprovalRequirement } from '#domain/execution/approval.js';
import type {
  Backup,
  Component,
  Detection,
  DrillTarget,
  FailoverConfiguration,
  HealthCheck,
  Hook,
  DnsRecord,
  LoadBalancer,
  PlanDocument,
  ProcedureDefinition,
  RestoreTarget,
  ServerControl,
  SiteConfiguration,
  StepDefinition,
  Target,
} from '#domain/plan/plan-document.js';
import { WHOLE } from '../validation/validation.js';
import { withoutAbsent } from '../without-absent.js';
import type { ApprovalDto } from './approval.dto.js';
import type { BackupDto, RestoreTargetDto } from './backup.dto.js';
import type { ComponentDto } from './component.dto.js';
import type { CreatePlanDto } from './create-plan.dto.js';
import type {
  DetectionDto,
  DnsRecordDto,
  FailoverConfigurationDto,
  LoadBalancerDto,
  SiteDto,
} from './failover-configuration.dto.js';
import type { AnyHealthCheckDto } from './health-check.dto.js';
import { TextStepDto, type ProcedureDto, type StepDto } from './procedure.dto.js';
import type { DrillTargetDto, HookDto, ServerControlDto, TargetDto } from './target.dto.js';

/** The domain's plan, in the order of fields in which the contract shows it; what is absent stays absent. */
export function toPlanDocument(dto: CreatePlanDto): PlanDocument {
  return {
    plan_name: dto.plan_name,
    description: dto.description ?? '',
    scope: dto.scope,
    priority: dto.priority,
    rto: dto.rto,
    rpo: dto.rpo,
    recovery_tier: dto.recovery_tier,
    components: dto.components.map(toComponent),
    failover_configuration: toFailoverConfiguration(dto.failover_configuration),
    recovery_procedures: (dto.recovery_procedures ?? []).map(toProcedure),
    testing_schedule: dto.testing_schedule ? withoutAbsent(dto.testing_schedule) : null,
    notifications: dto.notifications ? withoutAbsent(dto.notifications) : null,
  };
}

/** When the document wants the plan to be tested next. */
export function nextTestOf({ testing_schedule: schedule }: PlanDocument): Date | null {
  return schedule?.next_test ? new Date(schedule.next_test) : null;
}

export function toComponent(dto: ComponentDto): Component {
  const { targets } = dto;
  return withoutAbsent({
    component_id: dto.component_id,
    name: dto.name,
    type: dto.type,
    priority: dto.priority,
    rto: dto.rto,
    rpo: dto.rpo,
    dependencies: dto.dependencies ?? [],
    recovery_procedures: dto.recovery_procedures ?? [],
    targets:
      targets &&
      withoutAbsent({
        primary: targets.primary && toTarget(targets.primary),
        secondary: targets.secondary && toTarget(targets.secondary),
        drill: targets.drill && toDrillTarget(targets.drill),
        restore: targets.restore && toRestoreTarget(targets.restore),
      }),
    backup: dto.backup && toBackup(dto.backup),
  });
}

function toRestoreTarget({ tables, ...dto }: RestoreTargetDto): RestoreTarget {
  const { directory, bin, recover_to, user, database, shared_buffers, preload_libraries, manifest, timeout } = dto;
  return withoutAbsent({
    directory,
    bin,
    recover_to,
    user,
    database,
    shared_buffers,
    preload_libraries,
    tables: tables?.map(({ table, database: of, rows, min_rows, checksum }) =>
      withoutAbsent({ table, database: of, rows, min_rows, checksum }),
    ),
    manifest,
    timeout,
  });
}

function toBackup(dto: BackupDto): Backup {
  const { max_age } = dto;
  switch (dto.driver) {
    case 'restic': {
      const { driver, repository, password, path, host, tag, env } = dto;
      return withoutAbsent({ driver, repository, password, path, host, tag, env, max_age });
    }
    case 'pgbackrest':
      return withoutAbsent({ driver: dto.driver, stanza: dto.stanza, config: dto.config, env: dto.env, max_age });
    case 'service':
      return withoutAbsent({ driver: dto.driver, url: dto.url, token: dto.token, resource: dto.resource, max_age });
  }
}

function toDrillTarget({ driver, url, reset }: DrillTargetDto): DrillTarget {
  return withoutAbsent({ driver, url, reset });
}

function toTarget(dto: TargetDto): Target {
  if (dto.driver === 'http') return { driver: dto.driver, url: dto.url };
  const { driver, url, fence, control } = dto;
  return withoutAbsent({ driver, url, fence: fence && toHook(fence), control: control && toControl(control) });
}

function toHook({ action, with: inputs }: HookDto): Hook {
  return { action, with: inputs ?? {} };
}

function toControl({ slot, stop, start, rewind, base_copy, timeout }: ServerControlDto): ServerControl {
  return withoutAbsent({
    slot,
    stop: toHook(stop),
    start: toHook(start),
    rewind: rewind && toHook(rewind),
    base_copy: base_copy && toHook(base_copy),
    timeout,
  });
}

export function toFailoverConfiguration(dto: FailoverConfigurationDto): FailoverConfiguration {
  return withoutAbsent({
    primary_site: toSite(dto.primary_site),
    secondary_site: toSite(dto.secondary_site),
    failover_triggers: dto.failover_triggers,
    failover_automation: dto.failover_automation,
    failover_timeout: dto.failover_timeout,
    traffic:
      dto.traffic &&
      withoutAbsent({
        load_balancers: dto.traffic.load_balancers?.map(toLoadBalancer),
        dns: dto.traffic.dns?.map(toDnsRecord),
      }),
    fencing: dto.fencing,
    synchronous: dto.synchronous,
    approval: dto.approval && toApproval(dto.approval),
    detection: dto.detection && toDetection(dto.detection),
    cooldown: dto.cooldown,
  });
}

function toDetection({ quorum, max_latency_ms, window, rearm }: DetectionDto): Detection {
  return withoutAbsent({ quorum, max_latency_ms, window, rearm });
}

function toSite(dto: SiteDto): SiteConfiguration {
  return withoutAbsent({
    name: dto.name,
    location: dto.location,
    status: dto.status,
    capacity: dto.capacity,
    utilization: dto.utilization,
    health_checks: dto.health_checks?.map(toHealthCheck),
  });
}

function toHealthCheck(dto: AnyHealthCheckDto): HealthCheck {
  const rhythm = { timeout: dto.timeout, interval: dto.interval, failures: dto.failures };
  switch (dto.type) {
    case 'http':
      return withoutAbsent({ type: dto.type, url: dto.url, ...rhythm });
    case 'tcp':
      return withoutAbsent({ type: dto.type, host: dto.host, port: dto.port, ...rhythm });
    case 'postgres':
      return withoutAbsent({ type: dto.type, url: dto.url, ...rhythm });
  }
}

function toLoadBalancer(dto: LoadBalancerDto): LoadBalancer {
  return withoutAbsent({
    driver: dto.driver,
    address: dto.address,
    backend: dto.backend,
    servers: { primary: dto.servers.primary, secondary: dto.servers.secondary },
    verify_url: dto.verify_url,
  });
}

function toDnsRecord(dto: DnsRecordDto): DnsRecord {
  return withoutAbsent({
    driver: dto.driver,
    server: dto.server,
    zone: dto.zone,
    name: dto.name,
    type: dto.type,
    ttl: dto.ttl,
    values: { primary: dto.values.primary, secondary: dto.values.secondary },
    tsig: dto.tsig,
    resolvers: dto.resolvers,
    wait_ttl: dto.wait_ttl,
  });
}

export function toProcedure(dto: ProcedureDto): ProcedureDefinition {
  return withoutAbsent({
    procedure_id: dto.procedure_id,
    name: dto.name,
    description: dto.description ?? '',
    steps: dto.steps.map(toStep),
    estimated_duration: dto.estimated_duration,
    dependencies: dto.dependencies ?? [],
    automation_level: dto.automation_level,
    approval: dto.approval && toApproval(dto.approval),
  });
}

function toApproval({ required, role, exclude_initiator, timeout }: ApprovalDto): ApprovalRequirement {
  return withoutAbsent({ required, role, exclude_initiator, timeout });
}

function toStep(dto: StepDto): StepDefinition {
  if (dto instanceof TextStepDto) return dto[WHOLE];
  return withoutAbsent({
    name: dto.name,
    action: dto.action,
    timeout: dto.timeout,
    retries: dto.retries,
    on_failure: dto.on_failure,
    with: dto.with,
    probe: dto.probe,
    undo: dto.undo,
    idempotent: dto.idempotent,
  });
}
