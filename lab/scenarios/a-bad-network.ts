import { setTimeout as delay } from 'node:timers/promises';
import { Relay } from '../link/relay.js';
import { mustBe, type Scenario, stepOf } from './scenario.js';

const FLAP_MS = 250;

export const flappingNetwork: Scenario = {
  name: 'flapping-network',
  title: 'The replication link comes and goes during a planned failover',
  expected: { execution: 'completed', serves: 'secondary', named: 'secondary', losses: 'none' },
  async play({ lab, client, operator, protect }) {
    await protect();
    lab.link.cut();
    let flapping = true;
    const flaps = (async () => {
      while (flapping) {
        lab.link.cut();
        await delay(FLAP_MS);
        lab.link.restore();
        await delay(FLAP_MS);
      }
    })();
    try {
      await client.moreAcknowledged(5);
      await operator.startFailover('planned');
      await operator.untilStill();
    } finally {
      flapping = false;
      await flaps;
    }
  },
};

export const halfOpenConnections: Scenario = {
  name: 'half-open',
  title: 'The way from the service to the primary swallows everything; connections look alive',
  expected: { execution: 'failed', serves: 'primary', named: 'primary', losses: 'none' },
  async play({ lab, operator, cleanup, protect }) {
    const way = await Relay.listen({ targetPort: Number(new URL(lab.sites.primary.databaseUrl).port) });
    cleanup.add('the way to the primary', () => way.close());
    await protect({ primaryPort: way.port });
    way.cut();
    await operator.startFailover('planned', { retryAttempts: 0 });
    const execution = await operator.untilStill();
    mustBe('the check of the primary', stepOf(execution, 'comp_db.check_primary').status, 'failed');
    mustBe('the fence', stepOf(execution, 'comp_db.fence').status, 'pending');
  },
};
