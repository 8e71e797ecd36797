import { newTsigKey } from '../dns/bind.js';
import { Relay } from '../link/relay.js';
import { mustBe, type Scenario, stepOf } from './scenario.js';

const DNS_STEP = 'comp_gateway.dns';
const BALANCER_STEP = 'comp_gateway.load_balancer';

export const dnsRefuses: Scenario = {
  name: 'dns-refuses',
  title: 'The name server does not take our key while the site is lost',
  needsDns: true,
  expected: { execution: 'completed_with_exceptions', serves: 'secondary', named: 'primary', losses: 'possible' },
  async play({ lab, operator, protect }) {
    await protect({ tsigKey: newTsigKey('lab') });
    await lab.killPrimary();
    await operator.startFailover('unplanned', { retryAttempts: 0 });
    const paused = await operator.untilStill();
    mustBe('the failover', paused.status, 'paused');
    mustBe('the update of the name', stepOf(paused, DNS_STEP).status, 'failed');
    // Customers are served through the balancer by now; the name can be moved by hand.
    mustBe('the balancer', stepOf(paused, BALANCER_STEP).status, 'succeeded');
    await operator.skip(DNS_STEP, 'The name is moved by hand');
    await operator.untilOver();
  },
};

export const haproxyGone: Scenario = {
  name: 'haproxy-gone',
  title: "HAProxy's runtime socket is gone while the site is lost",
  expected: { execution: 'completed', serves: 'secondary', named: 'secondary', losses: 'possible' },
  async play({ lab, operator, cleanup, protect }) {
    const socket = await Relay.listen({ targetPort: Number(new URL(lab.edge.runtimeAddress).port) });
    cleanup.add('the way to the balancer', () => socket.close());
    await protect({ haproxyPort: socket.port });
    socket.cut();
    await lab.killPrimary();
    await operator.startFailover('unplanned', { retryAttempts: 0 });
    const paused = await operator.untilStill();
    mustBe('the failover', paused.status, 'paused');
    mustBe('the balancer', stepOf(paused, BALANCER_STEP).status, 'failed');
    mustBe('the promotion', stepOf(paused, 'comp_db.promote').status, 'succeeded');
    socket.restore();
    await operator.retry(BALANCER_STEP, 'The socket is back');
    await operator.untilOver();
  },
};
