package consort.worker.rpc;

import com.google.protobuf.ByteString;
import consort.ledger.witness.Answer;
import consort.proto.WitnessAnswer;
import consort.proto.WitnessRequest;
import consort.proto.WitnessingGrpc;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A stream on which the coordinator asks this organization's witness. For one thread; {@link #close} from any. */
public final class Attendance implements AutoCloseable {

    private static final long FAREWELL_SECONDS = 2;

    private final BlockingClientCall<WitnessAnswer, WitnessRequest> call;

    private Attendance(BlockingClientCall<WitnessAnswer, WitnessRequest> call) {
        this.call = call;
    }

    /**
     * Says that the witness is there.
     *
     * @param key its verifier key
     */
    public static Attendance begin(CoordinatorChannel channel, String key) throws StatusException, InterruptedException {
        channel.connectAtOnce();
        Attendance attendance = new Attendance(WitnessingGrpc.newBlockingV2Stub(channel.grpc()).attend());
        attendance.send(WitnessAnswer.newBuilder().setBody(ByteString.copyFromUtf8(key)).build());
        return attendance;
    }

    /**
     * Waits for the next request.
     *
     * @return empty when none came in this time
     * @throws StatusException when the stream ended, or cannot be had
     */
    public Optional<WitnessRequest> next(Duration wait) throws StatusException, InterruptedException {
        try {
            WitnessRequest request = call.read(wait.toMillis(), TimeUnit.MILLISECONDS);
            if (request == null) {
                throw Status.UNAVAILABLE.withDescription("the coordinator ended the stream").asException();
            }
            return Optional.of(request);
        } catch (TimeoutException none) {
            return Optional.empty();
        }
    }

    public void answer(long number, Answer answer) throws StatusException, InterruptedException {
        send(WitnessAnswer.newBuilder().setNumber(number).setStatus(answer.status()).setContentType(answer.contentType())
                .setBody(ByteString.copyFrom(answer.bytes())).build());
    }

    private void send(WitnessAnswer message) throws StatusException, InterruptedException {
        if (!call.write(message)) {
            throw Status.UNAVAILABLE.withDescription("the coordinator ended the stream").asException();
        }
    }

    /** Says that no more answers come, and waits a moment until the coordinator has taken those that did. */
    public void finish() throws InterruptedException {
        call.halfClose();
        try {
            while (call.read(FAREWELL_SECONDS, TimeUnit.SECONDS) != null) {
                // It asked once more meanwhile.
            }
        } catch (StatusException | TimeoutException gone) {
            // It is over either way.
        }
    }

    @Override
    public void close() {
        call.cancel("the witness ends", null);
    }
}
