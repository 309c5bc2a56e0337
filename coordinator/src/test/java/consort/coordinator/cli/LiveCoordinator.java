package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.certs.Authority;
import consort.certs.Credential;
import consort.certs.Identity;
import consort.certs.Invite;
import consort.certs.Name;
import consort.certs.PendingCredential;
import consort.certs.SigningRequest;
import consort.certs.Tls;
import consort.fuzz.network.FreePort;
import consort.proto.InviteRequest;
import consort.proto.KeysRequest;
import consort.proto.LedgerCopyGrpc;
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
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A coordinator on a real port, with limits that a test sets, and peers with real certificates. */
final class LiveCoordinator implements AutoCloseable {

    static final Name CONSORTIUM = new Name("pool");
    static final Identity.Operator OPERATOR = new Identity.Operator(CONSORTIUM);

    private static final Clock CLOCK = Clock.systemUTC();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<ManagedChannel> channels = new ArrayList<>();
    private final CoordinatorFolder folder;
    private final CoordinatorConfig config;
    private final Authority authority;
    private final Serving serving;

    /** @param yaml further lines of coordinator.yaml */
    LiveCoordinator(Path temporary, String yaml) {
        Path root = temporary.resolve("coordinator");
        assertThat(Main.run("init", root.toString(), "--consortium", CONSORTIUM.value(), "--domain", "example.org",
                "--address", "localhost:" + FreePort.next())).isZero();
        folder = new CoordinatorFolder(root);
        try {
            Files.writeString(folder.config(), "\n" + yaml, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        config = CoordinatorConfig.read(folder.config());
        authority = folder.authority(RANDOM);
        serving = Serving.start(folder, config, failure -> { });
    }

    int port() {
        return config.address().port();
    }

    Path ledger() {
        return folder.ledger();
    }

    CoordinatorFolder folder() {
        return folder;
    }

    CoordinatorConfig config() {
        return config;
    }

    static Identity.Worker worker(String name) {
        return new Identity.Worker(CONSORTIUM, new Name("acme"), new Name(name));
    }

    static Identity.Organization organization(String name) {
        return new Identity.Organization(CONSORTIUM, new Name(name));
    }

    /** An invite of an organization, which the operator gives. */
    Invite invite(String organization) {
        Invite invite = Invite.create(config.address(), organization(organization), authority.certificate().fingerprint(), RANDOM);
        try (Client client = Client.connect(folder)) {
            client.operator(operator -> operator.invite(InviteRequest.newBuilder().setOrganization(organization)
                    .setInviteHash(invite.hash().hex()).setExpiresMillis(CLOCK.millis() + 600_000).build()));
        }
        return invite;
    }

    /** What a member's side of TLS is made of. */
    SslContext tls(Identity.Member member) {
        return tls(authority, member);
    }

    /** The same, with a certificate that any authority gave. */
    SslContext tls(Authority issuer, Identity.Member member) {
        PendingCredential pending = PendingCredential.create(RANDOM);
        Credential credential = pending.complete(issuer.issue(SigningRequest.parse(pending.signingRequest()), member,
                Duration.ofDays(1), CLOCK.instant()), issuer.certificate().fingerprint(), member, CLOCK.instant());
        return Tls.client(() -> credential, authority.certificate(), CLOCK);
    }

    /** A connection of its own, by gRPC's rules. */
    ManagedChannel connect(Identity.Member member) {
        return connect(tls(member));
    }

    ManagedChannel connect(SslContext tls) {
        ManagedChannel channel = NettyChannelBuilder.forAddress("localhost", port()).sslContext(tls).build();
        channels.add(channel);
        return channel;
    }

    /** A connection by no rules. */
    RawPeer raw(Identity.Member member) {
        return RawPeer.connect(port(), tls(member));
    }

    /** A member that does as it should gets an answer, over a new connection. */
    void assertServesAnHonestMember() {
        assertThat(LedgerCopyGrpc.newBlockingStub(connect(worker("honest"))).withDeadlineAfter(180, TimeUnit.SECONDS)
                .keys(KeysRequest.getDefaultInstance()).getNamesList()).isNotEmpty();
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        try {
            serving.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
