package consort.simulator.network;

import consort.simulator.fault.Fault;
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
    private final long slowMillis;
    private final long clientLife;
    private long serverLife;
    private Optional<End<U>> serverEnd = Optional.empty();
    private long clientArrivalMillis;
    private long serverArrivalMillis;
    private boolean lostToClient;
    private boolean lostToServer;
    private boolean clientDone;
    private boolean serverDone;

    /** @param slowMillis what every message takes longer than over others */
    Channel(Network network, Machine client, End<D> clientEnd, Machine server, long slowMillis) {
        this.network = network;
        this.client = client;
        this.clientEnd = clientEnd;
        this.server = server;
        this.slowMillis = slowMillis;
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
        if (lostToServer) {
            return;
        }
        serverLife = server.life();
        server.run(() -> serverEnd = Optional.of(accept.apply(this)));
        deliverToClient(() -> atClient(End::opened));
    }

    /** Whatever is under way is lost; both ends learn of it in their own time. */
    void lose() {
        lostToServer = true;
        breakOff();
    }

    /** Nothing reaches the client any more, which will notice; what it sent reaches the server until that notices too. */
    private void breakOff() {
        if (!lostToClient) {
            lostToClient = true;
            network.forget(this);
            network.notice(() -> closeClient(Ending.CUT), () -> closeServer(Ending.CUT));
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
        serverArrivalMillis = Math.max(serverArrivalMillis, network.arrivalMillis(client, server) + slowMillis);
        at(serverArrivalMillis, () -> {
            if (!lostToServer && network.strikes(Fault.LOSS)) {
                lose();
            }
            if (!lostToServer) {
                delivery.run();
            }
        });
    }

    private void deliverToClient(Runnable delivery) {
        clientArrivalMillis = Math.max(clientArrivalMillis, network.arrivalMillis(server, client) + slowMillis);
        at(clientArrivalMillis, () -> {
            if (!lostToClient && network.strikes(Fault.LOSS)) {
                lose();
            }
            if (!lostToClient && network.strikes(Fault.DUPLICATION)) {
                breakOff();
            }
            if (!lostToClient) {
                delivery.run();
            }
        });
    }

    private void at(long millis, Runnable delivery) {
        network.schedule().after(millis - network.schedule().nowMillis(), delivery);
    }
}
