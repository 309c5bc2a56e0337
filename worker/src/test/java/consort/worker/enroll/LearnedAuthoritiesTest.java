package consort.worker.enroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import consort.certs.Authorities;
import consort.certs.AuthorityCertificate;
import consort.certs.Certificates;
import consort.certs.Name;
import consort.ledger.audit.Trust;
import consort.ledger.entry.Authority;
import consort.ledger.entry.Authority.Action;
import consort.ledger.entry.Body;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Entries;
import consort.ledger.note.SignerKey;
import consort.worker.folder.PartyFolder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a member believes about certificate authorities. */
class LearnedAuthoritiesTest {

    private static final SignerKey LOG_KEY = SignerKey.fromSeed("pool.example/pool", new byte[32]);
    private static final SignerKey OTHER_KEY = SignerKey.fromSeed("pool.example/pool", filled());

    private final AuthorityCertificate first = authority("pool");
    private final AuthorityCertificate second = authority("pool");

    private static byte[] filled() {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) 1);
        return seed;
    }

    private static AuthorityCertificate authority(String consortium) {
        return consort.certs.Authority.found(new Name(consortium), Duration.ofDays(1), Instant.now(), new SecureRandom())
                .certificate();
    }

    private static ByteString entry(AuthorityCertificate authority, Action action, SignerKey key) {
        return signed(new Authority(1, authority.fingerprint().hex(), action), "pool.example", key);
    }

    private static ByteString signed(Body body, String domain, SignerKey key) {
        return ByteString.copyFrom(Entries.sign(domain, body, key));
    }

    private static ByteString der(AuthorityCertificate authority) {
        return ByteString.copyFrom(Certificates.encode(List.of(authority.certificate())).getFirst());
    }

    private Authorities learn(List<ByteString> entries, AuthorityCertificate... certificates) {
        return LearnedAuthorities.of(LOG_KEY.verifierKey(), Authorities.of(first), entries,
                Arrays.stream(certificates).map(LearnedAuthoritiesTest::der).toList());
    }

    @Test
    void followsWhatTheLogSigned() {
        assertThat(learn(List.of())).isEqualTo(Authorities.of(first));
        ByteString added = entry(second, Action.ADDED, LOG_KEY);
        assertThat(learn(List.of(added), second).certificates()).containsExactly(first, second);
        assertThat(learn(List.of(added, entry(first, Action.RETIRED, LOG_KEY)), second).certificates()).containsExactly(second);
        assertThat(learn(List.of(added, entry(second, Action.RETIRED, LOG_KEY)), second).certificates()).containsExactly(first);
        Authorities joinedLater = LearnedAuthorities.of(LOG_KEY.verifierKey(), Authorities.of(second),
                List.of(added, entry(first, Action.RETIRED, LOG_KEY)), List.of(der(second)));
        assertThat(joinedLater.certificates()).as("who never knew the first one").containsExactly(second);
    }

    @Test
    void believesNobodyElse() {
        assertThatThrownBy(() -> learn(List.of(entry(second, Action.ADDED, OTHER_KEY)), second))
                .isInstanceOf(TamperingException.class).hasMessageContaining("not signed by");
        ByteString elsewhere = signed(new Authority(1, second.fingerprint().hex(), Action.ADDED), "other.example", LOG_KEY);
        assertThatThrownBy(() -> learn(List.of(elsewhere), second)).isInstanceOf(TamperingException.class);
        ByteString another = signed(new CoordinatorStarted(1, 1, "x"), "pool.example", LOG_KEY);
        assertThatThrownBy(() -> learn(List.of(another), second)).isInstanceOf(TamperingException.class);
        assertThatThrownBy(() -> learn(List.of(ByteString.copyFromUtf8("x")))).isInstanceOf(TamperingException.class);
    }

    @Test
    void wantsTheCertificateThatTheLedgerNames() {
        ByteString added = entry(second, Action.ADDED, LOG_KEY);
        assertThatThrownBy(() -> learn(List.of(added))).isInstanceOf(TamperingException.class)
                .hasMessageContaining("does not send");
        assertThatThrownBy(() -> learn(List.of(added), authority("pool"))).isInstanceOf(TamperingException.class);
        AuthorityCertificate foreign = authority("other");
        assertThatThrownBy(() -> learn(List.of(entry(foreign, Action.ADDED, LOG_KEY)), foreign))
                .isInstanceOf(TamperingException.class);
        assertThatThrownBy(() -> learn(List.of(entry(first, Action.RETIRED, LOG_KEY)))).isInstanceOf(TamperingException.class)
                .hasMessageContaining("no certificate authority counts");
    }

    @Test
    void isKeptInTheFolderWithWhatItRestsOn(@TempDir Path root) {
        PartyFolder folder = new PartyFolder(root);
        first.save(folder.authorityFile());
        folder.save(new Trust(LOG_KEY.verifierKey(), "a".repeat(64), first.fingerprint().hex()));
        assertThat(folder.trust().json()).doesNotContain("authorities");
        folder.save(new Authorities(List.of(first, second)));
        assertThat(folder.authorities().certificates()).containsExactly(first, second);
        folder.save(Authorities.of(second));
        assertThat(folder.authorities().certificates()).containsExactly(second);
        assertThat(folder.trust().authority()).as("what was joined").isEqualTo(first.fingerprint().hex());
        assertThat(folder.trust().authorities()).containsExactly(second.fingerprint().hex());
        first.save(folder.authorityFile());
        assertThatThrownBy(folder::authorities).hasMessageContaining("one of the two was changed");
    }
}
