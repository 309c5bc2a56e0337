package consort.worker.policy;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;

/**
 * A site's policy.
 *
 * @param jobs whose jobs it works for
 * @param models digests of the initial models it works on; empty: all
 * @param hours when it lends; empty: always
 * @param budget how much it lends
 * @param zone in which its days and months begin
 */
public record Policy(JobRules jobs, Set<String> models, Optional<Hours> hours, Budget budget, ZoneId zone) {

    /** Everything is allowed. */
    public static final Policy NONE = new Policy(JobRules.ALL, Set.of(), Optional.empty(), Budget.NONE, ZoneOffset.UTC);

    public Policy {
        models = Set.copyOf(models);
    }

    /** Whether a task must show whose job it is of, and with which model its run began. */
    public boolean asksForJob() {
        return !jobs.equals(JobRules.ALL) || !models.isEmpty();
    }

    /** The same with the charter's rate. */
    public Policy at(long rateMinorPerHour) {
        return new Policy(jobs, models, hours, budget.at(rateMinorPerHour), zone);
    }

    /** Why the site lends nothing at a moment; empty when it does. */
    public Optional<Closed> closed(Spent spent, long wallMillis) {
        return hours.flatMap(of -> of.closed(wallMillis)).or(() -> budget.closed(spent, wallMillis));
    }
}
