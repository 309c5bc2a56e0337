package consort.worker.policy;

/**
 * What a site lent for a settled claim, or for work that came to no claim.
 *
 * @param timeMillis wall clock when it was claimed, or given up
 * @param deviceMillis busy time, times devices
 * @param acceptedMillis device time the coordinator accepted
 */
public record Use(long timeMillis, long deviceMillis, long acceptedMillis) {
}
