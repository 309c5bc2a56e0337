package consort.coordinator.logkey;

import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.note.SignerKey;
import java.util.SplittableRandom;

class DiskLogKeysTest extends LogKeyFilesContract {

    @Override
    protected LogKeyFiles found(SignerKey first) {
        DiskLogKeys keys = new DiskLogKeys(new SimulatedDisk(new SplittableRandom(1)));
        keys.found(first);
        return keys;
    }
}
