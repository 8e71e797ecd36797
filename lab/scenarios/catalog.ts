import { flappingNetwork, halfOpenConnections } from './a-bad-network.js';
import { databaseCrash, returningPrimary, siteLoss, slowDisk } from './losing-a-site.js';
import { dnsRefuses, haproxyGone } from './refused-routing.js';
import type { Scenario } from './scenario.js';

export const SCENARIOS: readonly Scenario[] = [
  siteLoss,
  databaseCrash,
  slowDisk,
  flappingNetwork,
  halfOpenConnections,
  returningPrimary,
  dnsRefuses,
  haproxyGone,
];
