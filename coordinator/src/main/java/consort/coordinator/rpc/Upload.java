package consort.coordinator.rpc;

import consort.coordinator.blobs.BlobRefusedException;
import consort.coordinator.blobs.BlobStore;
import consort.proto.StoreHeader;
import consort.proto.StoreReply;
import consort.proto.wire.Incoming;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One upload: a part is asked for when the one before is written. */
final class Upload implements StreamObserver<Incoming> {

    private static final ThreadLocal<ByteBuffer> SCRATCH = ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(Incoming.GATHERED_BYTES));

    private final BlobStore blobs;
    private final String peer;
    private final ServerCallStreamObserver<StoreReply> call;
    private BlobStore.Upload upload;
    private String digest = "";
    private boolean failed;

    Upload(BlobStore blobs, String peer, ServerCallStreamObserver<StoreReply> call) {
        this.blobs = blobs;
        this.peer = peer;
        this.call = call;
        call.disableAutoRequest();
        call.setOnCancelHandler(this::release);
        call.request(1);
    }

    @Override
    public void onNext(Incoming part) {
        try (part) {
            if (failed) {
                return;
            }
            take(part);
            call.request(1);
        } catch (StatusRuntimeException e) {
            fail(e);
        } catch (BlobRefusedException e) {
            fail(Answers.error(e));
        } catch (IOException e) {
            fail(BlobsService.diskFailed("storing", digest, e));
        }
    }

    private void take(Incoming part) throws IOException, BlobRefusedException {
        boolean first = upload == null;
        if (part.header().isPresent() != first) {
            throw invalid("the first part of an upload, and no other, carries the header");
        }
        if (part.bytes() > BlobsService.MAX_PART_BYTES) {
            throw invalid("a part has at most " + BlobsService.MAX_PART_BYTES + " bytes, not " + part.bytes());
        }
        if (first) {
            StoreHeader header = part.header().get();
            upload = blobs.upload(peer, header.getDigest(), header.getTotalBytes(), header.getOffset());
            digest = header.getDigest();
        }
        part.drainTo(SCRATCH.get(), upload::write);
    }

    @Override
    public void onCompleted() {
        if (failed) {
            return;
        }
        try {
            if (upload == null) {
                throw invalid("an upload without a header");
            }
            upload.finish();
            call.onNext(StoreReply.newBuilder().setBytes(upload.bytes()).build());
            call.onCompleted();
        } catch (StatusRuntimeException e) {
            fail(e);
        } catch (BlobRefusedException e) {
            fail(Answers.error(e));
        } catch (IOException e) {
            fail(BlobsService.diskFailed("storing", digest, e));
        }
    }

    @Override
    public void onError(Throwable cut) {
        release();
    }

    private void fail(StatusRuntimeException status) {
        failed = true;
        release();
        call.onError(status);
    }

    /** Keeps what arrived, to be resumed. */
    private void release() {
        if (upload != null) {
            upload.close();
        }
    }

    private static StatusRuntimeException invalid(String message) {
        return Status.INVALID_ARGUMENT.withDescription(message).asRuntimeException();
    }
}
