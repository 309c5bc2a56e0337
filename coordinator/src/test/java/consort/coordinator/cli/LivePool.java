package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import consort.certs.Authority;
import consort.certs.Certificates;
import consort.certs.Credential;
import consort.certs.Fingerprint;
import consort.certs.Identity;
import consort.certs.Invite;
import consort.certs.Name;
import consort.certs.PendingCredential;
import consort.certs.SigningRequest;
import consort.certs.Tls;
import consort.coordinator.core.Pool;
import consort.fuzz.network.FreePort;
import consort.ledger.entry.Acceptance;
import consort.ledger.entry.Access;
import consort.ledger.entry.Document;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Key;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.PartyBody;
import consort.ledger.entry.Standing;
import consort.ledger.entry.WorkerId;
import consort.ledger.note.SignerKey;
import consort.proto.AppendRequest;
import consort.proto.ConsortiumDescription;
import consort.proto.DescribeRequest;
import consort.proto.EnrollOrganizationRequest;
import consort.proto.EnrollPersonRequest;
import consort.proto.EnrollWorkerRequest;
import consort.proto.Enrolled;
import consort.proto.EnrollmentGrpc;
import consort.proto.EnrollmentGrpc.EnrollmentBlockingStub;
import consort.proto.InviteRequest;
import consort.proto.MembershipGrpc;
import consort.proto.PositionRequest;
import consort.proto.RevokeRequest;
import consort.proto.StandingRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** A coordinator on a real port whose members, workers and people enrolled as they must. */
final class LivePool implements AutoCloseable {

    static final Name CONSORTIUM = new Name("pool");
    static final Clock CLOCK = Clock.systemUTC();
    static final SecureRandom RANDOM = new SecureRandom();
    /** All peers are on one machine here, and have many connections. */
    private static final String WIDE = "\nserver: { maxConnections: 400, maxConnectionsPerPeer: 64,"
            + " maxHandshakesPerAddress: 128, connectionsPerSecondPerAddress: 1000 }\n";
    private static final String ORIGIN = "example.org/pool";

    private final List<ManagedChannel> channels = new ArrayList<>();
    private final Map<String, Credential> organizations = new HashMap<>();
    private final CoordinatorFolder folder;
    private final CoordinatorConfig config;
    private final Serving serving;
    private boolean stopped;

    LivePool(Path temporary) {
        this(temporary, FreePort.next());
    }

    private LivePool(Path temporary, int port) {
        this(temporary, port, port);
    }

    /** One whose charter says more. */
    static LivePool with(Path temporary, String... options) {
        int port = FreePort.next();
        return new LivePool(temporary, port, port, options);
    }

    /**
     * @param address the port where all peers look for it, the operator too, as through a proxy
     * @param listen the port where it is
     * @param options more of {@code init}
     */
    LivePool(Path temporary, int address, int listen, String... options) {
        Path root = temporary.resolve("coordinator");
        List<String> init = new ArrayList<>(List.of("init", root.toString(), "--consortium", CONSORTIUM.value(), "--domain",
                "example.org", "--address", "localhost:" + address, "--listen", "0.0.0.0:" + listen));
        init.addAll(List.of(options));
        assertThat(Main.run(init.toArray(String[]::new))).isZero();
        folder = new CoordinatorFolder(root);
        try {
            Files.writeString(folder.config(), WIDE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        config = CoordinatorConfig.read(folder.config());
        serving = Serving.start(folder, config, failure -> { });
    }

    CoordinatorFolder folder() {
        return folder;
    }

    Authority authority() {
        return folder.authority(RANDOM);
    }

    Credential operator() {
        return folder.operator(RANDOM, CLOCK.instant());
    }

    /** An organization is invited and accepts the charter. */
    Credential organization(String name) {
        Invite invite = invite(name);
        EnrollmentBlockingStub enrollment = EnrollmentGrpc.newBlockingStub(connect(enrolling(invite)));
        ConsortiumDescription description = enrollment.describe(DescribeRequest.getDefaultInstance());
        byte[] acceptance = Entries.sign("example.org", new Acceptance(CLOCK.millis(), name, 1,
                Document.digest(description.getCharter().toByteArray()), description.getTerms().getBenefit(),
                description.getTerms().getTier()), organizationKey(name));
        PendingCredential pending = PendingCredential.create(RANDOM);
        Credential credential = complete(pending, enrollment.enrollOrganization(EnrollOrganizationRequest.newBuilder()
                .setVerifierKey(organizationKey(name).verifierKey().toString())
                .setAcceptance(ByteString.copyFrom(acceptance))
                .setSigningRequest(ByteString.copyFrom(pending.signingRequest())).build()), invite);
        organizations.put(name, credential);
        return credential;
    }

    /** A worker is invited and joins; once more, with another key, after it was withdrawn. */
    Credential worker(String organization, String name) {
        WorkerId id = new WorkerId(organization, name);
        Identity.Worker identity = new Identity.Worker(CONSORTIUM, new Name(organization), new Name(name));
        Invite invite = Invite.create(config.address(), identity, fingerprint(), RANDOM);
        SignerKey inviteKey = SignerKey.fromSeed(KeyNames.invite(ORIGIN, id), invite.signingSeed());
        append(organization, seq -> Key.workerInvite(CLOCK.millis(), id, seq, inviteKey.verifierKey().toString(),
                invite.hash().hex(), CLOCK.millis() + 600_000));
        byte[] seed = new byte[SignerKey.SEED_BYTES];
        RANDOM.nextBytes(seed);
        byte[] entry = Entries.sign("example.org", Key.worker(CLOCK.millis(), id,
                SignerKey.fromSeed(KeyNames.worker(ORIGIN, id), seed).verifierKey().toString()), inviteKey);
        PendingCredential pending = PendingCredential.create(RANDOM);
        return complete(pending, EnrollmentGrpc.newBlockingStub(connect(enrolling(invite))).enrollWorker(
                EnrollWorkerRequest.newBuilder().setKeyEntry(ByteString.copyFrom(entry))
                        .setSigningRequest(ByteString.copyFrom(pending.signingRequest())).build()), invite);
    }

    /** A person is invited and joins. */
    Credential person(String organization, String name, Access.Role role) {
        Identity.PersonRole certified = switch (role) {
            case MEMBER -> Identity.PersonRole.MEMBER;
            case AUDITOR -> Identity.PersonRole.AUDITOR;
        };
        Invite invite = Invite.create(config.address(),
                new Identity.Person(CONSORTIUM, new Name(organization), certified, new Name(name)), fingerprint(), RANDOM);
        append(organization, seq -> new Access(CLOCK.millis(), organization, seq, name, role, invite.hash().hex(),
                CLOCK.millis() + 600_000));
        PendingCredential pending = PendingCredential.create(RANDOM);
        return complete(pending, EnrollmentGrpc.newBlockingStub(connect(enrolling(invite))).enrollPerson(
                EnrollPersonRequest.newBuilder()
                        .setSigningRequest(ByteString.copyFrom(pending.signingRequest())).build()), invite);
    }

    /** Appends an organization's next entry. */
    void append(String organization, LongFunction<PartyBody> body) {
        MembershipGrpc.MembershipBlockingStub membership =
                MembershipGrpc.newBlockingStub(connect(tls(organizations.get(organization))));
        long seq = membership.position(PositionRequest.getDefaultInstance()).getLastSeq() + 1;
        byte[] entry = Entries.sign("example.org", body.apply(seq), organizationKey(organization));
        membership.append(AppendRequest.newBuilder().setEntry(ByteString.copyFrom(entry)).build());
    }

    void revoke(String organization) {
        try (Client client = Client.connect(folder)) {
            client.operator(coordinator -> coordinator.revoke(
                    RevokeRequest.newBuilder().setOrganization(organization).setReason("for a test").build()));
        }
    }

    /** The operator says what a worker may do. */
    void stand(String organization, String worker, Standing.Level level) {
        try (Client client = Client.connect(folder)) {
            client.operator(coordinator -> coordinator.setStanding(StandingRequest.newBuilder().setOrganization(organization)
                    .setWorker(worker).setStanding(level.text()).setReason("for a test").build()));
        }
    }

    /** An open invite of an organization. */
    Invite invite(String organization) {
        Invite invite = Invite.create(config.address(), new Identity.Organization(CONSORTIUM, new Name(organization)),
                fingerprint(), RANDOM);
        try (Client client = Client.connect(folder)) {
            client.operator(coordinator -> coordinator.invite(InviteRequest.newBuilder().setOrganization(organization)
                    .setInviteHash(invite.hash().hex()).setExpiresMillis(CLOCK.millis() + 600_000).build()));
        }
        return invite;
    }

    /** A credential that some authority issues without asking the ledger. */
    static Credential issued(Authority issuer, Identity.Member identity) {
        PendingCredential pending = PendingCredential.create(RANDOM);
        return pending.complete(issuer.issue(SigningRequest.parse(pending.signingRequest()), identity, Duration.ofDays(1),
                CLOCK.instant()), issuer.certificate().fingerprint(), identity, CLOCK.instant());
    }

    static SignerKey organizationKey(String organization) {
        return Pool.key(KeyNames.organization(ORIGIN, organization));
    }

    SslContext tls(Credential credential) {
        return Tls.client(() -> credential, folder::authorities, CLOCK);
    }

    SslContext enrolling(Invite invite) {
        return Tls.enrollment(invite, CLOCK, RANDOM);
    }

    ManagedChannel connect(SslContext tls) {
        ManagedChannel channel = NettyChannelBuilder.forAddress("localhost", config.address().port()).sslContext(tls).build();
        channels.add(channel);
        return channel;
    }

    private Fingerprint fingerprint() {
        return folder.authorities().oldest().fingerprint();
    }

    private Credential complete(PendingCredential pending, Enrolled enrolled, Invite invite) {
        return pending.complete(Certificates.decode(List.of(enrolled.getCertificate().toByteArray(),
                enrolled.getAuthorityCertificate().toByteArray())), folder.authorities(), invite.invited(), CLOCK.instant());
    }

    /** Ends the coordinator; its members stay. */
    void stop() {
        if (!stopped) {
            stopped = true;
            try {
                serving.stop();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        stop();
    }
}
