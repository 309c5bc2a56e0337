/**
 * With which keys a coordinator signs for its log, and how it goes over from one to the next.
 *
 * <p>The keys stand in files ({@link consort.coordinator.logkey.LogKeyFiles}): the present one, for a while the next one, and for
 * a while the one before. Which of them is the log's the ledger says, and nothing else: a process that died in the middle left
 * files that are behind the ledger, never ahead of it, and {@link consort.coordinator.logkey.LogKeyring} brings them up to it.
 */
package consort.coordinator.logkey;
