package consort.worker.rpc;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.AbstractStub;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Single calls, for commands. */
public final class Calls {

    private static final long DEADLINE_SECONDS = 30;
    private static final int ATTEMPTS = 3;
    private static final long PAUSE_MILLIS = 500;

    /** One call on a stub. */
    @FunctionalInterface
    public interface Call<S, T> {
        T on(S stub) throws StatusException;
    }

    private Calls() {
    }

    /**
     * Makes one call, with a deadline. A lost connection is tried again: every request of this program may be made twice.
     *
     * @throws StatusException with the last attempt's status
     */
    public static <S extends AbstractStub<S>, T> T unary(CoordinatorChannel channel, Function<Channel, S> stub, Call<S, T> call)
            throws StatusException {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.on(stub.apply(channel.grpc()).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS));
            } catch (StatusException e) {
                boolean lost = e.getStatus().getCode() == Status.Code.UNAVAILABLE && !Failures.isAboutCertificates(e.getStatus());
                if (!lost || attempt == ATTEMPTS) {
                    throw e;
                }
                pause();
                channel.connectAtOnce();
            }
        }
    }

    private static void pause() throws StatusException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Status.CANCELLED.withDescription("interrupted").asException();
        }
    }
}
