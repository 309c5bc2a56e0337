package consort.worker.copy;

import consort.ledger.log.TileSource;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.Failures;
import io.grpc.StatusException;
import java.io.IOException;
import java.util.Optional;

/** The ledger's files as the coordinator has them now, for an audit that keeps no copy. */
public final class OnlineLedger implements TileSource {

    private final LedgerFiles remote;
    private final String coordinator;

    /** @param coordinator where it is, for people */
    public OnlineLedger(CoordinatorChannel channel, String coordinator) {
        this(new RemoteLedger(channel), coordinator);
    }

    OnlineLedger(LedgerFiles remote, String coordinator) {
        this.remote = remote;
        this.coordinator = coordinator;
    }

    @Override
    public Optional<String> address() {
        return Optional.of("the coordinator " + coordinator);
    }

    @Override
    public Optional<byte[]> read(String path, int maxBytes) throws IOException {
        try {
            return remote.read(path, maxBytes);
        } catch (StatusException failed) {
            throw new IOException(path + " from the coordinator " + coordinator + ": " + Failures.text(failed.getStatus()), failed);
        }
    }
}
