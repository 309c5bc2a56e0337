package consort.coordinator.rpc;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.certs.Authorities;
import consort.certs.Authority;
import consort.certs.CertsException;
import consort.certs.Fingerprint;
import consort.certs.Name;
import consort.certs.PendingCredential;
import consort.certs.SigningRequest;
import consort.coordinator.loop.LedgerAuthorities;
import consort.ledger.disk.FileDisk;
import consort.ledger.fold.AuthorityView;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which key may use an invite. */
class RegistrarTest {

    private static final String INVITE = "a".repeat(64);

    @TempDir
    private Path folder;

    private final SecureRandom random = new SecureRandom();
    private final Set<String> used = new HashSet<>();
    private final SigningRequest first = request();
    private final SigningRequest second = request();
    private Registrar registrar;

    @BeforeEach
    void opens() throws Exception {
        Authority authority = Authority.found(new Name("pool"), Duration.ofDays(1), Clock.systemUTC().instant(), random);
        registrar = new Registrar(new OneIssuer(authority), "pool.example/pool", "", Duration.ofDays(1), Clock.systemUTC(),
                new FileDisk(folder), new Registrar.Ledger(used::contains, () -> {
                    throw new UnsupportedOperationException("these tests admit nobody");
                }));
    }

    /** The authority of the charter, and no other. */
    private record OneIssuer(Authority issuing) implements Issuers {

        @Override
        public Authorities counting() {
            return Authorities.of(issuing.certificate());
        }

        @Override
        public LedgerAuthorities ledger() {
            return new LedgerAuthorities(List.of(new AuthorityView(issuing.certificate().fingerprint().hex(), 0,
                    OptionalLong.empty())), List.of(), List.of());
        }

        @Override
        public boolean holdsKey(Fingerprint authority) {
            return counting().contains(authority);
        }
    }

    @Test
    void whileOneKeyUsesAnInviteAnotherIsRefused() throws Exception {
        registrar.bind(INVITE, first);
        assertThatThrownBy(() -> registrar.bind(INVITE, second)).isInstanceOf(CertsException.class)
                .hasMessageContaining("used by another key at this moment");
        assertThatCode(() -> registrar.bind(INVITE, first)).as("a request made again").doesNotThrowAnyException();
        used.add(INVITE);
        registrar.release(INVITE);
        assertThatThrownBy(() -> registrar.bind(INVITE, second)).isInstanceOf(CertsException.class)
                .hasMessageContaining("was used by another key");
    }

    @Test
    void anotherKeyMayUseAnInviteAfterARequestThatWasRefused() throws Exception {
        registrar.bind(INVITE, first);
        registrar.release(INVITE);
        assertThatCode(() -> registrar.bind(INVITE, second)).doesNotThrowAnyException();
    }

    private SigningRequest request() {
        return SigningRequest.parse(PendingCredential.create(random).signingRequest());
    }
}
