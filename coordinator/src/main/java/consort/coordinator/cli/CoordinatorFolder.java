package consort.coordinator.cli;

import consort.certs.Authority;
import consort.certs.AuthorityCertificate;
import consort.certs.Credential;
import consort.certs.Identity;
import consort.certs.KeyFiles;
import consort.certs.PendingCredential;
import consort.certs.SigningRequest;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.SignerKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Where the coordinator keeps what; {@code docs/operate.md} shows the folder. */
record CoordinatorFolder(Path root) {

    private static final Duration OPERATOR_LIFETIME = Duration.ofDays(90);

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

    private Path logKeyFile() {
        return keys().resolve("log.key");
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

    SignerKey logKey() {
        try {
            return SignerKey.parse(new String(KeyFiles.readSecret(logKeyFile()), StandardCharsets.US_ASCII).strip());
        } catch (MalformedNoteException e) {
            throw new CommandException(ExitCode.CERTIFICATE, logKeyFile() + ": " + e.getMessage() + "; put it back from the backup of " + keys());
        }
    }

    void saveLogKey(SignerKey key) {
        KeyFiles.writeNewSecret(logKeyFile(), (key.secretText() + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    Authority authority(SecureRandom random) {
        return Authority.load(keys(), random);
    }

    AuthorityCertificate authorityCertificate() {
        return AuthorityCertificate.load(keys().resolve("authority.pem"));
    }

    /** The operator's credential; renewed here when it is due, since the authority's key is at hand. */
    Credential operator(SecureRandom random, Instant now) {
        Path file = certificates().resolve("operator.pem");
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Credential kept = Credential.load(file);
            if (now.isBefore(kept.renewAt())) {
                return kept;
            }
        }
        Authority authority = authority(random);
        Identity.Operator operator = new Identity.Operator(authority.certificate().consortium());
        PendingCredential pending = PendingCredential.create(random);
        List<X509Certificate> chain =
                authority.issue(SigningRequest.parse(pending.signingRequest()), operator, OPERATOR_LIFETIME, now);
        Credential fresh = pending.complete(chain, authority.certificate().fingerprint(), operator, now);
        fresh.save(file);
        return fresh;
    }

    /** The server's credential for these hosts; a new one at every start. */
    Credential coordinator(Authority authority, CoordinatorConfig config, SecureRandom random, Instant now) {
        PendingCredential pending = PendingCredential.create(random);
        List<X509Certificate> chain = authority.issueCoordinator(SigningRequest.parse(pending.signingRequest()),
                List.of(config.address().host()), config.certificates().coordinator(), now);
        return pending.complete(chain, authority.certificate().fingerprint(),
                new Identity.Coordinator(authority.certificate().consortium()), now);
    }
}
