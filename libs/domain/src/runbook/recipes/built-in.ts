import type { BuiltInProcedure } from '../../plan/plan-document.js';
import type { Recipe } from '../recipe.js';
import { dataSynchronization, databaseFailover } from './database-failover.js';
import { dnsSwitchover } from './dns-switchover.js';
import { healthCheckVerification } from './health-check-verification.js';
import { loadBalancerFailover } from './load-balancer-failover.js';

/** A procedure that no driver of this edition can do: it can only be walked through. */
function noDriver(procedure: BuiltInProcedure, what: string): Recipe {
  return {
    unbound: () => `${procedure} needs ${what}, for which this edition has no driver; remove it from the component`,
    prechecks: () => [],
    steps: () => {
      throw new Error(`${procedure} has no driver: a plan that lists it can not be live`);
    },
  };
}

export const BUILT_IN_RECIPES: Readonly<Record<BuiltInProcedure, Recipe>> = {
  backup_restore: noDriver('backup_restore', 'a backup target'),
  database_failover: databaseFailover,
  data_synchronization: dataSynchronization,
  load_balancer_failover: loadBalancerFailover,
  dns_switchover: dnsSwitchover,
  health_check_verification: healthCheckVerification,
};

export function isBuiltIn(procedure: string): procedure is BuiltInProcedure {
  return Object.hasOwn(BUILT_IN_RECIPES, procedure);
}
