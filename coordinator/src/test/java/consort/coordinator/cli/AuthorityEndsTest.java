package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.certs.Authority;
import consort.certs.AuthorityCertificate;
import consort.certs.Name;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What status says of certificate authorities. */
class AuthorityEndsTest {

    private static final Instant FOUNDED = Instant.parse("2027-01-01T00:00:00Z");

    private final AuthorityCertificate old = founded(100);
    private final AuthorityCertificate lasting = founded(3650);

    private static AuthorityCertificate founded(int days) {
        return Authority.found(new Name("pool"), Duration.ofDays(days), FOUNDED, new SecureRandom()).certificate();
    }

    @Test
    void machinesAreWarnedToo() throws IOException {
        List<String> warnings = AuthorityEnds.warnings(List.of(old), FOUNDED.plus(Duration.ofDays(60)));
        assertThat(StatusCommand.withWarnings("{\"origin\":\"pool.example/pool\",\"ledgerSize\":9}", warnings))
                .startsWith("{\"origin\":\"pool.example/pool\",\"ledgerSize\":9,\"warnings\":[\"the certificate authority " + old.fingerprint().hex().substring(0, 16))
                .contains("ends in 40 days").endsWith("]}");
    }

    @Test
    void warnsThreeMonthsBeforeWithTheDaysThatAreLeftAndWhatToDo() {
        assertThat(AuthorityEnds.warnings(List.of(old, lasting), FOUNDED)).isEmpty();
        assertThat(AuthorityEnds.warnings(List.of(old), FOUNDED.plus(Duration.ofDays(60)))).singleElement().asString()
                .contains(old.fingerprint().hex().substring(0, 16), "ends in 40 days, at 2027-04-11T00:00:00Z", "rotate-authority add");
        assertThat(AuthorityEnds.warnings(List.of(old, lasting), FOUNDED.plus(Duration.ofDays(101)))).singleElement().asString()
                .contains("ended at 2027-04-11T00:00:00Z", "rotate-authority retire");
    }
}
