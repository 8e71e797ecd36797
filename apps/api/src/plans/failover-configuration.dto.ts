import {
  Flag,
  ListOf,
  Matching,
  Nested,
  NestedList,
  OneOf,
  Optional,
  Quantity,
  Text,
  WholeNumber,
} from '../validation/validation.js';
import { healthCheckClass, type AnyHealthCheckDto } from './health-check.dto.js';
import { MAX_ITEMS, MAX_SECONDS } from './limits.js';
import { isHttpUrl, isSocketAddress } from './url-rules.js';

export const FAILOVER_TRIGGERS = ['site_unavailable', 'performance_degradation', 'manual_trigger'] as const;

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

export class TrafficDto {
  @Optional()
  @NestedList(MAX_ITEMS, () => LoadBalancerDto)
  load_balancers?: LoadBalancerDto[];
}

export class FailoverConfigurationDto {
  @Nested(() => SiteDto)
  primary_site: SiteDto;

  @Nested(() => SiteDto)
  secondary_site: SiteDto;

  @ListOf(FAILOVER_TRIGGERS)
  failover_triggers: string[];

  @Flag()
  failover_automation: boolean;

  @WholeNumber(1, MAX_SECONDS)
  failover_timeout: number;

  @Optional()
  @Nested(() => TrafficDto)
  traffic?: TrafficDto;
}
