package consort.coordinator.cli;

import consort.certs.AuthorityCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Warns of certificate authorities that end soon: no certificate lasts longer than its authority, and nothing replaces one by itself. */
final class AuthorityEnds {

    /** Time to add another, for all members to renew by it, and to retire the old one. */
    private static final Duration SOON = Duration.ofDays(90);

    private AuthorityEnds() {
    }

    static List<String> warnings(List<AuthorityCertificate> counting, Instant now) {
        return counting.stream().flatMap(authority -> warning(authority, now, counting.size() > 1).stream()).toList();
    }

    private static Optional<String> warning(AuthorityCertificate authority, Instant now, boolean another) {
        Instant end = authority.certificate().getNotAfter().toInstant();
        Duration left = Duration.between(now, end);
        return left.compareTo(SOON) > 0 ? Optional.empty() : Optional.of("the certificate authority "
                + authority.fingerprint().hex().substring(0, 16) + "… " + (left.isNegative() ? "ended at " + end : "ends in "
                + Math.max(0, left.toDays()) + " days, at " + end) + ", and all certificates that it issued with it: "
                + (another ? "'consort coordinator rotate-authority retire' once all members have renewed by the other one"
                        : "'consort coordinator rotate-authority add' founds another"));
    }
}
