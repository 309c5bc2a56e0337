package consort.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
    @ParameterizedTest
    @ValueSource(strings = {
        "consort://acme/operator",
        "consort://acme/coordinator",
        "consort://acme/org/beta",
        "consort://acme/org/operator",
        "consort://a-1/org/b-2/worker/w-3",
        "consort://acme/org/beta/member/ann",
        "consort://acme/org/beta/auditor/ann"
    })
    void readsWhatItWrites(String uri) {
        assertThat(Identity.parse(uri).uri()).isEqualTo(uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "",
        "consort://",
        "consort:/acme/operator",
        "CONSORT://acme/operator",
        "consort://acme",
        "consort://acme/",
        "consort://acme/authority",
        "consort://acme/Operator",
        "consort://acme/operator/",
        "consort://acme//operator",
        "consort://acme/org",
        "consort://acme/org/",
        "consort://acme/org/beta/",
        "consort://acme/org/beta/worker",
        "consort://acme/org/beta/worker/",
        "consort://acme/org/beta/worker/w1/",
        "consort://acme/org/beta/device/w1",
        "consort://acme/org/beta/admin/ann",
        "consort://acme/org/beta/Member/ann",
        "consort://acme/org/beta/member",
        "consort://acme/org/beta/auditor/ann/",
        "consort://acme/org/be%74a",
        "consort://acme/operator?x",
        "consort://acme/operator#x",
        "consort://acme:1/operator",
        " consort://acme/operator"
    })
    void refusesEverythingElse(String uri) {
        assertThatThrownBy(() -> Identity.parse(uri)).isInstanceOf(CertsException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "-a", "A", "ä", "a_b", "a.b", "a b", "a/b", "a\n", "12345678901234567890123456789012345678901"})
    void refusesABadName(String name) {
        assertThatThrownBy(() -> new Name(name))
                .isInstanceOf(CertsException.class)
                .hasMessageEndingWith("use 1 to 40 characters out of a-z, 0-9 and -, and do not begin with -");
    }

    @Test
    void namesTheOffendingPartOnOneShortLine() {
        assertThatThrownBy(() -> Identity.parse("consort://acme/org/Beta"))
                .hasMessageContaining("the name \"Beta\" is not valid");
        assertThatThrownBy(() -> new Name("x\n\u001b[31m" + "y".repeat(10_000)))
                .message().doesNotContain("\n", "\u001b").hasSizeLessThan(200);
    }

    @Test
    void acceptsTheLongestName() {
        assertThat(new Name("a".repeat(40))).hasToString("a".repeat(40));
    }
}
