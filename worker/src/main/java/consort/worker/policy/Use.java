package consort.worker.policy;

/**
 * What one settled claim took.
 *
 * @param timeMillis wall clock when it was claimed
 * @param deviceMillis busy time, times devices
 * @param acceptedMillis device time the coordinator accepted
 */
public record Use(long timeMillis, long deviceMillis, long acceptedMillis) {
}
