package consort.coordinator.rpc;

import consort.certs.AuthorityCertificate;
import consort.certs.Fingerprint;
import consort.ledger.disk.Disk;
import consort.ledger.entry.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which authority issued the newest certificate of each party, and until when it is valid: {@code certs/issued/}. Nobody is let
 * in or kept out by it; it tells who would be locked out when an authority is retired.
 */
final class IssuedRecords {

    private static final int MAX_BYTES = 256;
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{64}) ([0-9]{1,15})\n");

    private final Disk disk;

    /**
     * A party's newest certificate.
     *
     * @param authority fingerprint of its issuer
     */
    record Newest(String authority, Instant notAfter) {
    }

    /** @param disk of the coordinator's folder */
    IssuedRecords(Disk disk) {
        this.disk = disk;
    }

    synchronized void note(Subject subject, X509Certificate certificate, AuthorityCertificate issuer) throws IOException {
        String text = issuer.fingerprint().hex() + " " + certificate.getNotAfter().getTime() + "\n";
        disk.replace(path(subject), text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Empty for who got none since such records are kept, or whose record was lost. */
    synchronized Optional<Newest> of(Subject subject) throws IOException {
        if (!disk.exists(path(subject))) {
            return Optional.empty();
        }
        Matcher text = FORM.matcher(new String(disk.readAll(path(subject), MAX_BYTES), StandardCharsets.US_ASCII));
        return text.matches()
                ? Optional.of(new Newest(new Fingerprint(text.group(1)).hex(), Instant.ofEpochMilli(Long.parseLong(text.group(2)))))
                : Optional.empty();
    }

    private static String path(Subject subject) {
        return "certs/issued/" + subject.organization() + subject.worker().map(worker -> ".worker." + worker).orElse("")
                + subject.person().map(person -> ".person." + person).orElse("");
    }
}
