package consort.coordinator.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import consort.fuzz.DecoderFuzzTest;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.proto.Chunk;
import consort.proto.ReadRequest;
import consort.proto.wire.Outgoing;
import io.grpc.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Paths that members ask for: what is served is a file of the ledger that is meant to be, under its own path. */
class LedgerCopyFuzzTest extends DecoderFuzzTest {

    private static final List<String> SERVED = List.of("checkpoint", "policy", "tile/0/000", "tile/entries/x001/234.p/7",
            "docs/" + "a".repeat(64), "keys/acme+1", "keys/acme.worker");
    private static final List<String> HIDDEN = List.of("ledger/journal", "ledger/keys/.hidden", "ledger/docs/note", "ledger/tile/0/staged",
            "keys/log.key", "coordinator.yaml");
    private static final Set<Status.Code> SAID = Set.of(Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND);

    private final SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));
    private final LedgerCopyService service = new LedgerCopyService(disk, "ledger", new ChunkMemory(1 << 20), () -> "acme");

    LedgerCopyFuzzTest() throws IOException {
        for (String path : SERVED) {
            disk.replace("ledger/" + path, path.getBytes(StandardCharsets.UTF_8));
        }
        for (String path : HIDDEN) {
            disk.replace(path, "not for members".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    protected List<byte[]> seeds() {
        return SERVED.stream().map(path -> path.getBytes(StandardCharsets.UTF_8)).toList();
    }

    @Override
    protected List<String> words() {
        return List.of("../", "/", "..", "\u0000", "\n", "ledger/", "keys/", "keys/.hidden", "docs/note", "journal", "tile/", ".p/", "x001/");
    }

    @Override
    protected boolean accepts(byte[] input) {
        String path = new String(input, StandardCharsets.UTF_8);
        FakeCall<Outgoing> call = new FakeCall<>();
        service.read(ReadRequest.newBuilder().setPath(path).build(), call);
        call.becomesReady();
        Status status = call.ended().orElseThrow();
        if (!status.isOk()) {
            assertThat(status.getCode()).as("%s", status).isIn(SAID);
            assertThat(status.getDescription()).isNotBlank().doesNotContain("\n", "\u001b");
            return false;
        }
        ByteString bytes = call.sent.stream().map(LedgerCopyFuzzTest::data).reduce(ByteString.EMPTY, ByteString::concat);
        assertThat(bytes.toStringUtf8()).isEqualTo(path).isIn(SERVED);
        return true;
    }

    /** As any client of gRPC reads it. */
    private static ByteString data(Outgoing sent) {
        try (ByteString.Output message = ByteString.newOutput()) {
            sent.writeTo(message);
            return Chunk.parseFrom(message.toByteString()).getData();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
