package consort.bench.transfer;

import consort.bench.Usage;
import consort.certs.Admission;
import consort.certs.Authorities;
import consort.certs.Authority;
import consort.certs.Credential;
import consort.certs.Fingerprint;
import consort.coordinator.blobs.BlobLimits;
import consort.coordinator.blobs.DiskBlobStore;
import consort.coordinator.loop.Inbox;
import consort.coordinator.loop.LedgerAuthorities;
import consort.coordinator.loop.Published;
import consort.coordinator.loop.Requests;
import consort.coordinator.rpc.CoordinatorServer;
import consort.coordinator.rpc.HandshakeLimits;
import consort.coordinator.rpc.Issuers;
import consort.coordinator.rpc.Registrar;
import consort.coordinator.rpc.ServerLimits;
import consort.coordinator.witness.Cosigning;
import consort.coordinator.witness.Witnessed;
import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.LogKeys;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.note.SignerKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The program of the far process: a coordinator's port over a folder, and bare sockets. It obeys lines of its input, each answered with
 * one line: {@code publish DIGEST}, {@code delete DIGEST}, {@code usage}; it ends with its input.
 */
public final class FarEnd {

    /** Begins each answer. */
    static final String ANSWER = "far: ";

    private static final int CONNECTIONS = 64;
    private static final int CALL_THREADS = 8;
    private static final String ORIGIN = "bench.example/bench";

    private final DiskBlobStore blobs;
    private volatile Published published = Published.NOTHING;

    /** @param disk for the blobs */
    FarEnd(Disk disk) throws IOException {
        blobs = DiskBlobStore.open(disk, new BlobLimits(1L << 40, 1L << 42, CONNECTIONS));
    }

    /** {@code FOLDER}: where the authority is, the file {@code model}, and room. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        Keys keys = Keys.load(folder);
        FarEnd far = new FarEnd(new FileDisk(folder.resolve("far")));
        ExecutorService calls = Executors.newFixedThreadPool(CALL_THREADS);
        CoordinatorServer server = far.serve(keys, calls);
        try (BareServer bare = new BareServer(keys, folder, folder.resolve("model"))) {
            System.out.println(ANSWER + server.port() + " " + bare.port());
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(ANSWER + far.obey(line.split(" ")));
            }
        }
        server.stop();
        calls.shutdownNow();
    }

    private String obey(String[] words) throws IOException {
        switch (words[0]) {
            case "publish" -> published = new Published(1, Set.of(words[1]), Optional.empty());
            case "delete" -> blobs.delete(words[1]);
            case "usage" -> {
                return Usage.now().text();
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
        return "done";
    }

    /** Opens the port, on this machine only. */
    CoordinatorServer serve(Keys keys, ExecutorService calls) throws IOException {
        return serve(keys, keys.admission(), calls);
    }

    /**
     * The same.
     *
     * @param admission whom it lets in
     */
    CoordinatorServer serve(Keys keys, Admission admission, ExecutorService calls) throws IOException {
        Credential own = keys.coordinator();
        SignerKey logKey = SignerKey.fromSeed(ORIGIN, new byte[SignerKey.SEED_BYTES]);
        FileDisk nowhere = new FileDisk(Path.of(System.getProperty("java.io.tmpdir")));
        Inbox inbox = new Inbox(CONNECTIONS);
        Registrar registrar = new Registrar(issuers(keys.authority()), ORIGIN, logKey.verifierKey().toString(), Duration.ofDays(1),
                Clock.systemUTC(), nowhere, new Registrar.Ledger(used -> false, () -> {
                    throw new IllegalStateException("nobody enrolls here");
                }, subject -> Optional.empty()));
        ServerLimits limits = new ServerLimits(CONNECTIONS, CONNECTIONS, 4, 1 << 19, Duration.ofSeconds(10), Duration.ofMinutes(5),
                Duration.ofMinutes(2), new HandshakeLimits(CONNECTIONS, CONNECTIONS, 1000, 1000, Duration.ofSeconds(10)),
                new ServerLimits.Rates(1_000_000, 1L << 40), ServerLimits.Bandwidth.UNLIMITED);
        return CoordinatorServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), limits, () -> own,
                admission, new CoordinatorServer.Parts(inbox, new Requests(inbox), blobs, nowhere, "", () -> published,
                        registrar, LogKeys.of(logKey.verifierKey()), worker -> false,
                        new Cosigning(new NothingToWitness(), () -> 0, failure -> { }),
                        calls, Clock.systemUTC()));
    }

    private static Issuers issuers(Authority authority) {
        return new Issuers() {
            @Override
            public Authorities counting() {
                return Authorities.of(authority.certificate());
            }

            @Override
            public Authority issuing() {
                return authority;
            }

            @Override
            public LedgerAuthorities ledger() {
                return new LedgerAuthorities(List.of(), List.of(), List.of());
            }

            @Override
            public boolean holdsKey(Fingerprint fingerprint) {
                return fingerprint.equals(authority.certificate().fingerprint());
            }
        };
    }

    private static final class NothingToWitness implements Witnessed {

        @Override
        public Optional<Newest> newest() {
            return Optional.empty();
        }

        @Override
        public long witnessedSize() {
            return 0;
        }

        @Override
        public byte[] request(long oldSize, SignedCheckpoint checkpoint) {
            throw new IllegalStateException("there is no checkpoint");
        }

        @Override
        public void cosigned(SignedCheckpoint checkpoint, boolean byQuorum) {
            throw new IllegalStateException("there is no checkpoint");
        }
    }
}
