package consort.worker.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.certs.Address;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which way is taken, by what people and machines were told. */
class RoutesTest {

    private static final Address POOL = new Address("pool.example", 7443);
    private static final Route DIRECT = new Route.Direct();

    @Test
    void goesStraightWhereNothingIsSaid() {
        assertThat(Routes.around(POOL, Map.of())).isEqualTo(DIRECT);
        assertThat(Routes.around(POOL, Map.of("https_proxy", " "))).isEqualTo(DIRECT);
    }

    @Test
    void takesTheProxyOfTheEnvironment() {
        assertThat(Routes.around(POOL, Map.of("https_proxy", "http://proxy.example:3128/")))
                .hasToString("through the proxy http://proxy.example:3128 (https_proxy)");
        assertThat(Routes.around(POOL, Map.of("HTTPS_PROXY", "proxy.example:3128", "NO_PROXY", "other.example")))
                .hasToString("through the proxy http://proxy.example:3128 (HTTPS_PROXY)");
    }

    @ParameterizedTest(name = "no_proxy={0} excepts {1}: {2}")
    @CsvSource(delimiter = ' ', value = {
        "* pool.example true",
        "pool.example pool.example true",
        ".example pool.example true",
        "*.example pool.example true",
        "ample pool.example false",
        "pool.example:7443 pool.example true",
        "pool.example:443 pool.example false",
        "a.example,pool.example pool.example true",
        "10.0.0.0/8 10.1.2.3 true",
        "10.0.0.0/8 11.1.2.3 false",
        "10.0.0.0/99 10.1.2.3 false",
        "10.1.2.3 10.1.2.3 true",
        "10.1.2.3:7443 10.1.2.3 true",
        "2001:db8::/32 2001:db8::7 true",
        "[2001:db8::7]:7443 2001:db8::7 true",
        "2001:db8::8 2001:db8::7 false",
        "none localhost true",
        "none 127.0.0.1 true",
        "none ::1 true",
    })
    void leavesOutWhatNoProxyNames(String except, String host, boolean excepted) {
        Route route = Routes.around(new Address(host, 7443), Map.of("https_proxy", "http://proxy.example:3128", "no_proxy", except));
        assertThat(route.equals(DIRECT)).isEqualTo(excepted);
    }

    @Test
    void takesWhatSomebodyWroteBeforeAnythingElse() {
        assertThat(Routes.written("direct", "worker.yaml")).isEqualTo(DIRECT);
        assertThat(Routes.written("http://proxy.example:3128", "worker.yaml"))
                .hasToString("through the proxy http://proxy.example:3128 (worker.yaml)");
    }

    @Test
    void readsLoginsAndShowsNoPassword() {
        Route route = Routes.written("http://acme%40work:s%3Acr%2Bt+@proxy.example:3128", "worker.yaml");
        assertThat(((Route.Through) route).proxy().login().orElseThrow())
                .isEqualTo(new HttpProxy.Login("acme@work", "s:cr+t+"));
        assertThat(route.toString() + ((Route.Through) route).proxy().login()).doesNotContain("s:cr");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "https://proxy.example:3128 | only HTTP proxies can be used",
        "socks5://user:secret@proxy.example:1080 | spoken to by socks5",
        "http://proxy.example | has no port",
        "http://user:secret%zz@proxy.example:3128 | begins no %XX",
        "http://user:secret@:3128 | the host",
        "http://user:secret@proxy.example:99999 | the port",
    })
    void refusesWhatIsNoHttpProxyAndQuotesNoPassword(String text, String says) {
        assertThatThrownBy(() -> Routes.around(POOL, Map.of("https_proxy", text)))
                .isInstanceOf(ProxyException.class).hasMessageStartingWith("the environment variable https_proxy ")
                .hasMessageContaining(says).hasMessageNotContainingAny("secret");
    }
}
