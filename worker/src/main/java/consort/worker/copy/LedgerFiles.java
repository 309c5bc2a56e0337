package consort.worker.copy;

import io.grpc.StatusException;
import java.io.IOException;
import java.util.Optional;

/** The files of a ledger's folder that somebody else serves. Nothing of what it gives is trusted. */
interface LedgerFiles {

    /**
     * A whole file; empty when there is none.
     *
     * @throws IOException when it is longer than {@code maxBytes}
     */
    Optional<byte[]> read(String path, int maxBytes) throws IOException, StatusException;
}
