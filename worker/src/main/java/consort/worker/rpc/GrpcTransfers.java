package consort.worker.rpc;

import consort.ledger.disk.FileProblem;
import consort.model.tensor.ByteSource;
import consort.worker.agent.EventSink;
import consort.worker.agent.Transfers;
import consort.worker.cache.CacheFullException;
import consort.worker.cache.ModelCache;
import consort.worker.cache.PartialFile;
import consort.worker.session.Event;
import consort.worker.session.UpdateRef;
import io.grpc.StatusException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** {@link Transfers} over gRPC: models into the cache, updates out of the outbox. */
public final class GrpcTransfers implements Transfers, AutoCloseable {

    private static final long CLOSE_SECONDS = 5;

    private final BlobClient blobs;
    private final ModelCache cache;
    /** Of the platform: a virtual thread takes another one for each call that blocks in a file. */
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("transfer-", 1).factory());
    /** By digest: who is told. One that asks while a fetch is under way takes the place of the session before. */
    private final Map<String, EventSink> fetching = new ConcurrentHashMap<>();

    public GrpcTransfers(BlobClient blobs, ModelCache cache) {
        this.blobs = blobs;
        this.cache = cache;
    }

    @Override
    public void fetch(String digest, long sizeBytes, long delayMillis, EventSink events) {
        if (fetching.put(digest, events) == null) {
            threads.execute(() -> {
                Optional<Event> event = Optional.empty();
                try {
                    event = Optional.of(fetched(digest, sizeBytes, delayMillis));
                } finally {
                    EventSink newest = fetching.remove(digest);
                    event.ifPresent(newest::post);
                }
            });
        }
    }

    @Override
    public void upload(UpdateRef update, ByteSource bytes, long delayMillis, EventSink events) {
        threads.execute(() -> events.post(uploaded(update, bytes, delayMillis)));
    }

    /** Cuts what is under way; the other side, or the cache, keeps what it has. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Event fetched(String digest, long sizeBytes, long delayMillis) {
        try {
            Thread.sleep(delayMillis);
            if (cache.find(digest).isPresent()) {
                return new Event.Fetched(digest);
            }
            try (PartialFile file = cache.begin(digest, sizeBytes)) {
                return fetched(digest, file);
            }
        } catch (CacheFullException e) {
            return new Event.FetchFailed(digest, e.getMessage(), 0, false);
        } catch (IOException e) {
            return new Event.FetchFailed(digest, FileProblem.text(e), 0, true);
        } catch (UncheckedIOException | OutOfMemoryError e) {
            return new Event.FetchFailed(digest, String.valueOf(e.getMessage()), 0, true);
        } catch (InterruptedException e) {
            return new Event.FetchFailed(digest, "interrupted", 0, true);
        }
    }

    private Event fetched(String digest, PartialFile file) throws InterruptedException {
        try {
            blobs.fetch(digest, file, held -> { });
            file.finish();
            return new Event.Fetched(digest);
        } catch (StatusException e) {
            return new Event.FetchFailed(
                    digest, Failures.text(e.getStatus()), file.heldBytes(), Failures.again(e.getStatus()));
        } catch (IOException e) {
            return new Event.FetchFailed(digest, FileProblem.text(e), 0, true);
        }
    }

    private Event uploaded(UpdateRef update, ByteSource bytes, long delayMillis) {
        try {
            Thread.sleep(delayMillis);
            blobs.store(update.digest(), bytes);
            return new Event.Uploaded(update.digest());
        } catch (StatusException e) {
            return new Event.UploadFailed(
                    update.digest(), Failures.text(e.getStatus()), Failures.again(e.getStatus()));
        } catch (IOException e) {
            return new Event.UploadFailed(update.digest(), FileProblem.text(e), false);
        } catch (UncheckedIOException | OutOfMemoryError e) {
            return new Event.UploadFailed(update.digest(), String.valueOf(e.getMessage()), true);
        } catch (InterruptedException e) {
            return new Event.UploadFailed(update.digest(), "interrupted", true);
        }
    }
}
