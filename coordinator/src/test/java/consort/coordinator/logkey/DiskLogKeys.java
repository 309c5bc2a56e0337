package consort.coordinator.logkey;

import consort.ledger.disk.Disk;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Log keys on any disk, so that each of their changes can be made to fail. */
public final class DiskLogKeys implements LogKeyFiles {

    private static final String PRESENT = "secrets/log.key";
    private static final String NEXT = "secrets/log.key.next";
    private static final String RETIRING = "secrets/log.key.old";
    private static final int MAX_BYTES = 4096;

    private final Disk disk;

    private interface Change {
        void make() throws IOException;
    }

    public DiskLogKeys(Disk disk) {
        this.disk = disk;
    }

    public void found(SignerKey first) {
        change(() -> disk.create(PRESENT, bytes(first)));
    }

    @Override
    public SignerKey present() {
        return read(PRESENT).orElseThrow();
    }

    @Override
    public Optional<SignerKey> next() {
        return read(NEXT);
    }

    @Override
    public Optional<SignerKey> retiring() {
        return read(RETIRING);
    }

    @Override
    public void keepNext(SignerKey next) {
        change(() -> disk.replace(NEXT, bytes(next)));
    }

    @Override
    public void retain() {
        change(() -> disk.replace(RETIRING, bytes(present())));
    }

    @Override
    public void takeUpNext() {
        change(() -> disk.rename(NEXT, PRESENT));
    }

    @Override
    public void deleteRetiring() {
        change(() -> disk.delete(RETIRING));
    }

    private Optional<SignerKey> read(String path) {
        try {
            return disk.exists(path) ? Optional.of(SignerKey.parse(
                    new String(disk.readAll(path, MAX_BYTES), StandardCharsets.US_ASCII))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(SignerKey key) {
        return key.secretText().getBytes(StandardCharsets.US_ASCII);
    }

    private static void change(Change change) {
        try {
            change.make();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
