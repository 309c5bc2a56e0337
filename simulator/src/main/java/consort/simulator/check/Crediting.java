package consort.simulator.check;

import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.Observation;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.Reversal;
import consort.simulator.ViolationException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Adds up what workers are credited for: no more than their work takes the reference device and a tenth, and that is billed. */
final class Crediting {

    private static final BigDecimal MILLI = BigDecimal.valueOf(1000);

    private final Map<Long, Lease> leases = new HashMap<>();
    private final Map<String, BigInteger> milliMillis = new HashMap<>();
    /** By claim. */
    private final Map<Long, Long> scores = new HashMap<>();
    private Optional<CharterDocument> charter = Optional.empty();

    void founded(CharterDocument agreed) {
        charter = Optional.of(agreed);
    }

    void leased(Lease lease) {
        leases.put(lease.lease(), lease);
    }

    Lease lease(long number) {
        return leases.get(number);
    }

    void observed(Observation observation) {
        Lease lease = leases.get(observation.lease());
        long spentMillis = Math.min(observation.timeMillis() - lease.timeMillis(), lease.durationMillis());
        require(observation.acceptedMillis() <= spentMillis * lease.devices(), observation, "more than its lease lasted was accepted");
        long score = observation.scoreMilli().orElse(1000);
        BigInteger credited = BigInteger.valueOf(observation.acceptedMillis()).multiply(BigInteger.valueOf(score));
        milliMillis.merge(lease.organization(), credited, BigInteger::add);
        scores.put(observation.claim(), score);
        var reference = charter.orElseThrow().reference(lease.trainer()).filter(_ -> lease.kind() == LeaseKind.TRAIN);
        require(reference.isPresent() == observation.scoreMilli().isPresent(), observation, "a score where the charter has none");
        reference.ifPresent(speed -> {
            BigDecimal workMillis = BigDecimal.valueOf(lease.steps()).multiply(MILLI).multiply(MILLI)
                    .divide(BigDecimal.valueOf(speed.stepsPerSecondMilli()), 3, RoundingMode.UP);
            require(new BigDecimal(credited).divide(MILLI).compareTo(workMillis.multiply(new BigDecimal("1.1"))) <= 0, observation,
                    "credited for more than its work");
        });
    }

    /** Of a claim of the open period: no other is reversed here. */
    void reversed(Reversal reversal) {
        long score = scores.get(reversal.claim());
        milliMillis.merge(leases.get(reversal.lease()).organization(),
                BigInteger.valueOf(reversal.deltaMillis()).multiply(BigInteger.valueOf(score)), BigInteger::add);
    }

    void closed(PeriodClose bill) {
        BillSums.check(bill);
        for (PeriodClose.Line line : bill.members()) {
            long expected = milliMillis.getOrDefault(line.organization(), BigInteger.ZERO).divide(BigInteger.valueOf(1000))
                    .longValueExact();
            if (line.ngpuMillis() != expected) {
                throw new ViolationException(line.organization() + " is billed for " + line.ngpuMillis() + " ms; its observations say "
                        + expected);
            }
        }
        milliMillis.clear();
    }

    private static void require(boolean holds, Observation observation, String otherwise) {
        if (!holds) {
            throw new ViolationException(observation + ": " + otherwise);
        }
    }
}
