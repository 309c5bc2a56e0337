package consort.certs;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * TLS for gRPC over Netty: version 1.3 only, certificates on both sides, HTTP/2 by ALPN; BoringSSL where its native
 * library loads, else the JDK. Use the contexts with {@code NettyServerBuilder.sslContext} and
 * {@code NettyChannelBuilder.sslContext}.
 *
 * <p>With BoringSSL, keys are agreed by X25519MLKEM768 wherever both sides have it: what is recorded today stays closed to
 * whoever can break elliptic curves later. The JDK's TLS has no such group and keeps its own.
 *
 * <p>Credentials are asked for at every handshake: let the supplier return the newest.
 */
public final class Tls {
    /** Groups of key agreement, the preferred first. */
    static final List<String> GROUPS = List.of("X25519MLKEM768", "X25519", "P-256");

    private static final String VERSION = "TLSv1.3";

    private Tls() {}

    /**
     * The coordinator's side.
     *
     * @param coordinator from {@link Authority#issueCoordinator}; its chain must hold the authority's certificate too,
     *     by which those who enroll recognize the server
     * @param admission whom to let in; give the same to {@link Callers#interceptor}
     */
    public static SslContext server(Supplier<Credential> coordinator, Admission admission) {
        return server(coordinator, admission, provider());
    }

    /**
     * A member's side.
     *
     * @param member from {@link PendingCredential#complete}
     * @param authority kept since enrollment
     * @param clock decides what is valid now
     */
    public static SslContext client(Supplier<Credential> member, AuthorityCertificate authority, InstantSource clock) {
        return client(member, CoordinatorTrust.known(authority, clock), provider());
    }

    /**
     * A member's side, which may learn of other authorities while it runs.
     *
     * @param authorities asked at every handshake
     */
    public static SslContext client(Supplier<Credential> member, Supplier<Authorities> authorities, InstantSource clock) {
        return client(member, CoordinatorTrust.known(authorities, clock), provider());
    }

    /** The side of somebody who enrolls: trusts by the invite's fingerprint and shows the invite's bootstrap key. */
    public static SslContext enrollment(Invite invite, InstantSource clock, SecureRandom random) {
        return enrollment(invite, clock, random, provider());
    }

    /** Whether it is BoringSSL. */
    public static boolean isNative() {
        return provider() != SslProvider.JDK;
    }

    /** Which library it is, for people. */
    public static String library() {
        return isNative() ? "BoringSSL" : "the JDK's TLS";
    }

    static SslProvider provider() {
        return OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
    }

    static SslContext server(Supplier<Credential> coordinator, Admission admission, SslProvider provider) {
        return build(SslContextBuilder.forServer(new CredentialKeyManager(coordinator))
                .trustManager(new MemberTrust(admission, provider))
                .clientAuth(ClientAuth.REQUIRE), provider, GROUPS);
    }

    static SslContext client(Supplier<Credential> member, CoordinatorTrust trust, SslProvider provider) {
        return client(member, trust, provider, GROUPS);
    }

    static SslContext client(Supplier<Credential> member, CoordinatorTrust trust, SslProvider provider, List<String> groups) {
        return build(SslContextBuilder.forClient()
                .keyManager(new CredentialKeyManager(member))
                .trustManager(trust), provider, groups);
    }

    static SslContext enrollment(Invite invite, InstantSource clock, SecureRandom random, SslProvider provider) {
        Credential bootstrap = invite.bootstrap(clock.instant(), random);
        CoordinatorTrust trust = CoordinatorTrust.invited(invite.authority(), invite.invited().consortium(), clock);
        return client(() -> bootstrap, trust, provider);
    }

    private static SslContext build(SslContextBuilder builder, SslProvider provider, List<String> groups) {
        if (provider != SslProvider.JDK) {
            builder.option(OpenSslContextOption.GROUPS, groups.toArray(String[]::new));
        }
        try {
            SslContext context = GrpcSslContexts.configure(builder, provider).protocols(VERSION).build();
            return provider == SslProvider.JDK ? context : new ManyRecords(context);
        } catch (SSLException e) {
            throw new IllegalStateException("no TLS 1.3 context can be made here: " + e.getMessage(), e);
        }
    }
}
