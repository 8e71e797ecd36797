import {
  Flag,
  ListOf,
  Matching,
  Nested,
  NestedList,
  OneOf,
  Optional,
  Quantity,
  Seconds,
  Text,
  TextList,
  WholeNumber,
} from '../validation/validation.js';
import { ApprovalDto } from './approval.dto.js';
import { healthCheckClass, type AnyHealthCheckDto } from './health-check.dto.js';
import { DNS_TYPES, FENCING_POLICIES, type FencingPolicy } from '#domain/plan/plan-document.js';
import { TRIGGERS } from '#domain/trigger/trigger.js';
import { MAX_ITEMS, MAX_RESOLVERS, MAX_SECONDS, MAX_TTL } from './limits.js';
import { isHttpUrl, isSocketAddress, isUrlOrSecret } from './url-rules.js';

const DOMAIN_NAME = { max: 254 };

export class SiteDto {
  @Text()
  name: string;

  @Text()
  location: string;

  @Text()
  status: string;

  @Quantity(0, 1000)
  capacity: number;

  @Quantity(0, 1000)
  utilization: number;

  @Optional()
  @NestedList(MAX_ITEMS, healthCheckClass)
  health_checks?: AnyHealthCheckDto[];
}

export class ServersDto {
  @Text()
  primary: string;

  @Text()
  secondary: string;
}

export class LoadBalancerDto {
  @OneOf(['haproxy'])
  driver: 'haproxy';

  @Matching(isSocketAddress, 'must be tcp://host:port or unix:///path')
  address: string;

  @Text()
  backend: string;

  @Nested(() => ServersDto)
  servers: ServersDto;

  @Optional()
  @Matching(isHttpUrl, 'must be an http(s):// URL')
  verify_url?: string;
}

/** What a name or an address may be, its action knows; the plan's check asks it. */
export class DnsRecordDto {
  @OneOf(['rfc2136'])
  driver: 'rfc2136';

  @Text()
  server: string;

  @Text(DOMAIN_NAME)
  zone: string;

  @Text(DOMAIN_NAME)
  name: string;

  @OneOf(DNS_TYPES)
  type: (typeof DNS_TYPES)[number];

  @WholeNumber(0, MAX_TTL)
  ttl: number;

  @Nested(() => ServersDto)
  values: ServersDto;

  @Optional()
  @Matching(isUrlOrSecret(), 'must be secret://name')
  tsig?: string;

  @Optional()
  @TextList(MAX_RESOLVERS)
  resolvers?: string[];

  @Optional()
  @Flag()
  wait_ttl?: boolean;
}

export class TrafficDto {
  @Optional()
  @NestedList(MAX_ITEMS, () => LoadBalancerDto)
  load_balancers?: LoadBalancerDto[];

  @Optional()
  @NestedList(MAX_ITEMS, () => DnsRecordDto)
  dns?: DnsRecordDto[];
}

/** Vantage points of one installation. */
const MAX_QUORUM = 100;
const MAX_LATENCY_MS = 600_000;

function isQuorum(value: unknown): boolean {
  return (
    value === 'majority' || (Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= MAX_QUORUM)
  );
}

export class DetectionDto {
  @Optional()
  @Matching(isQuorum, `must be majority, or a whole number from 1 to ${MAX_QUORUM}`)
  quorum?: number | 'majority';

  @Optional()
  @Seconds(MAX_LATENCY_MS)
  max_latency_ms?: number;

  @Optional()
  @Seconds(MAX_SECONDS)
  window?: number;

  @Optional()
  @Quantity(0, MAX_SECONDS)
  rearm?: number;
}

export class FailoverConfigurationDto {
  @Nested(() => SiteDto)
  primary_site: SiteDto;

  @Nested(() => SiteDto)
  secondary_site: SiteDto;

  @ListOf(TRIGGERS)
  failover_triggers: string[];

  @Flag()
  failover_automation: boolean;

  @WholeNumber(1, MAX_SECONDS)
  failover_timeout: number;

  @Optional()
  @Nested(() => TrafficDto)
  traffic?: TrafficDto;

  @Optional()
  @OneOf(FENCING_POLICIES)
  fencing?: FencingPolicy;

  @Optional()
  @Flag()
  synchronous?: boolean;

  @Optional()
  @Nested(() => ApprovalDto)
  approval?: ApprovalDto;

  @Optional()
  @Nested(() => DetectionDto)
  detection?: DetectionDto;

  /** Seconds. */
  @Optional()
  @WholeNumber(0, MAX_SECONDS)
  cooldown?: number;
}
