package consort.certs;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslProvider;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BoringSslConnectionTest {
    @Nested
    class AdmissionTest extends AdmissionContract {
        @Override
        SslProvider provider() {
            return SslProvider.OPENSSL;
        }
    }

    @Nested
    class CoordinatorTrustTest extends CoordinatorTrustContract {
        @Override
        SslProvider provider() {
            return SslProvider.OPENSSL;
        }
    }

    @Test
    void isPreferredWhereItLoads() {
        assertThat(Tls.provider()).isEqualTo(SslProvider.OPENSSL);
    }
}
