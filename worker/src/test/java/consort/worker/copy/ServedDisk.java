package consort.worker.copy;

import consort.ledger.disk.Disk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** A ledger's folder, served as it is. */
record ServedDisk(Disk disk) implements LedgerFiles {

    @Override
    public Optional<byte[]> read(String path, int maxBytes) throws IOException {
        try {
            return Optional.of(disk.readAll(path, maxBytes));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }
}
