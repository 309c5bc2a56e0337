package consort.coordinator.rpc;

import consort.coordinator.blobs.BlobRefusedException;
import consort.coordinator.blobs.BlobStore;
import consort.coordinator.blobs.Digests;
import consort.coordinator.loop.Published;
import consort.proto.BlobsGrpc;
import consort.proto.FetchRequest;
import consort.proto.HeldReply;
import consort.proto.HeldRequest;
import consort.proto.StoreReply;
import consort.proto.wire.BlobMethods;
import consort.proto.wire.Incoming;
import consort.proto.wire.Outgoing;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Transfer of models and updates. Models are handed out only when a signed checkpoint binds them, updates never. */
final class BlobsService implements BindableService {

    /** Parts of an upload are at most this long. */
    static final int MAX_PART_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(BlobsService.class);

    private final BlobStore blobs;
    private final Supplier<Published> published;
    private final ChunkMemory memory;

    BlobsService(BlobStore blobs, Supplier<Published> published, ChunkMemory memory) {
        this.blobs = blobs;
        this.published = published;
        this.memory = memory;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerServiceDefinition
                .builder(BlobMethods.describe(BlobsGrpc.getServiceDescriptor(), BlobMethods.SERVE_STORE, BlobMethods.SERVE_FETCH))
                .addMethod(BlobsGrpc.getHeldMethod(), ServerCalls.asyncUnaryCall(this::held))
                .addMethod(BlobMethods.SERVE_STORE, ServerCalls.asyncClientStreamingCall(this::store))
                .addMethod(BlobMethods.SERVE_FETCH, ServerCalls.asyncServerStreamingCall(this::fetch))
                .build();
    }

    private void held(HeldRequest request, StreamObserver<HeldReply> observer) {
        try {
            String digest = digest(request.getDigest());
            long held = blobs.held(Caller.peer(), digest);
            observer.onNext(HeldReply.newBuilder().setBytes(held).setComplete(blobs.size(digest).isPresent()).build());
            observer.onCompleted();
        } catch (StatusRuntimeException e) {
            observer.onError(e);
        } catch (IOException e) {
            observer.onError(diskFailed("looking for", request.getDigest(), e));
        }
    }

    private StreamObserver<Incoming> store(StreamObserver<StoreReply> observer) {
        return new Upload(blobs, Caller.peer(), (ServerCallStreamObserver<StoreReply>) observer);
    }

    private void fetch(FetchRequest request, StreamObserver<Outgoing> observer) {
        try {
            String digest = digest(request.getDigest());
            OptionalLong size = blobs.size(digest);
            if (published.get().serves(digest) && size.isEmpty()) {
                throw Status.NOT_FOUND.withDescription("model " + digest + " is not stored here any more: retention"
                        + " deleted it, or it was lost with a disk")
                        .asRuntimeException();
            }
            if (size.isEmpty() || !published.get().serves(digest)) {
                throw Status.NOT_FOUND.withDescription("no published model " + digest).asRuntimeException();
            }
            Download.start(Caller.peer(), digest, size.getAsLong(), request.getOffset(),
                    (offset, into) -> blobs.read(digest, offset, into), memory,
                    (ServerCallStreamObserver<Outgoing>) observer);
        } catch (StatusRuntimeException e) {
            observer.onError(e);
        } catch (IOException e) {
            observer.onError(diskFailed("opening", request.getDigest(), e));
        }
    }

    static StatusRuntimeException diskFailed(String doing, String what, IOException e) {
        LOG.error("{} {} failed: {}", doing, what, e.toString());
        return Status.UNAVAILABLE.withDescription("the coordinator's disk failed while " + doing + " " + what)
                .asRuntimeException();
    }

    private static String digest(String text) {
        if (!Digests.isDigest(text)) {
            throw Status.INVALID_ARGUMENT.withDescription("not a digest (64 lower-case hexadecimal digits)")
                    .asRuntimeException();
        }
        return text;
    }
}
