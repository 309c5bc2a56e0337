package consort.ledger.audit.replay;

import consort.model.tensor.ByteSource;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Models and updates, by their digests. */
public interface ReplayBlobs extends Closeable {

    /**
     * Opens one; it can be read until this is closed.
     *
     * @param sha256 64 lower-case hexadecimal digits
     * @return bytes that have this digest; empty when there are none here
     * @throws IOException when they are here and cannot be read
     */
    Optional<ByteSource> open(String sha256) throws IOException;

    /** First these, then others for what is not here. Closing closes both. */
    default ReplayBlobs or(ReplayBlobs others) {
        ReplayBlobs first = this;
        return new ReplayBlobs() {

            @Override
            public Optional<ByteSource> open(String sha256) throws IOException {
                Optional<ByteSource> found = first.open(sha256);
                return found.isPresent() ? found : others.open(sha256);
            }

            @Override
            public void close() throws IOException {
                try (first; others) {
                    return;
                }
            }
        };
    }
}
