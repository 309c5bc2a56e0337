package consort.worker.agent;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.List;

/** Keeps which keys sign for the ledger. */
@FunctionalInterface
public interface TrustKeeper {

    /**
     * Keeps what is new, synced on return.
     *
     * @param entries all entries about log keys and certificate authorities, in the ledger's order
     * @param certificates DER of each authority that such an entry added
     * @throws consort.worker.enroll.TamperingException when a certificate is missing
     * @throws IOException when the folder cannot be written
     */
    void keep(List<ByteString> entries, List<ByteString> certificates) throws IOException;
}
