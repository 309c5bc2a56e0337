package consort.certs;

import io.netty.handler.ssl.SslProvider;

class JdkConnectionTest extends ConnectionContract {
    @Override
    SslProvider provider() {
        return SslProvider.JDK;
    }
}
