package consort.coordinator.blobs;

import consort.ledger.disk.FileDisk;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DiskBlobStoreTest extends BlobStoreContract {

    @TempDir
    private Path folder;

    @Override
    BlobStore open(boolean again) throws IOException {
        return DiskBlobStore.open(new FileDisk(folder), LIMITS);
    }
}
