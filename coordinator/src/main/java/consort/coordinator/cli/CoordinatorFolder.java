package consort.coordinator.cli;

import consort.certs.Authorities;
import consort.certs.Authority;
import consort.certs.AuthorityCertificate;
import consort.certs.Credential;
import consort.certs.Fingerprint;
import consort.certs.Identity;
import consort.certs.KeyFiles;
import consort.certs.PendingCredential;
import consort.certs.SigningRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Where the coordinator keeps what; {@code docs/operate.md} shows the folder. */
record CoordinatorFolder(Path root) {

    private static final Duration OPERATOR_LIFETIME = Duration.ofDays(90);
    /** What a JSON number bears exactly. */
    private static final long OPERATOR_NUMBERS = 1L << 53;

    Path config() {
        return root.resolve("coordinator.yaml");
    }

    Path keys() {
        return root.resolve("keys");
    }

    Path certificates() {
        return root.resolve("certs");
    }

    Path ledger() {
        return root.resolve("ledger");
    }

    /**
     * @param naming how this command takes the folder's name
     * @throws CommandException unless {@code init} made this folder
     */
    void requireFounded(String naming) {
        if (!Files.exists(config())) {
            String what = !Files.exists(root) ? "there is no folder " + root
                    : root + (Files.isDirectory(root) ? " is not a coordinator's folder (it has no coordinator.yaml)" : " is a file");
            throw new CommandException(ExitCode.USAGE, what + ": name the coordinator's folder " + naming
                    + "; 'consort coordinator init DIR' makes one");
        }
    }

    LogKeyFolder logKeys() {
        return new LogKeyFolder(keys());
    }

    Authority authority(SecureRandom random) {
        return Authority.load(keys(), random);
    }

    /** The one with this fingerprint, with its key. */
    Authority authority(Fingerprint fingerprint, SecureRandom random) {
        if (isFirst(fingerprint)) {
            return authority(random);
        }
        Authority authority = Authority.load(authorityFile(fingerprint, "key"), authorityFile(fingerprint, "pem"), random);
        if (!authority.certificate().fingerprint().equals(fingerprint)) {
            throw new CommandException(ExitCode.CERTIFICATE, authorityFile(fingerprint, "pem") + " is not the authority "
                    + fingerprint + ": restore it from a backup");
        }
        return authority;
    }

    boolean holdsAuthority(Fingerprint fingerprint) {
        return Files.exists(authorityFile(fingerprint, "pem")) || isFirst(fingerprint);
    }

    /** Whether it is the authority of the charter, whose files may be gone once it is retired. */
    private boolean isFirst(Fingerprint fingerprint) {
        Path first = keys().resolve("authority.pem");
        return Files.exists(first) && AuthorityCertificate.load(first).fingerprint().equals(fingerprint);
    }

    private Path authorityFile(Fingerprint fingerprint, String suffix) {
        return keys().resolve("authority-" + fingerprint.hex().substring(0, 16) + "." + suffix);
    }

    private Path nextAuthorityFile() {
        return keys().resolve("next-authority");
    }

    /** The authority that is about to be added: of an earlier attempt, else a new one. */
    Authority nextAuthority(Supplier<Authority> founding, SecureRandom random) {
        if (!Files.exists(nextAuthorityFile())) {
            Authority next = founding.get();
            Fingerprint fingerprint = next.certificate().fingerprint();
            next.save(authorityFile(fingerprint, "key"), authorityFile(fingerprint, "pem"));
            KeyFiles.writeSecret(nextAuthorityFile(), fingerprint.hex().getBytes(StandardCharsets.US_ASCII));
        }
        String fingerprint = new String(KeyFiles.readSecret(nextAuthorityFile()), StandardCharsets.US_ASCII);
        return authority(new Fingerprint(fingerprint), random);
    }

    /** The next authority was added, or cannot be. */
    void forgetNextAuthority() throws IOException {
        Files.deleteIfExists(nextAuthorityFile());
    }

    /** Those that count, as the coordinator noted when it ran last. */
    Authorities authorities() {
        Path noted = certificates().resolve("authorities.pem");
        return Files.exists(noted) ? new Authorities(AuthorityCertificate.loadAll(noted))
                : Authorities.of(AuthorityCertificate.load(keys().resolve("authority.pem")));
    }

    void save(Authorities counting) {
        AuthorityCertificate.saveAll(counting.certificates(), certificates().resolve("authorities.pem"));
    }

    /** The number that the operator's certificate must have. */
    long operatorNumber() {
        try {
            return Files.exists(operatorNumberFile())
                    ? Long.parseLong(new String(KeyFiles.readSecret(operatorNumberFile()), StandardCharsets.US_ASCII)) : 0;
        } catch (NumberFormatException damaged) {
            throw new CommandException(ExitCode.CERTIFICATE, operatorNumberFile() + " holds no number");
        }
    }

    private Path operatorNumberFile() {
        return certificates().resolve("operator-number");
    }

    /** A new certificate of the operator, beside which no older one counts. */
    Credential replaceOperator(SecureRandom random, Instant now) {
        // Not to be guessed by who has the authority's key and makes itself a certificate; not one of before, after a restore either.
        long number = random.nextLong(1, OPERATOR_NUMBERS);
        KeyFiles.writeSecret(operatorNumberFile(), Long.toString(number).getBytes(StandardCharsets.US_ASCII));
        return issueOperator(random, now);
    }

    /** The operator's credential; renewed here when it is due, since the authority's key is at hand. */
    Credential operator(SecureRandom random, Instant now) {
        Path file = certificates().resolve("operator.pem");
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Credential kept = Credential.load(file);
            boolean counts = kept.chain().getLast().equals(authorities().newest().certificate())
                    && kept.issued().entry().orElse(0) == operatorNumber();
            if (counts && now.isBefore(kept.renewAt())) {
                return kept;
            }
        }
        return issueOperator(random, now);
    }

    private Credential issueOperator(SecureRandom random, Instant now) {
        Path file = certificates().resolve("operator.pem");
        Authority authority = authority(authorities().newest().fingerprint(), random);
        Identity.Operator operator = new Identity.Operator(authority.certificate().consortium());
        PendingCredential pending = PendingCredential.create(random);
        List<X509Certificate> chain = authority.issue(
                SigningRequest.parse(pending.signingRequest()), operator, operatorNumber(), OPERATOR_LIFETIME, now);
        Credential fresh = pending.complete(chain, authority.certificate().fingerprint(), operator, now);
        fresh.save(file);
        return fresh;
    }

    /** The server's credential for these hosts; a new one at every start. */
    Credential coordinator(Authority authority, CoordinatorConfig config, SecureRandom random, Instant now) {
        Instant start = authority.certificate().certificate().getNotBefore().toInstant();
        if (now.isBefore(start)) {
            throw new CommandException(ExitCode.CLOCK, "this machine's clock says " + now + ", and the consortium's authority is"
                    + " valid from " + start + ": set the clock right, and start again");
        }
        PendingCredential pending = PendingCredential.create(random);
        List<X509Certificate> chain = authority.issueCoordinator(SigningRequest.parse(pending.signingRequest()),
                List.of(config.address().host()), config.certificates().coordinator(), now);
        return pending.complete(chain, authority.certificate().fingerprint(),
                new Identity.Coordinator(authority.certificate().consortium()), now);
    }
}
