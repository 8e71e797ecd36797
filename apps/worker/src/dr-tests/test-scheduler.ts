import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import { startsAt } from '#domain/schedule/testing-schedule.js';
import { TestRunRepository, TestSweepError } from '#persistence/dr-tests/test-run-repository.js';
import { TestScheduleRepository } from '#persistence/dr-tests/test-schedule-repository.js';
import { PlanRepository } from '#persistence/repositories/plan-repository.js';
import { Doorbell } from '#queue/doorbell.js';
import { SecretVault } from '#security/secret-vault.js';
import { RightOfWay } from '../executions/right-of-way.js';
import { CONFIG, LOGGER } from '../tokens.js';
import { beginSchedule, judgeTest, prepareTest } from './test-decisions.js';

/** How much of each kind one sweep does; the next one goes on. */
const BATCH = 100;

/**
 * Begins tests that are due and closes those that are over. All it knows is in PostgreSQL, so any worker does what
 * another one left: nothing is lost with a queue, a timer or a process, and nothing is done twice.
 */
@Injectable()
export class TestScheduler implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sweepLast: () => Promise<void>;
  private stopped = false;
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly runs: TestRunRepository,
    private readonly schedules: TestScheduleRepository,
    private readonly plans: PlanRepository,
    private readonly doorbell: Doorbell,
    private readonly vault: SecretVault,
    rightOfWay: RightOfWay,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.sweepLast = rightOfWay.housekeeping(() => this.sweep());
  }

  onApplicationBootstrap(): void {
    this.schedule();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.sweeping;
  }

  private schedule(): void {
    this.sweeping = this.sweepLast().then(() => {
      if (!this.stopped) this.timer = setTimeout(() => this.schedule(), this.config.worker.sweepIntervalMs);
    });
  }

  /** One that fails keeps no other from being done. */
  private async sweep(): Promise<void> {
    for (const task of [this.noteSchedules, this.startSchedules, this.beginTests, this.finishTests]) {
      if (this.stopped) return;
      await task().catch((error: unknown) => this.logger.warn({ err: error }, 'sweep of tests failed; the next comes'));
    }
  }

  private readonly noteSchedules = async (): Promise<void> => {
    for (const open of await this.schedules.open(BATCH)) {
      await this.schedules.note(open, startsAt(open.schedule, open.nextTest, open.saidAt));
    }
  };

  private readonly startSchedules = (): Promise<void> =>
    this.repeat(async () => {
      const testId = await this.schedules.start(beginSchedule);
      if (testId !== null) this.logger.info({ test_id: testId }, 'test is due by its schedule');
      return testId;
    });

  private readonly beginTests = (): Promise<void> =>
    this.repeat(async (met) => {
      const begun = await this.runs.begin(met, async (test, plan) => {
        const others = (await this.plans.live()).map(({ document }) => document);
        return prepareTest(test, plan, { vault: this.vault, others });
      });
      if (begun === null) return null;
      const { testId, outcome, priority } = begun;
      this.logger.info({ test_id: testId, outcome }, 'test is due');
      if (outcome === 'started') {
        // Nobody has to hear it: the sweeper of executions finds what nobody drives.
        await this.doorbell
          .ring({ executionId: testId, kind: 'test', priority, epoch: 0 })
          .catch((error: unknown) => this.logger.warn({ err: error, test_id: testId }, 'the doorbell was not heard'));
      }
      return testId;
    });

  private readonly finishTests = (): Promise<void> =>
    this.repeat(async (met) => {
      const testId = await this.runs.finish(met, judgeTest);
      if (testId !== null) this.logger.info({ test_id: testId }, 'test is over');
      return testId;
    });

  /** Does one after the other until there is none left; `once` is told of those that it has met. */
  private async repeat(once: (met: readonly string[]) => Promise<string | null>): Promise<void> {
    const met: string[] = [];
    while (met.length < BATCH && !this.stopped) {
      try {
        const testId = await once(met);
        if (testId === null) return;
        met.push(testId);
      } catch (error) {
        if (!(error instanceof TestSweepError)) throw error;
        this.logger.error({ err: error, test_id: error.testId }, 'test could not be begun or closed');
        met.push(error.testId);
      }
    }
  }
}
