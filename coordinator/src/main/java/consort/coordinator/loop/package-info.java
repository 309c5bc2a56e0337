/**
 * One thread owns the coordinator's state.
 *
 * <p>{@link consort.coordinator.loop.Engine} is the loop without a thread: it decides, commits and releases a batch of events
 * whenever it is stepped. {@link consort.coordinator.loop.LoopThread} drives it from the bounded
 * {@link consort.coordinator.loop.Inbox}; a simulator drives it with a clock of its own. Requests wait for their answers in
 * {@link consort.coordinator.loop.Requests}. {@link consort.coordinator.loop.EffectSink} is the way out.
 */
package consort.coordinator.loop;
