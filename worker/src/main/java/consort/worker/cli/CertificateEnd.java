package consort.worker.cli;

import consort.certs.Credential;
import consort.ledger.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/**
 * When a folder's certificate ends. It is renewed after two thirds of its life, so one that is older was not renewed when it should have
 * been: that is when to warn.
 *
 * @param end to the second
 * @param left until then; not negative
 * @param overdue whether a new one is due
 */
record CertificateEnd(Instant end, Duration left, boolean overdue) {

    private static final String ENDS = "certificateEndsMillis";
    private static final String OVERDUE = "certificateOverdue";

    /** What {@link #addTo} sets, and nobody else may. */
    static final Set<String> NAMES = Set.of(ENDS, OVERDUE);

    static CertificateEnd of(Credential credential, Instant now) {
        Instant end = credential.certificate().getNotAfter().toInstant();
        Duration left = Duration.between(now, end);
        return new CertificateEnd(end, left.isNegative() ? Duration.ZERO : left, now.isAfter(credential.renewAt()));
    }

    /**
     * What there is to be said of one that ends soon; empty while it is young, and once it has ended.
     *
     * @param next what to do
     */
    Optional<String> warning(String next) {
        return !overdue || left.isZero() ? Optional.empty()
                : Optional.of("WARNING: the certificate ends in " + text() + ", at " + end.truncatedTo(ChronoUnit.SECONDS) + ", and was not renewed: " + next);
    }

    void addTo(JsonObject.Builder json) {
        json.put(ENDS, end.toEpochMilli()).put(OVERDUE, overdue);
    }

    private String text() {
        long days = left.toDays();
        long amount = days > 1 ? days : left.toHours() > 0 ? left.toHours() : left.toMinutes();
        String unit = days > 1 ? "day" : left.toHours() > 0 ? "hour" : "minute";
        return amount + " " + unit + (amount == 1 ? "" : "s");
    }
}
