package consort.coordinator.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import consort.proto.HeldReply;
import consort.proto.HeldRequest;
import consort.proto.StoreHeader;
import consort.proto.StorePart;
import consort.proto.StoreReply;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[PART_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                sha.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (IOException e) {
            throw new CommandException(ExitCode.USAGE, "the model " + file + " cannot be read: " + e.getMessage());
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    static void upload(Client client, Path file, String digest) throws IOException {
        HeldReply held = client.blobs().held(HeldRequest.newBuilder().setDigest(digest).build());
        if (held.getComplete()) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file)) {
            Sender sender = new Sender(channel, digest, held.getBytes());
            client.transfers().store(sender);
            sender.done.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case StatusRuntimeException refused -> throw refused;
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
