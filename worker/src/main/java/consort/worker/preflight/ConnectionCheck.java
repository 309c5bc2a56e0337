package consort.worker.preflight;

import consort.worker.network.Tunnel;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Whether the coordinator's port takes a connection, directly or through a proxy. */
public record ConnectionCheck(Supplier<Way> to, Duration patience) implements Check {

    public static final String NAME = "connection";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> needs() {
        return List.of(AddressCheck.NAME);
    }

    @Override
    public Finding look() {
        Way way = to.get();
        try (Socket _ = Tunnel.open(way.coordinator(), way.route(), patience)) {
            return Finding.ok(way.coordinator() + " takes connections" + (way.isDirect() ? "" : " " + way.route()));
        } catch (IOException e) {
            return Finding.problem(e.getMessage(), way.isDirect()
                    ? way.askOperator() + "; perhaps a firewall is in the way (docs/firewall.md), or a proxy has to be used: --proxy http://HOST:PORT"
                    : "if that is not the right proxy, name that with --proxy; ask who runs the proxy whether it allows CONNECT to " + way.coordinator() + "; else " + way.askOperator());
        }
    }
}
