package consort.worker.session;

import consort.ledger.entry.KeyNames;
import consort.ledger.entry.LogKeys;
import consort.worker.policy.Policy;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a session knows of its own worker; fixed while the process lives.
 *
 * @param organization the organization it works for
 * @param worker its name within the organization
 * @param logKeys the log's keys as they were known when the process began; a session learns of newer ones
 * @param trainers names of the trainers this site offers
 * @param data names of the data sets this site offers
 * @param devices how many devices it lends; at least 1
 * @param maxModelBytes the largest model it takes
 * @param maxUpdateBytes the largest update it forms
 * @param policy what it allows
 * @param deviceIds pseudonyms of the devices, in ascending order; empty where the charter does not meter them
 * @param measuredMillis trainers whose benchmark this worker does again when asked, with the wall time of the last attempt
 */
public record Site(
        String organization,
        String worker,
        LogKeys logKeys,
        Set<String> trainers,
        Set<String> data,
        int devices,
        long maxModelBytes,
        long maxUpdateBytes,
        Policy policy,
        List<String> deviceIds,
        Map<String, Long> measuredMillis) {

    public Site {
        trainers = Set.copyOf(trainers);
        data = Set.copyOf(data);
        deviceIds = List.copyOf(deviceIds);
        measuredMillis = Map.copyOf(measuredMillis);
    }

    /** A site whose devices are not metered, and that measures nothing again. */
    public Site(String organization, String worker, LogKeys logKeys, Set<String> trainers, Set<String> data, int devices,
            long maxModelBytes, long maxUpdateBytes, Policy policy) {
        this(organization, worker, logKeys, trainers, data, devices, maxModelBytes, maxUpdateBytes, policy, List.of(), Map.of());
    }

    /** The consortium's domain. */
    public String domain() {
        return KeyNames.domain(logKeys.origin());
    }
}
