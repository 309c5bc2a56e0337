package consort.coordinator.cli;

import consort.certs.Address;
import consort.certs.CertsException;
import consort.coordinator.blobs.BlobLimits;
import consort.coordinator.core.MeasuringPolicy;
import consort.coordinator.core.Retention;
import consort.coordinator.rpc.HandshakeLimits;
import consort.coordinator.rpc.ServerLimits;
import consort.settings.Keys;
import consort.settings.Settings;
import consort.settings.SettingsException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
 * @param witnesses outside the consortium
 * @param measuring when workers are asked for benchmarks again
 */
record CoordinatorConfig(Address address, Address listen, Optional<Address> admin, ServerLimits server, int callThreads,
        int inboxEvents, BlobLimits blobs, Retention.Policy retention, int workThreads, Certificates certificates,
        List<OutsideWitness> witnesses, MeasuringPolicy measuring) {

    static final Keys KEYS = new Keys(Map.of(
            "", Set.of("address", "listen", "admin", "server", "loop", "blobs", "retention", "work", "certificates",
                    "witnesses", "benchmarks", "bandwidth"),
            "bandwidth", Set.of("receiveBytesPerSecond", "sendBytesPerSecond"),
            "admin", Set.of("listen"),
            "server", Set.of("maxConnections", "maxConnectionsPerPeer", "maxCallsPerConnection", "windowBytes",
                    "minKeepAliveSeconds", "maxIdleSeconds", "maxStallSeconds", "callsPerSecondPerPeer", "bytesPerSecondPerPeer",
                    "maxHandshakes", "maxHandshakesPerAddress", "connectionsPerSecondPerAddress", "handshakesPerSecond", "handshakeSeconds",
                    "callThreads"),
            "loop", Set.of("inboxEvents"),
            "blobs", Set.of("maxBlobBytes", "maxTotalBytes", "maxUploadsPerPeer"),
            "retention", Set.of("updateRounds", "modelEvery", "budgetBytes"),
            "work", Set.of("threads"),
            "certificates", Set.of("memberDays", "memberSeconds", "coordinatorDays", "coordinatorSeconds"),
            "benchmarks", Set.of("againPermille", "leastAgeSeconds", "answerSeconds")));

    /** A part of a transfer has 1 MiB; slower than this, a few transfers would wait for each other longer than their peers wait. */
    private static final long LEAST_RATE_BYTES = 1 << 20;

    /** How long certificates live. */
    record Certificates(Duration member, Duration coordinator) {
    }

    /**
     * Reads the file, and what the process's environment sets instead.
     *
     * @throws SettingsException naming file and line, or variable, key and value
     */
    static CoordinatorConfig read(Path file) {
        return read(file, System.getenv());
    }

    /** As {@link #read(Path)}, in another environment. */
    static CoordinatorConfig read(Path file, Map<String, String> environment) {
        Settings yaml = Settings.read(file, KEYS, environment);
        Address address = address(yaml, "address").orElseThrow(() -> yaml.error("address", "is missing: HOST:PORT, where members"
                + " reach the coordinator"));
        BlobLimits blobs = blobs(yaml.section("blobs"));
        Settings server = yaml.section("server");
        return new CoordinatorConfig(address, address(yaml, "listen").orElse(anywhere(address)), admin(yaml.section("admin")),
                server(server, yaml.section("bandwidth")), server.count("callThreads", 8, 2, 256),
                yaml.section("loop").count("inboxEvents", 512, 16, 1_000_000),
                blobs, retention(yaml.section("retention"), blobs),
                yaml.section("work").count("threads", 2, 1, 64),
                certificates(yaml.section("certificates")),
                List.copyOf(yaml.objects("witnesses", OutsideWitness::read).values()), measuring(yaml.section("benchmarks")));
    }

    private static Optional<Address> address(Settings yaml, String key) {
        return yaml.text(key).map(text -> {
            try {
                return Address.parse(text);
            } catch (CertsException unfit) {
                throw yaml.error(key, "is no address: " + unfit.getMessage());
            }
        });
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

    private static Optional<Address> admin(Settings yaml) {
        Optional<Address> listen = address(yaml, "listen");
        listen.filter(address -> !isLoopback(address)).ifPresent(open -> {
            throw yaml.error("listen", "is " + open + ", which others can reach; nobody is asked there who"
                    + " they are: use a loopback address, as 127.0.0.1:" + open.port() + ", and tunnel to it (ssh -L)");
        });
        return listen;
    }

    /** By its look: a name that resolves to a loopback address today may not tomorrow. */
    private static boolean isLoopback(Address address) {
        return address.host().equals("localhost") || address.host().equals("::1")
                || address.host().matches("127\\.[0-9]+\\.[0-9]+\\.[0-9]+");
    }

    private static ServerLimits server(Settings yaml, Settings bandwidth) {
        int maxConnections = yaml.count("maxConnections", 40, 1, 10_000);
        return new ServerLimits(
                maxConnections,
                yaml.count("maxConnectionsPerPeer", 8, 1, 10_000),
                yaml.count("maxCallsPerConnection", 4, 2, 1000),
                (int) yaml.bytes("windowBytes", ServerLimits.usualWindowBytes(maxConnections), ServerLimits.LEAST_WINDOW_BYTES, 64 << 20),
                Duration.ofSeconds(yaml.count("minKeepAliveSeconds", 10, 1, 3600)),
                Duration.ofSeconds(yaml.count("maxIdleSeconds", 300, 1, 86_400)),
                Duration.ofSeconds(yaml.count("maxStallSeconds", 120, 1, 86_400)),
                handshakes(yaml),
                new ServerLimits.Rates(
                        yaml.count("callsPerSecondPerPeer", 200, 1, 1_000_000),
                        yaml.bytes("bytesPerSecondPerPeer", 128L << 20, 64 << 10, 1L << 40)),
                new ServerLimits.Bandwidth(rate(bandwidth, "receiveBytesPerSecond"), rate(bandwidth, "sendBytesPerSecond")));
    }

    /** All of the line, where nothing is said. */
    private static long rate(Settings yaml, String key) {
        return yaml.bytes(key, 0, LEAST_RATE_BYTES, 1L << 40);
    }

    private static HandshakeLimits handshakes(Settings yaml) {
        return new HandshakeLimits(
                yaml.count("maxHandshakes", 128, 1, 10_000),
                yaml.count("maxHandshakesPerAddress", 32, 1, 10_000),
                yaml.count("connectionsPerSecondPerAddress", 50, 1, 100_000),
                yaml.count("handshakesPerSecond", 100, 1, 100_000),
                // Netty ends the handshake of TLS after 10 s in any case.
                Duration.ofSeconds(yaml.count("handshakeSeconds", 10, 1, 10)));
    }

    private static BlobLimits blobs(Settings yaml) {
        long max = 1L << 50;
        return new BlobLimits(
                yaml.bytes("maxBlobBytes", 4L << 30, 1, max),
                yaml.bytes("maxTotalBytes", 64L << 30, 1, max),
                yaml.count("maxUploadsPerPeer", 2, 1, 100));
    }

    /** By default updates are deleted before the store is full, so that no run ends for want of room while old ones stand. */
    private static Retention.Policy retention(Settings yaml, BlobLimits blobs) {
        return new Retention.Policy(
                yaml.integer("updateRounds", Long.MAX_VALUE, 0, 1_000_000_000),
                yaml.integer("modelEvery", 1L, 1, 1_000_000_000),
                yaml.bytes("budgetBytes", blobs.maxTotalBytes() / 8 * 7, 0, 1L << 50));
    }

    private static MeasuringPolicy measuring(Settings yaml) {
        MeasuringPolicy usual = MeasuringPolicy.DEFAULT;
        return new MeasuringPolicy(
                yaml.count("againPermille", usual.permille(), 0, 1000),
                1000L * yaml.count("leastAgeSeconds", (int) (usual.leastAgeMillis() / 1000), 1800, 31_622_400),
                1000L * yaml.count("answerSeconds", (int) (usual.answerMillis() / 1000), 1, 86_400));
    }

    private static Certificates certificates(Settings yaml) {
        return new Certificates(lifetime(yaml, "member"), lifetime(yaml, "coordinator"));
    }

    private static Duration lifetime(Settings yaml, String whose) {
        String days = whose + "Days";
        String seconds = whose + "Seconds";
        if (yaml.has(days) && yaml.has(seconds)) {
            throw yaml.error(seconds, "stands beside " + days + ": leave one of them out");
        }
        return yaml.has(seconds) ? Duration.ofSeconds(yaml.count(seconds, 1, 1, 86_400))
                : Duration.ofDays(yaml.count(days, 30, 1, 3650));
    }
}
