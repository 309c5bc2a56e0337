package consort.worker.folder;

import consort.certs.Address;
import consort.certs.Authorities;
import consort.certs.AuthorityCertificate;
import consort.certs.CertsException;
import consort.certs.Credential;
import consort.certs.KeyFiles;
import consort.ledger.audit.Trust;
import consort.ledger.disk.FileProblem;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.SignerKey;
import consort.worker.network.ProxyException;
import consort.worker.network.Route;
import consort.worker.network.Routes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A member's or a worker's folder. Every failure is a {@link ConfigException} or {@link CertsException} that names the file. */
public record PartyFolder(Path path) {

    private static final int MAX_BYTES = 65_536;
    /** Two files cannot be read at one time, and another process may write both in between. */
    private static final int READINGS = 3;

    /** Whether somebody enrolled here, whole: this file is written last. */
    public boolean isEnrolled() {
        return Files.exists(enrolledFile());
    }

    /** Makes the folder where it is absent, and sees that files can be made in it. */
    public void requireWritable() {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new ConfigException("cannot make the folder " + path + ": " + FileProblem.text(e)
                    + "; name another with --dir", e);
        }
        if (!Files.isWritable(path)) {
            throw new ConfigException("nothing can be written into " + path + "; name another folder with --dir");
        }
    }

    public Enrolled enrolled() {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new ConfigException(path + " is a file; name the member's or worker's folder with --dir");
        }
        if (!isEnrolled()) {
            throw new ConfigException(path + " is not enrolled (there is no " + enrolledFile()
                    + "); use consort member accept, consort member join or consort worker join first, or name another folder with --dir");
        }
        return read(enrolledFile(), Enrolled::parse);
    }

    public Trust trust() {
        return read(trustFile(), Trust::parse);
    }

    /** The key that signs this party's entries. */
    public SignerKey signingKey() {
        return signingKey(signingKeyFile());
    }

    /** The organization's next key, while it goes over to it. */
    public Optional<SignerKey> nextKey() {
        return Files.exists(nextKeyFile()) ? Optional.of(signingKey(nextKeyFile())) : Optional.empty();
    }

    private static SignerKey signingKey(Path file) {
        try {
            return SignerKey.parse(new String(KeyFiles.readSecret(file), StandardCharsets.US_ASCII).strip());
        } catch (MalformedNoteException e) {
            throw new ConfigException(file + ": " + e.getMessage() + "; put it back from a backup", e);
        }
    }

    public Credential credential() {
        return Credential.load(credentialFile());
    }

    /** The authorities' certificates, each of which must be one of {@link #trust}. */
    public Authorities authorities() {
        for (int reading = 1; ; reading++) {
            List<String> trusted = trust().authorities();
            List<AuthorityCertificate> kept = AuthorityCertificate.loadAll(authorityFile());
            Optional<String> stranger = kept.stream().map(one -> one.fingerprint().hex()).filter(one -> !trusted.contains(one)).findFirst();
            if (stranger.isEmpty()) {
                return new Authorities(kept);
            }
            if (reading == READINGS) {
                throw new ConfigException(authorityFile() + " has the fingerprint " + stranger.get() + ", but " + trustFile() + " trusts "
                        + String.join(", ", trusted) + "; one of the two was changed: put both back from a backup");
            }
        }
    }

    /** Changes what is trusted here, alone among all processes: waits for another one that does. Of one process, one thread at a time. */
    public <T> T changingTrust(Supplier<T> change) {
        Path file = trustFile().resolveSibling("trust.lock");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE); FileLock _ = channel.lock()) {
            return change.get();
        } catch (IOException e) {
            throw new ConfigException("cannot lock " + file + ": " + FileProblem.text(e), e);
        }
    }

    /** Keeps what was learned: trust, and the authorities that count by it. Whatever happens in between, each that is kept is trusted. */
    public void save(Trust learned, Authorities counting) {
        Stream<String> all = Stream.concat(trust().authorities().stream(), learned.authorities().stream());
        save(learned.counting(all.distinct().toList()));
        AuthorityCertificate.saveAll(counting.certificates(), authorityFile());
        save(learned);
    }

    /** Where the coordinator is: as configured, else where it was at enrolling. */
    public Address coordinator() {
        Enrolled enrolled = enrolled();
        Optional<Address> configured = enrolled.worker().isPresent()
                ? read(workerYaml(), WorkerConfig::read, WorkerConfig::coordinator)
                : read(memberYaml(), MemberConfig::read, MemberConfig::coordinator);
        return configured.orElse(enrolled.coordinator());
    }

    /**
     * How a coordinator is reached: as this folder's YAML file says, else as the environment or the JVM does.
     *
     * @param environment of this process
     */
    public Route route(Address coordinator, Map<String, String> environment) {
        try {
            return read(workerYaml(), WorkerConfig::read, WorkerConfig::proxy)
                    .or(() -> read(memberYaml(), MemberConfig::read, MemberConfig::proxy))
                    .orElseGet(() -> Routes.around(coordinator, environment));
        } catch (ProxyException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }

    public void save(SignerKey key) {
        KeyFiles.writeNewSecret(signingKeyFile(), (key.secretText() + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Keeps a key that is to follow {@link #signingKey}. */
    public void saveNext(SignerKey key) {
        KeyFiles.writeNewSecret(nextKeyFile(), (key.secretText() + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Puts the next key in the place of the present one, which is gone then. */
    public void takeUpNextKey() {
        KeyFiles.replace(nextKeyFile(), signingKeyFile());
    }

    /** Forgets a next key that can never be taken up. */
    public void dropNextKey() {
        try {
            Files.deleteIfExists(nextKeyFile());
        } catch (IOException e) {
            throw new ConfigException("cannot delete " + nextKeyFile() + ": " + FileProblem.text(e), e);
        }
    }

    public void save(Trust trust) {
        write(trustFile(), trust.json());
    }

    public void save(Enrolled enrolled) {
        write(enrolledFile(), enrolled.json());
    }

    /** Writes a file of text atomically and synced, making its folder; processes may do so at once. */
    public void write(Path file, String text) {
        try {
            Path parent = file.getParent();
            Files.createDirectories(parent);
            Path staged = file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid() + "-"
                    + Thread.currentThread().threadId() + ".tmp");
            try {
                Files.writeString(staged, text, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE, StandardOpenOption.SYNC);
                Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(staged);
            }
            try (FileChannel names = FileChannel.open(parent, StandardOpenOption.READ)) {
                names.force(true);
            }
        } catch (IOException e) {
            throw new ConfigException("cannot write " + file + ": " + FileProblem.text(e), e);
        }
    }

    public Path workerYaml() {
        return path.resolve("worker.yaml");
    }

    public Path memberYaml() {
        return path.resolve("member.yaml");
    }

    public Path trustFile() {
        return path.resolve("trust.json");
    }

    public Path enrolledFile() {
        return path.resolve("enrolled.json");
    }

    public Path signingKeyFile() {
        return path.resolve("keys/signing.key");
    }

    /** The next signing key, from before it is sent until it is the present one. */
    public Path nextKeyFile() {
        return path.resolve("keys/next.key");
    }

    /** The TLS key while the certificate for it has not come. */
    public Path pendingKeyFile() {
        return path.resolve("keys/pending.pem");
    }

    public Path credentialFile() {
        return path.resolve("certs/credential.pem");
    }

    public Path authorityFile() {
        return path.resolve("certs/authority.pem");
    }

    private static <C, T> Optional<T> read(Path yaml, Function<Path, C> reader, Function<C, Optional<T>> key) {
        return Files.exists(yaml) ? key.apply(reader.apply(yaml)) : Optional.empty();
    }

    private static <T> T read(Path file, Function<byte[], T> parser) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ConfigException(file + " has more than " + MAX_BYTES + " bytes");
            }
            return parser.apply(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new ConfigException("cannot read " + file + ": " + FileProblem.reason(e), e);
        } catch (IllegalArgumentException | CertsException e) {
            throw new ConfigException(file + " is damaged: " + e.getMessage() + "; put it back from a backup", e);
        }
    }
}
