package consort.coordinator.cli;

import consort.certs.Address;
import consort.certs.CertsException;
import consort.coordinator.blobs.BlobLimits;
import consort.coordinator.core.Retention;
import consort.coordinator.rpc.HandshakeLimits;
import consort.coordinator.rpc.ServerLimits;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * {@code coordinator.yaml}. Every key stands in {@code docs/operate.md}; all but {@code address} may be left out.
 *
 * @param address where members reach the coordinator; stands in invites and in its certificate
 * @param listen where it listens
 * @param admin where it answers questions about itself, a loopback address; empty: nowhere
 * @param callThreads threads that run calls
 * @param inboxEvents events that may wait for the loop
 * @param retention which models and updates are kept
 * @param workThreads threads that check and sum updates
 */
record CoordinatorConfig(Address address, Address listen, Optional<Address> admin, ServerLimits server, int callThreads,
        int inboxEvents, BlobLimits blobs, Retention.Policy retention, int workThreads, Certificates certificates) {

    static final YamlKeys KEYS = new YamlKeys(Map.of(
            "", Set.of("address", "listen", "admin", "server", "loop", "blobs", "retention", "work", "certificates"),
            "admin", Set.of("listen"),
            "server", Set.of("maxConnections", "maxConnectionsPerPeer", "maxCallsPerConnection", "windowBytes",
                    "minKeepAliveSeconds", "maxIdleSeconds", "maxStallSeconds", "callsPerSecondPerPeer", "bytesPerSecondPerPeer",
                    "maxHandshakes", "maxHandshakesPerAddress", "connectionsPerSecondPerAddress", "handshakeSeconds",
                    "callThreads"),
            "loop", Set.of("inboxEvents"),
            "blobs", Set.of("maxBlobBytes", "maxTotalBytes", "maxUploadsPerPeer"),
            "retention", Set.of("updateRounds", "modelEvery", "budgetBytes"),
            "work", Set.of("threads"),
            "certificates", Set.of("memberDays", "coordinatorDays")));

    /** How long certificates live. */
    record Certificates(Duration member, Duration coordinator) {
    }

    /**
     * Reads the file, and what the process's environment sets instead.
     *
     * @throws CommandException naming file or variable, key and value
     */
    static CoordinatorConfig read(Path file) {
        return read(file, System.getenv());
    }

    /** As {@link #read(Path)}, in another environment. */
    static CoordinatorConfig read(Path file, Map<String, String> environment) {
        JsonObject yaml = YamlFile.read(file, KEYS, Set.of());
        Overrides overrides = Overrides.of(environment, KEYS);
        try {
            return of(overrides.in(yaml));
        } catch (CertsException | IllegalArgumentException unfit) {
            throw new CommandException(ExitCode.USAGE, culprit(file, yaml, overrides) + ": " + unfit.getMessage());
        }
    }

    /** The variable that spoils a file which is right without it, or the file. */
    private static String culprit(Path file, JsonObject yaml, Overrides overrides) {
        if (!fits(yaml)) {
            return file.toString();
        }
        return overrides.values().keySet().stream().filter(variable -> !fits(overrides.only(variable).in(yaml))).findFirst()
                .map(variable -> "the environment's " + variable).orElse(file + " with what the environment sets");
    }

    private static boolean fits(JsonObject yaml) {
        try {
            of(yaml);
            return true;
        } catch (CertsException | IllegalArgumentException unfit) {
            return false;
        }
    }

    private static CoordinatorConfig of(JsonObject object) {
        JsonFields yaml = object.fields();
        Address address = Address.parse(yaml.text("address", 300));
        Address listen = yaml.has("listen") ? Address.parse(yaml.text("listen", 300)) : anywhere(address);
        JsonFields server = section(yaml, "server");
        JsonFields loop = section(yaml, "loop");
        JsonFields work = section(yaml, "work");
        BlobLimits blobs = blobs(section(yaml, "blobs"));
        CoordinatorConfig config = new CoordinatorConfig(address, listen, admin(section(yaml, "admin")), server(server),
                or(server, "callThreads", 8, fields -> fields.count("callThreads", 2, 256)),
                or(loop, "inboxEvents", 512, fields -> fields.count("inboxEvents", 16, 1_000_000)),
                blobs, retention(section(yaml, "retention"), blobs),
                or(work, "threads", 2, fields -> fields.count("threads", 1, 64)),
                certificates(section(yaml, "certificates")));
        server.end();
        loop.end();
        work.end();
        yaml.end();
        return config;
    }

    InetSocketAddress socket() {
        return socket(listen);
    }

    Optional<InetSocketAddress> adminSocket() {
        return admin.map(CoordinatorConfig::socket);
    }

    private static InetSocketAddress socket(Address address) {
        return new InetSocketAddress(address.host(), address.port());
    }

    private static Address anywhere(Address address) {
        return new Address("0.0.0.0", address.port());
    }

    private static Optional<Address> admin(JsonFields yaml) {
        Optional<Address> listen = yaml.has("listen") ? Optional.of(Address.parse(yaml.text("listen", 300))) : Optional.empty();
        yaml.end();
        listen.filter(address -> !isLoopback(address)).ifPresent(open -> {
            throw new IllegalArgumentException("admin.listen is " + open + ", which others can reach; nobody is asked there who"
                    + " they are: use a loopback address, as 127.0.0.1:" + open.port() + ", and tunnel to it (ssh -L)");
        });
        return listen;
    }

    /** By its look: a name that resolves to a loopback address today may not tomorrow. */
    private static boolean isLoopback(Address address) {
        return address.host().equals("localhost") || address.host().equals("::1")
                || address.host().matches("127\\.[0-9]+\\.[0-9]+\\.[0-9]+");
    }

    private static ServerLimits server(JsonFields yaml) {
        return new ServerLimits(
                or(yaml, "maxConnections", 40, fields -> fields.count("maxConnections", 1, 10_000)),
                or(yaml, "maxConnectionsPerPeer", 8, fields -> fields.count("maxConnectionsPerPeer", 1, 10_000)),
                or(yaml, "maxCallsPerConnection", 4, fields -> fields.count("maxCallsPerConnection", 2, 1000)),
                or(yaml, "windowBytes", 1 << 19, fields -> fields.count("windowBytes", 64 << 10, 64 << 20)),
                Duration.ofSeconds(or(yaml, "minKeepAliveSeconds", 10, fields -> fields.count("minKeepAliveSeconds", 1, 3600))),
                Duration.ofSeconds(or(yaml, "maxIdleSeconds", 300, fields -> fields.count("maxIdleSeconds", 1, 86_400))),
                Duration.ofSeconds(or(yaml, "maxStallSeconds", 120, fields -> fields.count("maxStallSeconds", 1, 86_400))),
                handshakes(yaml),
                new ServerLimits.Rates(
                        or(yaml, "callsPerSecondPerPeer", 200, fields -> fields.count("callsPerSecondPerPeer", 1, 1_000_000)),
                        or(yaml, "bytesPerSecondPerPeer", 128L << 20,
                                fields -> fields.integer("bytesPerSecondPerPeer", 64 << 10, 1L << 40))));
    }

    private static HandshakeLimits handshakes(JsonFields yaml) {
        return new HandshakeLimits(
                or(yaml, "maxHandshakes", 128, fields -> fields.count("maxHandshakes", 1, 10_000)),
                or(yaml, "maxHandshakesPerAddress", 32, fields -> fields.count("maxHandshakesPerAddress", 1, 10_000)),
                or(yaml, "connectionsPerSecondPerAddress", 50,
                        fields -> fields.count("connectionsPerSecondPerAddress", 1, 100_000)),
                // Netty ends the handshake of TLS after 10 s in any case.
                Duration.ofSeconds(or(yaml, "handshakeSeconds", 10, fields -> fields.count("handshakeSeconds", 1, 10))));
    }

    private static BlobLimits blobs(JsonFields yaml) {
        long max = 1L << 50;
        BlobLimits limits = new BlobLimits(
                or(yaml, "maxBlobBytes", 4L << 30, fields -> fields.integer("maxBlobBytes", 1, max)),
                or(yaml, "maxTotalBytes", 64L << 30, fields -> fields.integer("maxTotalBytes", 1, max)),
                or(yaml, "maxUploadsPerPeer", 2, fields -> fields.count("maxUploadsPerPeer", 1, 100)));
        yaml.end();
        return limits;
    }

    /** By default updates are deleted before the store is full, so that no run ends for want of room while old ones stand. */
    private static Retention.Policy retention(JsonFields yaml, BlobLimits blobs) {
        Retention.Policy policy = new Retention.Policy(
                or(yaml, "updateRounds", Long.MAX_VALUE, fields -> fields.integer("updateRounds", 0, 1_000_000_000)),
                or(yaml, "modelEvery", 1L, fields -> fields.integer("modelEvery", 1, 1_000_000_000)),
                or(yaml, "budgetBytes", blobs.maxTotalBytes() / 8 * 7, fields -> fields.integer("budgetBytes", 0, 1L << 50)));
        yaml.end();
        return policy;
    }

    private static Certificates certificates(JsonFields yaml) {
        Certificates certificates = new Certificates(
                Duration.ofDays(or(yaml, "memberDays", 30, fields -> fields.count("memberDays", 1, 3650))),
                Duration.ofDays(or(yaml, "coordinatorDays", 30, fields -> fields.count("coordinatorDays", 1, 3650))));
        yaml.end();
        return certificates;
    }

    private static JsonFields section(JsonFields yaml, String name) {
        return yaml.has(name) ? yaml.object(name) : JsonObject.EMPTY.fields();
    }

    private static <T> T or(JsonFields yaml, String key, T otherwise, Function<JsonFields, T> reader) {
        return yaml.has(key) ? reader.apply(yaml) : otherwise;
    }
}
