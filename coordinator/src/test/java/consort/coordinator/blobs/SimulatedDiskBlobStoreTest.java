package consort.coordinator.blobs;

import consort.ledger.disk.simulated.SimulatedDisk;
import java.io.IOException;
import java.util.Random;

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
}
