package consort.coordinator.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.disk.simulated.Faults;
import consort.ledger.disk.simulated.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The same on the simulated disk, which loses on a restart whatever was not synced. */
class SimulatedDiskBlobStoreTest extends BlobStoreContract {

    private SimulatedDisk disk;

    @Override
    BlobStore open(boolean again) throws IOException {
        if (again) {
            disk.loseMachine();
        } else {
            disk = new SimulatedDisk(new Random(3));
        }
        return DiskBlobStore.open(disk, LIMITS);
    }

    @Test
    void reservesNothingForAFileThatCannotBeMade() throws IOException, BlobRefusedException {
        DiskBlobStore store = (DiskBlobStore) open(false);
        disk.inject((number, operation, path) -> path.startsWith("staging") ? Faults.Outcome.FAIL : Faults.Outcome.SUCCEED);
        BlobStore.Upload upload = store.upload("w", "0".repeat(64), 100, 0);
        assertThatThrownBy(() -> upload.write(ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
        try (BlobStore.Writer writer = store.write(100)) {
            assertThatThrownBy(() -> writer.write(ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
        }
        assertThat(store.usedBytes()).isZero();
        disk.inject(Faults.NONE);
        try (BlobStore.Upload again = store.upload("w", "0".repeat(64), 100, 0)) {
            again.write(ByteBuffer.allocate(40));
        }
        assertThat(store.usedBytes()).isEqualTo(40);
    }
}
