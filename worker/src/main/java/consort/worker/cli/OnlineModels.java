package consort.worker.cli;

import consort.ledger.audit.replay.ReplayBlobs;
import consort.model.tensor.ByteSource;
import consort.model.tensor.FileSource;
import consort.proto.ModelVersion;
import consort.worker.cache.DigestMismatchException;
import consort.worker.cache.PartialFile;
import consort.worker.rpc.BlobClient;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.Failures;
import io.grpc.StatusException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The models that the coordinator serves; it serves updates to nobody. What is fetched goes when this is closed. */
final class OnlineModels implements ReplayBlobs {

    private final CoordinatorChannel channel;
    private final List<FileSource> opened = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();

    OnlineModels(CoordinatorChannel channel) {
        this.channel = channel;
    }

    @Override
    public Optional<ByteSource> open(String sha256) throws IOException {
        try {
            List<ModelVersion> served = new ArrayList<>(1);
            ModelPages.each(channel, model -> {
                if (served.isEmpty() && model.getDigest().equals(sha256) && model.getBytes() > 0) {
                    served.add(model);
                }
            });
            return served.isEmpty() ? Optional.empty() : Optional.of(fetched(served.getFirst()));
        } catch (StatusException failed) {
            throw new IOException("model " + sha256 + ": " + Failures.text(failed.getStatus()), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while fetching model " + sha256);
        }
    }

    private ByteSource fetched(ModelVersion model) throws IOException, StatusException, InterruptedException {
        Path file = Files.createTempFile("consort-model", ".safetensors");
        files.add(file);
        try (PartialFile part = PartialFile.open(file, model.getDigest(), model.getBytes())) {
            new BlobClient(channel).fetch(model.getDigest(), part, moved -> { });
            part.finish();
        } catch (DigestMismatchException other) {
            throw new IOException(other.getMessage(), other);
        } finally {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".part"));
        }
        FileSource source = FileSource.open(file);
        opened.add(source);
        return source;
    }

    @Override
    public void close() throws IOException {
        for (FileSource source : opened) {
            source.close();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
