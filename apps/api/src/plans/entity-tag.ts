import { createHash } from 'node:crypto';
import type { ProtectionState } from '#domain/protection/protection.js';
import type { ReadinessSummary } from '#persistence/readiness/readiness-records.js';
import type { ExpectedVersions, PlanRecord } from '#persistence/records.js';
import { PreconditionRequiredError } from './errors.js';

/** `"3-1f0c…"`, or `"3"` as people write it by hand. */
const PLAN_TAG = /^([1-9]\d{0,8})(?:-[0-9a-f]+)?$/;
const TAGS = /(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/g;

type Readiness = Pick<ReadinessSummary, 'score' | 'status'>;

/**
 * The strong ETag of a plan: its version, and a digest of what answers show beside the document. A failover changes
 * `active_site` and no version, time its readiness and its protection (not the lag, which never rests); whoever asks with If-None-Match must not be told that nothing has changed.
 */
export function planTag(
  { version, status, activeSite, lastTested, nextTest }: PlanRecord,
  readiness: Readiness | null = null,
  protection: ProtectionState | null = null,
): string {
  const known = readiness === null || readiness.score === null ? [] : [readiness.score, readiness.status];
  const state = JSON.stringify([
    status,
    activeSite,
    lastTested,
    nextTest,
    ...known,
    ...(protection === null ? [] : [protection]),
  ]);
  return `"${version}-${createHash('sha256').update(state).digest('hex').slice(0, 12)}"`;
}

/**
 * The versions that If-Match allows a change to be based on. Only the version counts: that a test has been run or
 * routing has moved is no reason to refuse an edit. A weak tag matches nothing, as RFC 9110 has it.
 */
export function expectedVersions(ifMatch: string): ExpectedVersions {
  if (ifMatch.trim() === '*') return null;
  return [...ifMatch.matchAll(TAGS)].flatMap(([, weak, tag]) => {
    const version = weak === undefined ? PLAN_TAG.exec(tag!)?.[1] : undefined;
    return version === undefined ? [] : [Number(version)];
  });
}

/** @throws PreconditionRequiredError */
export function requiredVersions(ifMatch: string | undefined): ExpectedVersions {
  if (ifMatch === undefined || ifMatch.trim() === '') throw new PreconditionRequiredError();
  return expectedVersions(ifMatch);
}

/**
 * Whether If-None-Match names the tag, so that the caller has what would be answered. Express does this too, but not
 * for clients such as fetch, which add `Cache-Control: no-cache` meant for caches on the way.
 */
export function knows(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.trim() === '*' || [...ifNoneMatch.matchAll(TAGS)].some(([, , opaque]) => `"${opaque}"` === tag);
}
