package consort.ledger.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

class NetworkProblemTest {

    private static String told(URI uri) throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
            throw new AssertionError("somebody answered at " + uri);
        } catch (IOException failure) {
            return NetworkProblem.text(failure);
        }
    }

    @Test
    void saysInWordsWhatTheClientHasOnlyAClassFor() throws IOException, InterruptedException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThat(told(URI.create("http://localhost:" + free))).isEqualTo("the connection was refused: nobody listens there");
        assertThat(told(URI.create("http://nobody.invalid/"))).startsWith("no host of this name is known");
    }

    @Test
    void namesNoClass() {
        ConnectException closed = new ConnectException();
        closed.initCause(new ClosedChannelException());
        assertThat(NetworkProblem.text(closed)).isEqualTo("the connection was refused: nobody listens there");
        assertThat(NetworkProblem.text(new ClosedChannelException())).isEqualTo("the connection broke");
        assertThat(NetworkProblem.text(new IOException(new IllegalStateException()))).doesNotContain("null");
        assertThat(NetworkProblem.text(new ConnectException("No route to host"))).isEqualTo("no connection: No route to host");
        assertThat(NetworkProblem.text(new IOException("HTTP/1.1 header parser received no bytes"))).isEqualTo("HTTP/1.1 header parser received no bytes");
    }
}
