package consort.coordinator.rpc;

import consort.ledger.disk.Disk;
import consort.ledger.log.TrustPolicy;
import consort.proto.KeysReply;
import consort.proto.KeysRequest;
import consort.proto.LedgerCopyGrpc;
import consort.proto.ReadRequest;
import consort.proto.wire.BlobMethods;
import consort.proto.wire.Outgoing;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the ledger folder, for members who keep a copy. Only paths of the shapes that the folder has are looked at;
 * whatever else lies there is not served.
 */
final class LedgerCopyService implements BindableService {

    private static final String CHECKPOINT = "checkpoint";
    private static final String WITNESSED = "witnessed";
    private static final String POLICY = "policy";
    /** Files that change while the coordinator runs. */
    private static final Set<String> REPLACED = Set.of(CHECKPOINT, WITNESSED, POLICY);
    /** The longest of them can be a policy with all witnesses. */
    private static final int MAX_REPLACED_BYTES = TrustPolicy.MAX_BYTES;
    private static final Pattern SERVED = Pattern.compile(CHECKPOINT + "|" + WITNESSED + "|" + POLICY
            + "|tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/(x[0-9]{3}/){0,5}[0-9]{3}(\\.p/[0-9]{1,3})?"
            + "|docs/[0-9a-f]{64}"
            + "|keys/[A-Za-z0-9][A-Za-z0-9._+-]{0,199}");

    private static final Logger LOG = LoggerFactory.getLogger(LedgerCopyService.class);

    private final Disk disk;
    private final TileCheck tiles;
    private final String folder;
    private final ChunkMemory memory;
    private final Supplier<String> caller;

    /**
     * @param folder of the ledger on {@code disk}; "" when it is the root
     * @param caller the peer that calls
     */
    LedgerCopyService(Disk disk, String folder, ChunkMemory memory, Supplier<String> caller) {
        this.disk = disk;
        this.tiles = new TileCheck(disk, folder.isEmpty() ? "" : folder + "/", System::nanoTime);
        this.folder = folder;
        this.memory = memory;
        this.caller = caller;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerServiceDefinition.builder(BlobMethods.describe(LedgerCopyGrpc.getServiceDescriptor(), BlobMethods.SERVE_READ))
                .addMethod(BlobMethods.SERVE_READ, ServerCalls.asyncServerStreamingCall(this::read))
                .addMethod(LedgerCopyGrpc.getKeysMethod(), ServerCalls.asyncUnaryCall(this::keys))
                .build();
    }

    void read(ReadRequest request, StreamObserver<Outgoing> observer) {
        String path = request.getPath();
        try {
            if (!SERVED.matcher(path).matches()) {
                throw Status.INVALID_ARGUMENT.withDescription("not a file of a ledger folder").asRuntimeException();
            }
            String file = folder.isEmpty() ? path : folder + "/" + path;
            ServerCallStreamObserver<Outgoing> call = (ServerCallStreamObserver<Outgoing>) observer;
            if (REPLACED.contains(path)) {
                whole(path, file, call);
            } else {
                requireWhole(path);
                Download.start(caller.get(), path, disk.size(file), 0, (offset, into) -> disk.read(file, offset, into), memory, call);
            }
        } catch (StatusRuntimeException e) {
            observer.onError(e);
        } catch (NoSuchFileException absent) {
            observer.onError(Status.NOT_FOUND.withDescription("no " + path + " in this ledger").asRuntimeException());
        } catch (IOException e) {
            observer.onError(BlobsService.diskFailed("opening", path, e));
        }
    }

    /** What a medium changed is not sent: whoever got it would have to take it for a forgery. */
    private void requireWhole(String path) throws IOException {
        Optional<String> fault = tiles.fault(path);
        if (fault.isPresent()) {
            LOG.error("the ledger is damaged: {}; nobody is sent this file. End the coordinator and read docs/operate.md, \"When something is wrong\"", fault.get());
            throw Status.DATA_LOSS.withDescription("the coordinator's ledger is damaged, and the operator was told: " + fault.get())
                    .asRuntimeException();
        }
    }

    /** A file that may be replaced meanwhile: read by one opening, so that its bytes are those of one moment. */
    private void whole(String path, String file, ServerCallStreamObserver<Outgoing> call) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_REPLACED_BYTES);
        disk.read(file, 0, bytes);
        if (!bytes.hasRemaining()) {
            throw new IOException(file + ": " + path + " has less than " + MAX_REPLACED_BYTES + " bytes");
        }
        int length = bytes.position();
        call.onNext(Outgoing.chunk(length, out -> out.write(bytes.array(), 0, length)));
        call.onCompleted();
    }

    private void keys(KeysRequest request, StreamObserver<KeysReply> observer) {
        try {
            observer.onNext(KeysReply.newBuilder()
                    .addAllNames(disk.list(folder.isEmpty() ? "keys" : folder + "/keys")).build());
            observer.onCompleted();
        } catch (IOException e) {
            observer.onError(BlobsService.diskFailed("listing", "keys", e));
        }
    }
}
