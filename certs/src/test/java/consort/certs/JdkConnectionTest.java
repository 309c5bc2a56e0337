package consort.certs;

import io.netty.handler.ssl.SslProvider;
import org.junit.jupiter.api.Nested;

class JdkConnectionTest {
    @Nested
    class AdmissionTest extends AdmissionContract {
        @Override
        SslProvider provider() {
            return SslProvider.JDK;
        }
    }

    @Nested
    class CoordinatorTrustTest extends CoordinatorTrustContract {
        @Override
        SslProvider provider() {
            return SslProvider.JDK;
        }
    }
}
