package consort.worker.network;

import static org.assertj.core.api.Assertions.assertThat;

import consort.certs.Address;
import consort.fuzz.DecoderFuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A proxy's answer: a tunnel is open only after all of a 200, and not a byte of what comes through it is taken away. */
class TunnelFuzzTest extends DecoderFuzzTest {

    private static final Address COORDINATOR = new Address("pool.example", 7443);
    private static final HttpProxy PROXY = new HttpProxy(new Address("proxy.example", 3128), Optional.empty());
    private static final int MOST_BYTES = 8192;

    /** A connection on which an answer has arrived, and then ends. */
    private static final class Answered extends Socket {

        private final ByteArrayInputStream in;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Answered(byte[] answer) {
            in = new ByteArrayInputStream(answer);
        }

        @Override
        public InputStream getInputStream() {
            return in;
        }

        @Override
        public OutputStream getOutputStream() {
            return out;
        }

        @Override
        public void setSoTimeout(int millis) {
            // Everything is there already.
        }
    }

    @Override
    protected List<byte[]> seeds() {
        return List.of(bytes("HTTP/1.1 200 Connection established\r\n\r\n"), bytes("HTTP/1.0 200\r\nVia: 1.1 squid\r\n\r\n\u0016\u0003\u0001\r\n\r\n"),
                bytes("HTTP/1.1 200 OK\r\n\n\r\r\n\r\r\n\r\n"));
    }

    @Override
    protected List<String> words() {
        return List.of("\r\n\r\n", "\r\n", "HTTP/1.1 ", "407 Proxy Authentication Required", "\u001b[2J");
    }

    @Override
    protected int maxInputBytes() {
        return 2 * MOST_BYTES;
    }

    @Override
    protected long maxAllocatedBytes(int inputBytes) {
        return (256L << 10) + 16L * inputBytes;
    }

    @Override
    protected boolean accepts(byte[] input) throws IOException {
        try (Answered socket = new Answered(input)) {
            try {
                Tunnel.ask(socket, COORDINATOR, PROXY, Duration.ofMinutes(10));
            } catch (IOException refused) {
                assertThat(refused.getMessage()).contains("proxy").doesNotContain("\n", "\u001b");
                return false;
            }
            int taken = input.length - socket.in.available();
            String head = new String(input, 0, taken, StandardCharsets.ISO_8859_1);
            assertThat(head).matches("(?s)HTTP/1\\.[01] 200\\b.*").endsWith("\r\n\r\n");
            assertThat(head.indexOf("\r\n\r\n")).isEqualTo(taken - 4);
            assertThat(taken).isLessThanOrEqualTo(MOST_BYTES);
            assertThat(socket.out.toString(StandardCharsets.US_ASCII)).startsWith("CONNECT pool.example:7443 HTTP/1.1\r\n");
        }
        return true;
    }

    @Test
    void anAnswerWithoutAnEndIsNone() throws IOException {
        assertThat(accepts(bytes("HTTP/1.1 200 OK\r\nX: " + "x".repeat(MOST_BYTES)))).isFalse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
