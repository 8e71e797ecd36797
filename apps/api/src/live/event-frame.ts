import type { FeedEntry } from '#persistence/journal/journal-feed.js';
import { progressAfter, type LiveState } from '#persistence/journal/live-state.js';
import { statusView } from '../executions/outcome.js';
import { instant } from '../instant.js';

/** How long a client waits before it connects again, milliseconds. */
const RECONNECT_MS = 1_000;

/** The beginning of a stream: from here on a client that loses its connection can resume, before any event has come. */
export function openingFrame(id: string): string {
  return `retry: ${RECONNECT_MS}\nid: ${id}\n\n`;
}

/** Keeps proxies from taking the stream for dead. */
export const HEARTBEAT_FRAME = ': keep-alive\n\n';

/** One journal entry as it was made durable, and how the execution stood after it. */
export function entryFrame(id: string, { executionId, seq, epoch, at, entry }: FeedEntry, state: LiveState): string {
  return frame(id, entry.type, { execution_id: executionId, seq, at: instant(at), epoch, entry, ...standing(state) });
}

/** The last event of an execution. */
export function endFrame(executionId: string, state: LiveState): string {
  return frame(String(state.seq), 'end', { execution_id: executionId, seq: state.seq, ...standing(state) });
}

function standing(state: LiveState) {
  return { status: statusView(state.status), progress: progressAfter(state) };
}

/** JSON on one line: it has no line breaks but escaped ones. */
function frame(id: string, event: string, data: object): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
