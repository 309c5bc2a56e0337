package consort.worker.session;

import consort.ledger.entry.KeyNames;
import consort.ledger.entry.LogKeys;
import consort.worker.policy.Policy;
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
        Policy policy) {

    public Site {
        trainers = Set.copyOf(trainers);
        data = Set.copyOf(data);
    }

    /** The consortium's domain. */
    public String domain() {
        return KeyNames.domain(logKeys.origin());
    }
}
