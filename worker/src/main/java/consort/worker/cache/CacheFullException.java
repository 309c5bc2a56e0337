package consort.worker.cache;

import java.io.IOException;

/** A model does not fit into the cache, even an empty one. */
public final class CacheFullException extends IOException {

    private static final long serialVersionUID = 1L;

    CacheFullException(long sizeBytes, long maxBytes) {
        super("a model of " + sizeBytes + " bytes does not fit into the cache of " + maxBytes
                + "; perhaps you should raise limits.cacheBytes in worker.yaml");
    }
}
