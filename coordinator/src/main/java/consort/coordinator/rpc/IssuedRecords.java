package consort.coordinator.rpc;

import consort.certs.AuthorityCertificate;
import consort.certs.Fingerprint;
import consort.ledger.disk.Disk;
import consort.ledger.entry.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The newest certificates of each party, which authority issued the last of them, and until when that is valid:
 * {@code certs/issued/}. Only who shows one of them is given another, so that a certificate which somebody else made with the
 * authority's key ends with that authority. It also tells who would be locked out when an authority is retired.
 */
final class IssuedRecords {

    /** The newest one, whose delivery nobody confirms; the one it was asked for with; and one for two that ask at once. */
    private static final int KEPT = 3;
    private static final int MAX_BYTES = 512;
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{64}) ([0-9]{1,15})((?: [0-9a-f]{64}){0," + KEPT + "})\n");

    private final Disk disk;

    /**
     * A party's newest certificates.
     *
     * @param authority fingerprint of the issuer of the newest
     * @param notAfter of the newest
     * @param certificates their SHA-256 in hexadecimal, the newest first; none in a record of a coordinator that did not keep them
     */
    record Newest(String authority, Instant notAfter, List<String> certificates) {
    }

    /** @param disk of the coordinator's folder */
    IssuedRecords(Disk disk) {
        this.disk = disk;
    }

    /** @param shown what the party showed to get it; empty when it enrolls */
    synchronized void note(Subject subject, Optional<X509Certificate> shown, X509Certificate certificate,
            AuthorityCertificate issuer) throws IOException {
        Stream<String> before = of(subject).map(Newest::certificates).orElse(List.of()).stream();
        String kept = String.join(" ", Stream.of(Stream.of(hash(certificate)), shown.map(IssuedRecords::hash).stream(), before)
                .flatMap(hashes -> hashes).distinct().limit(KEPT).toList());
        String text = issuer.fingerprint().hex() + " " + certificate.getNotAfter().getTime() + " " + kept + "\n";
        disk.replace(path(subject), text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Empty for who got none since such records are kept, or whose record was lost. */
    synchronized Optional<Newest> of(Subject subject) throws IOException {
        if (!disk.exists(path(subject))) {
            return Optional.empty();
        }
        Matcher text = FORM.matcher(new String(disk.readAll(path(subject), MAX_BYTES), StandardCharsets.US_ASCII));
        return text.matches()
                ? Optional.of(new Newest(text.group(1), Instant.ofEpochMilli(Long.parseLong(text.group(2))),
                        Arrays.stream(text.group(3).split(" ")).filter(hash -> !hash.isEmpty()).toList()))
                : Optional.empty();
    }

    /** As records have it. */
    static String hash(X509Certificate certificate) {
        return Fingerprint.of(certificate).hex();
    }

    private static String path(Subject subject) {
        return "certs/issued/" + subject.organization() + subject.worker().map(worker -> ".worker." + worker).orElse("")
                + subject.person().map(person -> ".person." + person).orElse("");
    }
}
