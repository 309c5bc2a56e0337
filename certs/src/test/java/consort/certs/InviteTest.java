package consort.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InviteTest {
    private static final String HEX = "0123456789abcdef".repeat(4);
    private static final String SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    private static final String LINE = "consort://pool.example:7443/acme/beta/w1#" + HEX + "." + SECRET;

    @Test
    void saysWhereWhoAndWhom() {
        Invite worker = Invite.parse(LINE);
        assertThat(worker.coordinator()).isEqualTo(new Address("pool.example", 7443));
        assertThat(worker.invited()).isEqualTo(
                new Identity.Worker(new Name("acme"), new Name("beta"), new Name("w1")));
        assertThat(worker.authority()).isEqualTo(new Fingerprint(HEX));

        assertThat(Invite.parse(LINE.replace("/w1#", "#")).invited()).isEqualTo(
                new Identity.Organization(new Name("acme"), new Name("beta")));
        assertThat(Invite.parse(LINE.replace("/w1#", "/auditor/ann#")).invited()).isEqualTo(new Identity.Person(
                new Name("acme"), new Name("beta"), Identity.PersonRole.AUDITOR, new Name("ann")));
        assertThat(Invite.parse("  " + LINE + "\n")).isEqualTo(worker);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "consort:// | http:// | begins with",
        "# | '' | has no #",
        "/acme/beta/w1 | /acme | does not say who is invited",
        "/acme/beta/w1 | /acme/beta/w1/x | does not say who is invited",
        "/acme/beta/w1 | /acme/beta/w1/x/y | does not say who is invited",
        "/acme/beta/w1 | /acme/beta/worker/w1 | does not say who is invited",
        "/acme/beta/w1 | /acme/beta/member/ | the name \"\" is not valid",
        "/acme/ | // | the name \"\" is not valid",
        "/beta/ | /Beta/ | the name \"Beta\" is not valid",
        "/w1# | /w_1# | the name \"w_1\" is not valid",
        "/w1# | /# | the name \"\" is not valid",
        ":7443 | '' | the address \"pool.example\" has no port",
        ":7443 | :0 | the port \"0\" is not valid",
        "pool.example | pool_example | the host \"pool_example\" is not valid",
        "abcdef. | abcde. | the fingerprint",
        "abcdef. | abcdeF. | the fingerprint",
        "abcdef. | abcdef | has no dot",
        "Hh8 | Hh | the invite's secret (42 characters",
        "Hh8 | Hh9 | the invite's secret (43 characters",
        "Hh8 | Hh8= | the invite's secret (44 characters",
        "Hh8 | Hh+ | the invite's secret (43 characters",
        "Hh8 | Hh8.x | the invite's secret (45 characters"
    })
    void namesTheOneDefect(String part, String replacement, String message) {
        String line = LINE.replaceFirst(Pattern.quote(part), replacement);
        assertThat(line).isNotEqualTo(LINE);
        assertThatThrownBy(() -> Invite.parse(line))
                .isInstanceOf(CertsException.class)
                .hasMessageContaining(message)
                .message().doesNotContain(SECRET.substring(0, 20));
    }

    @Test
    void refusesALineWithoutEnd() {
        assertThatThrownBy(() -> Invite.parse(LINE + "A".repeat(100_000)))
                .hasMessageStartingWith("an invite has at most 1024 characters");
    }

    @Test
    void hidesItsSecret() {
        Invite invite = Invite.parse(LINE);
        assertThat(invite.toString()).startsWith("consort://pool.example:7443/acme/beta/w1#").doesNotContain(SECRET);
        assertThat(invite.line()).isEqualTo(LINE);
    }

    /** Computed by another program: an invite sent before an upgrade must still open the door after it. */
    @Test
    void derivesTheSameKeysForEver() {
        Invite invite = Invite.parse(LINE);
        assertThat(HexFormat.of().formatHex(invite.signingSeed()))
                .isEqualTo("493959724a68a2a6a8c5f42378956517522fe4d1b188d55d865980de8ed69dca");
        assertThat(invite.hash()).hasToString("90396a4b29245b9c116fd41134e53d4391ff7b507b8c83c781d77d3079fd070f");
    }

    @Test
    void derivesOtherKeysForAnotherAuthority() {
        Invite invite = Invite.parse(LINE);
        Invite elsewhere = Invite.parse(LINE.replace("abcdef.", "abcdee."));
        assertThat(elsewhere.hash()).isNotEqualTo(invite.hash());
        assertThat(elsewhere.signingSeed()).isNotEqualTo(invite.signingSeed());
    }

    @Test
    void bootstrapCertificateHasTheHashedKey() {
        Invite invite = Invite.parse(LINE);
        Credential bootstrap = invite.bootstrap(Pki.START, Pki.seeded(1));
        assertThat(InviteHash.of(bootstrap.certificate().getPublicKey())).isEqualTo(invite.hash());
        assertThat(Peers.identity(bootstrap.certificate())).isEqualTo(new Identity.Bootstrap(invite.hash()));
    }
}
