package consort.simulator.node;

import consort.proto.CoordinatorMessage;
import consort.proto.WorkerMessage;
import consort.simulator.network.Channel;
import consort.simulator.network.End;
import consort.simulator.network.Ending;
import consort.worker.agent.EventSink;
import consort.worker.agent.Streams;
import consort.worker.session.Event;
import consort.worker.session.Fatal;
import java.util.Optional;

/** A worker's stream over the simulated network. One process's own. */
final class SimulatedStreams implements Streams {

    private record Open(long connection, Channel<WorkerMessage, CoordinatorMessage> channel) {
    }

    private final WorkerMachine worker;
    private Optional<Open> current = Optional.empty();

    SimulatedStreams(WorkerMachine worker) {
        this.worker = worker;
    }

    @Override
    public void open(long connection, long delayMillis, EventSink events) {
        worker.machine().after(delayMillis, () -> current = Optional.of(new Open(connection,
                worker.wire().session(worker, new WorkerEnd(connection, events)))));
    }

    @Override
    public void send(long connection, WorkerMessage message) {
        worker.sends(message);
        current.filter(open -> open.connection == connection)
                .ifPresent(open -> worker.meddler().outgoing(message, open.channel::toServer));
    }

    @Override
    public void close(long connection, String reason) {
        current.filter(open -> open.connection == connection).ifPresent(open -> open.channel.endFromClient());
    }

    private record WorkerEnd(long connection, EventSink events) implements End<CoordinatorMessage> {

        @Override
        public void opened() {
            events.post(new Event.Connected(connection));
        }

        @Override
        public void received(CoordinatorMessage message) {
            events.post(new Event.Received(connection, message));
        }

        @Override
        public void closed(Ending ending) {
            events.post(ending.kind() == Ending.Kind.REFUSED
                    ? new Event.Rejected(connection, Fatal.REFUSED, ending.reason())
                    : new Event.Disconnected(connection, ending.reason()));
        }
    }
}
