import type { Logger } from 'pino';
import { fence } from '#actions/postgres/fence.js';
import { lookAtServer } from '#actions/postgres/server-sight.js';
import type { PostgresSessions } from '#actions/postgres/sessions.js';
import { DomainError } from '#domain/errors.js';
import { judgePassive, type ComponentVerdict, type ServerSight } from '#domain/protection/protection.js';
import { otherSite } from '#domain/plan/plan-document.js';
import { withinLimit } from '#outbound/within-limit.js';
import type { ProtectionRepository, WatchedComponent } from '#persistence/repositories/protection-repository.js';
import { Repeater } from './repeater.js';

/** Milliseconds between two looks. */
const LOOK_EVERY_MS = 1_000;
/** Milliseconds for a look at both servers. */
const LOOK_MS = 4_000;
/** Milliseconds; as long as the plan's authority is held, so a failover waits no longer than that for it. */
const FENCE_MS = 2_500;

/** Watches the database of one component at the site that is not active, and fences it when it comes back writable. */
export class ProtectionWatch {
  private readonly stopping = new AbortController();
  private readonly repeater: Repeater;
  private fenceFailure: string | null = null;

  constructor(
    private component: WatchedComponent,
    private readonly protections: ProtectionRepository,
    private readonly sessions: PostgresSessions,
    private readonly logger: Logger,
  ) {
    this.repeater = new Repeater(
      () => this.look(),
      LOOK_EVERY_MS,
      (error) => {
        if (this.stopping.signal.aborted) return;
        this.logger.warn({ err: error, ...this.subject() }, 'a standby could not be looked at; the next look comes');
      },
    );
  }

  start(): void {
    this.repeater.start();
  }

  update(component: WatchedComponent): void {
    this.component = component;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.repeater.stop();
  }

  private async look(): Promise<void> {
    const { component } = this;
    // A failover knows best which of its servers may take writes: one that it has just promoted must not be fenced.
    if (component.failoverUnderWay) return;
    const [passive, active] = await this.within(LOOK_MS, (limit) =>
      Promise.all([this.see(component.passiveUrl, limit), this.see(component.activeUrl, limit)]),
    );
    if (this.stopping.signal.aborted) return;
    const activeTimeline = active.role === 'primary' ? active.timeline : null;
    const verdict = judgePassive(passive, activeTimeline ?? component.activeTimeline);
    if (verdict.state === 'split_brain_risk') {
      // What is known of the plan is older than the look: a failover that has begun since may have promoted the server.
      if (!(await this.protections.authorityHolds(component))) return;
      await this.raise(component, verdict, active);
    }
    await this.note(component, verdict, passive, activeTimeline);
    if (verdict.remedy === 'fence') await this.fence(component);
  }

  private async see(url: string, signal: AbortSignal): Promise<ServerSight> {
    try {
      return await this.sessions.use(url, signal, (session) => lookAtServer(session));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { role: 'unreachable', why: error.message };
    }
  }

  private async raise(component: WatchedComponent, verdict: ComponentVerdict, active: ServerSight): Promise<void> {
    if (component.state === 'split_brain_risk') return;
    const { componentId, activeSite } = component;
    const site = otherSite(activeSite);
    const message =
      `The ${site} site (${componentId}) is writable while the ${activeSite} site owns the plan: ${verdict.detail}. ` +
      (verdict.remedy === 'fence' ? 'It is being fenced.' : 'Nothing was done about it.');
    const kind = active.role === 'primary' && !active.fenced ? 'both_writable' : 'returned_writable';
    await this.protections.raise(
      component,
      verdict.remedy === 'fence' ? 'returned_writable' : kind,
      verdict.detail,
      message,
    );
    this.logger.error(this.subject(), message);
  }

  private async note(
    component: WatchedComponent,
    { state, detail }: ComponentVerdict,
    sight: ServerSight,
    activeTimeline: number | null,
  ): Promise<void> {
    if (state === 'protected' && component.state !== 'protected')
      await this.protections.note(component, 'protected', detail);
    await this.protections.record(component, { state, detail, sight, activeTimeline });
    // The next look may come before the next claim says so.
    this.component = { ...component, state, activeTimeline: activeTimeline ?? component.activeTimeline };
  }

  /** By the plan's epoch and under its authority, which can not move until the fence stands or was given up. */
  private async fence(component: WatchedComponent): Promise<void> {
    const { planId, epoch, passiveUrl } = component;
    try {
      const fenced = await this.protections.whileAuthorityHolds(component, () =>
        this.within(FENCE_MS, (signal) =>
          this.sessions.use(passiveUrl, signal, (session) => fence(session, { planId, epoch, signal })),
        ),
      );
      this.fenceFailure = null;
      // Somebody else has the say now, and the next look is made with what is then known.
      if (fenced === null) return;
      const detail = `at ${fenced.lsn}; ${fenced.terminated} sessions ended`;
      await this.protections.note(component, 'fenced', detail);
      await this.recordFenced(component);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.logger.error(
        { err: error, ...this.subject() },
        'a primary that was replaced takes writes and is not fenced',
      );
      if (why === this.fenceFailure) return;
      this.fenceFailure = why;
      await this.protections.note(component, 'fence_failed', why);
    }
  }

  private async recordFenced(component: WatchedComponent): Promise<void> {
    const sight = await this.within(LOOK_MS, (limit) => this.see(component.passiveUrl, limit));
    const verdict = judgePassive(sight, this.component.activeTimeline);
    await this.note(component, verdict, sight, null);
  }

  private within<T>(ms: number, work: (limit: AbortSignal) => Promise<T>): Promise<T> {
    return withinLimit(ms, this.stopping.signal, work);
  }

  private subject() {
    return { planId: this.component.planId, componentId: this.component.componentId };
  }
}
