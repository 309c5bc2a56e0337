package consort.worker.copy;

import consort.proto.Chunk;
import consort.proto.LedgerCopyGrpc;
import consort.proto.ReadRequest;
import consort.worker.rpc.Calls;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/** The files of the ledger's folder at the coordinator. */
final class RemoteLedger implements LedgerFiles {

    private final CoordinatorChannel channel;

    RemoteLedger(CoordinatorChannel channel) {
        this.channel = channel;
    }

    @Override
    public Optional<byte[]> read(String path, int maxBytes) throws IOException, StatusException {
        Optional<byte[]> bytes = Calls.unary(channel, LedgerCopyGrpc::newBlockingV2Stub,
                stub -> whole(stub.read(ReadRequest.newBuilder().setPath(path).build()), maxBytes));
        if (bytes.isPresent() && bytes.get().length > maxBytes) {
            throw new IOException(path + ": the coordinator sent more than " + maxBytes + " bytes");
        }
        return bytes;
    }

    private static Optional<byte[]> whole(BlockingClientCall<?, Chunk> call, int maxBytes) throws StatusException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            for (Chunk chunk = call.read(); chunk != null && bytes.size() <= maxBytes; chunk = call.read()) {
                bytes.writeBytes(chunk.getData().toByteArray());
            }
            return Optional.of(bytes.toByteArray());
        } catch (StatusException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Status.CANCELLED.withDescription("interrupted").asException();
        } finally {
            call.cancel("read", null);
        }
    }
}
