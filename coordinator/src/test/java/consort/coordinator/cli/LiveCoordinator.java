package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.certs.Authority;
import consort.certs.Credential;
import consort.certs.Identity;
import consort.certs.Name;
import consort.certs.PendingCredential;
import consort.certs.SigningRequest;
import consort.certs.Tls;
import consort.proto.KeysRequest;
import consort.proto.LedgerCopyGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
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
                "--address", "localhost:" + freePort())).isZero();
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

    static int freePort() {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return config.address().port();
    }

    Path ledger() {
        return folder.ledger();
    }

    static Identity.Worker worker(String name) {
        return new Identity.Worker(CONSORTIUM, new Name("acme"), new Name(name));
    }

    /** What a member's side of TLS is made of. */
    SslContext tls(Identity.Member member) {
        PendingCredential pending = PendingCredential.create(RANDOM);
        Credential credential = pending.complete(authority.issue(SigningRequest.parse(pending.signingRequest()), member,
                Duration.ofDays(1), CLOCK.instant()), authority.certificate().fingerprint(), member, CLOCK.instant());
        return Tls.client(() -> credential, authority.certificate(), CLOCK);
    }

    /** A connection of its own, by gRPC's rules. */
    ManagedChannel connect(Identity.Member member) {
        ManagedChannel channel = NettyChannelBuilder.forAddress("localhost", port()).sslContext(tls(member)).build();
        channels.add(channel);
        return channel;
    }

    /** A connection by no rules. */
    RawPeer raw(Identity.Member member) {
        return RawPeer.connect(port(), tls(member));
    }

    /** A member that does as it should gets an answer, over a new connection. */
    void assertServesAnHonestMember() {
        assertThat(LedgerCopyGrpc.newBlockingStub(connect(worker("honest"))).withDeadlineAfter(60, TimeUnit.SECONDS)
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
