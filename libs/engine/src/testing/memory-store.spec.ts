import { journalContract } from './journal-suite.js';
import { MemoryStore } from './memory-store.js';

journalContract('in memory', (book) => {
  const executionId = 'failover_1';
  const store = new MemoryStore({ now: () => new Date() });
  store.add(executionId, book);
  return Promise.resolve({
    executionId,
    runbook: book,
    connect: () => store.connect(),
    request: async (entry) => store.request(executionId, entry),
    history: () => Promise.resolve(store.records(executionId)),
    close: () => Promise.resolve(),
  });
});
