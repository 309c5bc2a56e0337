package consort.simulator.network;

import consort.simulator.machine.Machine;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * A connection from a client to a server, with messages both ways.
 *
 * @param <U> what the client sends
 * @param <D> what the server sends
 */
public final class Channel<U, D> {

    private final Network network;
    private final Machine client;
    private final End<D> clientEnd;
    private final Machine server;
    private final long clientLife;
    private long serverLife;
    private Optional<End<U>> serverEnd = Optional.empty();
    private long clientArrivalMillis;
    private long serverArrivalMillis;
    private boolean lost;
    private boolean clientDone;
    private boolean serverDone;

    Channel(Network network, Machine client, End<D> clientEnd, Machine server) {
        this.network = network;
        this.client = client;
        this.clientEnd = clientEnd;
        this.server = server;
        this.clientLife = client.life();
    }

    /** Sends from the client. What a dead machine or one that closed its end sends goes nowhere. */
    public void toServer(U message) {
        if (client.alive() && !clientDone) {
            deliverToServer(() -> atServer(end -> end.received(message)));
        }
    }

    /** Sends from the server. */
    public void toClient(D message) {
        if (server.alive() && !serverDone) {
            deliverToClient(() -> atClient(end -> end.received(message)));
        }
    }

    /** The client closes; what it sent before still arrives. */
    public void endFromClient() {
        if (client.alive() && !clientDone) {
            clientDone = true;
            deliverToServer(() -> closeServer(Ending.COMPLETED));
        }
    }

    /** The server closes; what it sent before still arrives. */
    public void endFromServer(Ending ending) {
        if (server.alive() && !serverDone) {
            serverDone = true;
            deliverToClient(() -> closeClient(ending));
        }
    }

    boolean touches(Machine machine) {
        return machine == client || machine == server;
    }

    void accept(Function<Channel<U, D>, End<U>> accept) {
        if (lost) {
            return;
        }
        serverLife = server.life();
        server.run(() -> serverEnd = Optional.of(accept.apply(this)));
        deliverToClient(() -> atClient(End::opened));
    }

    /** Whatever is under way is lost; both ends learn of it in their own time. */
    void lose() {
        if (!lost) {
            lost = true;
            network.forget(this);
            network.schedule().after(network.noticeMillis(), () -> closeClient(Ending.CUT));
            network.schedule().after(network.noticeMillis(), () -> closeServer(Ending.CUT));
        }
    }

    /** Hands something to an end, which may fail as its machine may. */
    @FunctionalInterface
    private interface Handing<T> {
        void to(End<T> end) throws IOException;
    }

    private void atClient(Handing<D> handing) {
        client.run(() -> {
            if (!clientDone && client.life() == clientLife) {
                handing.to(clientEnd);
            }
        });
    }

    private void atServer(Handing<U> handing) {
        server.run(() -> {
            if (!serverDone && serverEnd.isPresent() && server.life() == serverLife) {
                handing.to(serverEnd.get());
            }
        });
    }

    private void closeClient(Ending ending) {
        atClient(end -> {
            clientDone = true;
            end.closed(ending);
        });
        network.forget(this);
    }

    private void closeServer(Ending ending) {
        atServer(end -> {
            serverDone = true;
            end.closed(ending);
        });
        network.forget(this);
    }

    private void deliverToServer(Runnable delivery) {
        serverArrivalMillis = arrival(serverArrivalMillis);
        deliver(serverArrivalMillis, delivery);
    }

    private void deliverToClient(Runnable delivery) {
        clientArrivalMillis = arrival(clientArrivalMillis);
        deliver(clientArrivalMillis, delivery);
    }

    private long arrival(long previousMillis) {
        return Math.max(previousMillis, network.schedule().nowMillis() + network.latencyMillis());
    }

    private void deliver(long atMillis, Runnable delivery) {
        network.schedule().after(atMillis - network.schedule().nowMillis(), () -> {
            if (!lost && network.breaksNow()) {
                lose();
            }
            if (!lost) {
                delivery.run();
            }
        });
    }
}
