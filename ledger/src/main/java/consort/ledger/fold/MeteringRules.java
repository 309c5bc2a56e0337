package consort.ledger.fold;

import consort.ledger.entry.Benchmark;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.Limits;
import consort.ledger.entry.UsageClaim;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How claims are held against devices and benchmarks, where the charter says that they are. */
final class MeteringRules {

    /** A quarter above the benchmark: steps of one job are not all alike, nor are two runs. */
    private static final BigInteger SPEED_TOLERANCE_MILLI = BigInteger.valueOf(1250);

    private MeteringRules() {
    }

    static boolean apply(State state) {
        return state.charter().metering().isPresent();
    }

    static void checkDevices(State state, LeaseView lease, UsageClaim claim, Check check) throws RuleViolation {
        check.that(state.devices().holds(lease, claim), Rule.CLAIM, "deviceIds",
                "at most " + Limits.MAX_BUSY_DEVICES_PER_ORGANIZATION + " devices of an organization at work at one time",
                claim.devices() + " more");
    }

    /** What is left of a claim's device time on each device, where it may count at all. */
    static Map<String, Long> withinDevices(State state, LeaseView lease, UsageClaim claim, long deviceMillis, long observedMillis) {
        List<String> ids = lease.deviceIds(claim);
        Map<String, Long> left = new LinkedHashMap<>();
        MeteredDevices.dealt(ids, deviceMillis).forEach((device, millis) -> left.put(device, state.devices().remembers(lease)
                ? Math.min(millis, state.devices().roomMillis(claim.organization(), device, lease.lease().timeMillis(), observedMillis))
                : 0));
        return left;
    }

    /**
     * {@code floor(device time x 1.25 x benchmark's speed / claimed speed)}, where that is less than the device time; both speeds are of
     * one device, and in steps of the benchmark. Whoever claims to have done a task has done its steps; and however long and on however
     * many devices it says, in no more time than passed, and on no more than were leased.
     */
    static long withinSpeed(State state, LeaseView lease, UsageClaim claim, long deviceMillis, long observedMillis) {
        if (lease.benchmark().isEmpty() || lease.lease().kind() != LeaseKind.TRAIN) {
            return deviceMillis;
        }
        Benchmark benchmark = lease.benchmark().get();
        JobDocument job = state.runs().get(lease.lease().run()).job();
        long steps = claim.outcome() == UsageClaim.Outcome.DONE ? Math.max(claim.steps(), lease.lease().steps()) : claim.steps();
        long busyMillis = Math.min(claim.busyMillis(), observedMillis - lease.lease().timeMillis());
        BigInteger allowed = product(benchmark.steps(), busyMillis, Math.min(claim.devices(), lease.lease().devices()))
                .multiply(SPEED_TOLERANCE_MILLI);
        BigInteger claimed = product(benchmark.wallMillis(), benchmark.devices()).multiply(job.workMilli(steps));
        return claimed.compareTo(allowed) <= 0 ? deviceMillis
                : BigInteger.valueOf(deviceMillis).multiply(allowed).divide(claimed).longValueExact();
    }

    static Change leased(State state, Lease lease) {
        return apply(state) ? () -> state.devices.leased(lease) : Change.NONE;
    }

    static Change ended(State state, Lease lease, LeaseEnded.Reason reason) {
        boolean mayEarn = reason != LeaseEnded.Reason.HANDED_BACK && state.charter().outcomes().late() > 0;
        return apply(state) ? () -> state.devices.ended(lease, mayEarn) : Change.NONE;
    }

    static Change claimed(State state, LeaseView lease, Counted counted) {
        if (lease.claim().isPresent()) {
            return Change.NONE;
        }
        Change consumed = () -> state.devices.consumed(lease.lease().organization(), counted.energy());
        return apply(state) ? consumed.then(() -> state.devices.claimed(lease, counted)) : consumed;
    }

    private static BigInteger product(long... factors) {
        BigInteger product = BigInteger.ONE;
        for (long factor : factors) {
            product = product.multiply(BigInteger.valueOf(factor));
        }
        return product;
    }
}
