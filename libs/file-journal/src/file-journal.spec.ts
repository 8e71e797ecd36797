import { journalContract } from '#engine/testing/journal-suite.js';
import { FileJournal } from './file-journal.js';
import { EXECUTION_ID, newFileExecution } from './testing/file-executions.js';

journalContract('in files', (book) => {
  const { directory, journal, remove } = newFileExecution(book);
  return Promise.resolve({
    executionId: EXECUTION_ID,
    runbook: book,
    connect: () => FileJournal.open(directory),
    request: async (entry) => journal.request(entry),
    history: () => Promise.resolve(FileJournal.open(directory).records()),
    close: async () => remove(),
  });
});
