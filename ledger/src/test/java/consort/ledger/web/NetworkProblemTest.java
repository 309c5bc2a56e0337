package consort.ledger.web;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.network.FreePort;
import java.io.IOException;
import java.net.ConnectException;
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
    void saysInWordsWhatTheClientHasOnlyAClassFor() throws InterruptedException {
        assertThat(told(URI.create("http://localhost:" + FreePort.next()))).isEqualTo("the connection was refused: nobody listens there");
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
