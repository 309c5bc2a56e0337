package consort.coordinator.cli;

import consort.certs.KeyFiles;
import consort.coordinator.logkey.LogKeyFiles;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.SignerKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The log's keys in {@code keys/}: {@code log.key}, and while the log goes over to another one {@code log.key.next} and
 * {@code log.key.old}.
 */
record LogKeyFolder(Path keys) implements LogKeyFiles {

    private Path presentFile() {
        return keys.resolve("log.key");
    }

    private Path nextFile() {
        return keys.resolve("log.key.next");
    }

    private Path retiringFile() {
        return keys.resolve("log.key.old");
    }

    /** Keeps the first key. */
    void found(SignerKey first) {
        KeyFiles.writeNewSecret(presentFile(), bytes(first));
    }

    @Override
    public SignerKey present() {
        return read(presentFile());
    }

    @Override
    public Optional<SignerKey> next() {
        return readIfPresent(nextFile());
    }

    @Override
    public Optional<SignerKey> retiring() {
        return readIfPresent(retiringFile());
    }

    @Override
    public void keepNext(SignerKey next) {
        KeyFiles.writeSecret(nextFile(), bytes(next));
    }

    @Override
    public void retain() {
        KeyFiles.writeSecret(retiringFile(), bytes(present()));
    }

    @Override
    public void takeUpNext() {
        KeyFiles.replace(nextFile(), presentFile());
    }

    @Override
    public void deleteRetiring() {
        KeyFiles.delete(retiringFile());
    }

    private Optional<SignerKey> readIfPresent(Path file) {
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    private SignerKey read(Path file) {
        try {
            return SignerKey.parse(new String(KeyFiles.readSecret(file), StandardCharsets.US_ASCII).strip());
        } catch (MalformedNoteException e) {
            throw new CommandException(ExitCode.CERTIFICATE, file + ": " + e.getMessage() + "; put it back from the backup of " + keys);
        }
    }

    private static byte[] bytes(SignerKey key) {
        return (key.secretText() + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
