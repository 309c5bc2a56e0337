package consort.coordinator.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import consort.ledger.disk.FileProblem;
import consort.ledger.entry.JobDocument;
import consort.model.tensor.FileSource;
import consort.model.tensor.Layout;
import consort.model.tensor.LayoutException;
import consort.model.tensor.Limits;
import consort.model.tensor.Sha256;
import consort.model.tensor.TensorFile;
import consort.model.tensor.TensorFormatException;
import consort.model.update.ModelCheck;
import consort.model.update.Trainable;
import consort.proto.HeldReply;
import consort.proto.HeldRequest;
import consort.proto.ModelFacts;
import consort.proto.StoreHeader;
import consort.proto.StorePart;
import consort.proto.StoreReply;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Uploads a model file, from where the coordinator holds it on; one part in memory at a time. */
final class ModelUpload {

    private static final int PART_BYTES = 1 << 20;

    private ModelUpload() {
    }

    /** SHA-256 of a file. */
    static String digest(Path file) {
        try {
            return HexFormat.of().formatHex(Sha256.of(file));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Checks here what the coordinator would refuse after the whole upload.
     *
     * @return what an estimate needs to know of it
     * @throws CommandException naming the file and what is wrong with it
     */
    static ModelFacts requireFit(Path file, JobDocument job) {
        try (FileSource source = FileSource.open(file)) {
            Layout layout = TensorFile.of(source, Limits.DEFAULT).layout();
            Trainable trainable = Trainable.of(job.trainable());
            ModelCheck.problem(source, trainable, Limits.DEFAULT).ifPresent(problem -> {
                throw unfit(file, problem);
            });
            Layout trained = trainable.select(layout);
            return ModelFacts.newBuilder().setFileBytes(layout.fileBytes()).setUpdateBytes(trained.fileBytes())
                    .setMemoryBytes(layout.dataBytes() + trained.dataBytes()).build();
        } catch (LayoutException e) {
            throw unfit(file, e.getMessage());
        } catch (TensorFormatException e) {
            throw new CommandException(ExitCode.USAGE, file + " is no safetensors file, as 'consort worker init-model' makes them: "
                    + e.getMessage());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static CommandException unfit(Path file, String problem) {
        return new CommandException(ExitCode.USAGE, file + " is no model that this job can train: " + problem);
    }

    private static CommandException unreadable(Path file, IOException failure) {
        return new CommandException(ExitCode.USAGE, "the model " + file + " cannot be read: " + FileProblem.reason(failure));
    }

    /** @throws CommandException when nobody answers, or the coordinator refuses */
    static void upload(Client client, Path file, String digest) throws IOException {
        HeldReply held = client.blobs(blobs -> blobs.held(HeldRequest.newBuilder().setDigest(digest).build()));
        if (held.getComplete()) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file)) {
            Sender sender = new Sender(channel, digest, held.getBytes());
            client.transfers().store(sender);
            sender.done.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case StatusRuntimeException refused -> throw client.explain(refused);
                case IOException failed -> throw failed;
                case null, default -> throw e;
            }
        }
    }

    /** Sends whenever there is room. */
    private static final class Sender implements ClientResponseObserver<StorePart, StoreReply> {

        private final FileChannel file;
        private final String digest;
        private final long size;
        private long offset;
        private boolean headerSent;
        private boolean ended;
        private final CompletableFuture<StoreReply> done = new CompletableFuture<>();

        private Sender(FileChannel file, String digest, long offset) throws IOException {
            this.file = file;
            this.digest = digest;
            this.size = file.size();
            this.offset = offset;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<StorePart> call) {
            call.setOnReadyHandler(() -> {
                try {
                    while (!ended && call.isReady()) {
                        sendNext(call);
                    }
                } catch (IOException e) {
                    ended = true;
                    done.completeExceptionally(e);
                    call.cancel("the file cannot be read", e);
                }
            });
        }

        private void sendNext(ClientCallStreamObserver<StorePart> call) throws IOException {
            if (headerSent && offset == size) {
                ended = true;
                call.onCompleted();
                return;
            }
            StorePart.Builder part = StorePart.newBuilder().setData(next());
            if (!headerSent) {
                part.setHeader(StoreHeader.newBuilder().setDigest(digest).setTotalBytes(size).setOffset(offset));
                headerSent = true;
            }
            offset += part.getData().size();
            call.onNext(part.build());
        }

        private ByteString next() throws IOException {
            byte[] bytes = new byte[(int) Math.min(PART_BYTES, size - offset)];
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                if (file.read(buffer, offset + buffer.position()) < 0) {
                    throw new IOException("the file became shorter while it was sent");
                }
            }
            return UnsafeByteOperations.unsafeWrap(bytes);
        }

        @Override
        public void onNext(StoreReply reply) {
            done.complete(reply);
        }

        @Override
        public void onError(Throwable failure) {
            done.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            done.completeExceptionally(new IOException("the coordinator ended the upload without an answer"));
        }
    }
}
