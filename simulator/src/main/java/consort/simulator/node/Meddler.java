package consort.simulator.node;

import consort.proto.WorkerMessage;
import java.util.function.Consumer;

/** Stands between a worker and its stream. */
@FunctionalInterface
public interface Meddler {

    /** Sends what it is given, once. */
    Meddler NONE = (message, send) -> send.accept(message);

    /** Sends a message, or something else, or more. */
    void outgoing(WorkerMessage message, Consumer<WorkerMessage> send);
}
