import { setTimeout as delay } from 'node:timers/promises';
import { mustBe, type Scenario, stepOf } from './scenario.js';

const WRITES_BEHIND_THE_CUT = 25;

export const siteLoss: Scenario = {
  name: 'site-loss',
  title: 'The link fails, then the whole site is gone',
  expected: { execution: 'completed', serves: 'secondary', named: 'secondary', losses: 'possible' },
  async play({ lab, client, operator, protect }) {
    await protect();
    lab.link.cut();
    await client.moreAcknowledged(WRITES_BEHIND_THE_CUT);
    await lab.killPrimary();
    await operator.startFailover('unplanned');
    await operator.untilStill();
  },
};

export const databaseCrash: Scenario = {
  name: 'database-crash',
  title: 'The primary database dies; its site and the link are well',
  expected: { execution: 'completed', serves: 'secondary', named: 'secondary', losses: 'possible' },
  async play({ lab, operator, protect }) {
    await protect();
    await lab.sites.primary.crashDatabase();
    await operator.startFailover('unplanned');
    await operator.untilStill();
  },
};

export const slowDisk: Scenario = {
  name: 'slow-disk',
  title: 'The primary database hangs: it is there and answers nothing',
  expected: { execution: 'completed', serves: 'secondary', named: 'secondary', losses: 'possible' },
  async play({ lab, operator, protect }) {
    await protect();
    const { thaw } = await lab.sites.primary.freezeDatabase();
    await operator.startFailover('unplanned');
    await operator.untilStill();
    // A server that hangs can not be fenced through itself: it is taken away before it can wake up.
    await lab.sites.primary.crashDatabase();
    thaw();
  },
};

export const returningPrimary: Scenario = {
  name: 'returning-primary',
  title: 'The old primary crashes after a failover, and comes back',
  expected: { execution: 'completed', serves: 'secondary', named: 'secondary', losses: 'none' },
  async play({ lab, operator, cleanup, protect }) {
    await protect();
    await operator.startFailover('planned');
    const execution = await operator.untilStill();
    mustBe('the fence', stepOf(execution, 'comp_db.fence').status, 'succeeded');
    await lab.sites.primary.crashDatabase();
    const returned = await lab.sites.primary.returnDatabase();
    cleanup.add('the returned database', () => returned.stop('immediate'));
    mustBe('the returned primary takes writes', await lab.sites.primary.takesWrites(), false);
    // It stays so: the witness goes on asking it for writes.
    await delay(RETURNED_MS);
  },
};

/** Long enough for the witness to ask twenty times. */
const RETURNED_MS = 1_000;
