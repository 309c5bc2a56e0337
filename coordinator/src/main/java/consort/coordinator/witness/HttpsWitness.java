package consort.coordinator.witness;

import consort.ledger.web.NetworkProblem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A witness outside the consortium, over HTTP as c2sp.org/tlog-witness has it. It is taken to be there always. */
public final class HttpsWitness implements Peer {

    private static final int ANSWER_SECONDS = 30;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client;
    private final URI addCheckpoint;
    private final Cosigning cosigning;

    /** @param url the submission prefix */
    public HttpsWitness(HttpClient client, URI url, Cosigning cosigning) {
        this.client = client;
        this.addCheckpoint = URI.create(url.toString().replaceAll("/+$", "") + "/add-checkpoint");
        this.cosigning = cosigning;
    }

    /** A client for all of them. Redirects are not followed: whoever is asked was named by the operator. */
    public static HttpClient client() {
        return HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).followRedirects(HttpClient.Redirect.NEVER).build();
    }

    @Override
    public void ask(long number, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(addCheckpoint).timeout(Duration.ofSeconds(ANSWER_SECONDS)).POST(BodyPublishers.ofByteArray(body)).build();
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), Heard.MAX_BYTES));
        // The request's own limit ends with the first byte of the answer.
        CompletableFuture.delayedExecutor(ANSWER_SECONDS, TimeUnit.SECONDS).execute(() -> sent.cancel(true));
        sent.thenApply(HttpsWitness::heard)
                .exceptionally(failure -> Heard.unreached(text(failure)))
                .thenAccept(heard -> cosigning.answered(this, number, heard));
    }

    /** The request has a time limit of its own. */
    @Override
    public void end(String reason) {
    }

    private static Heard heard(HttpResponse<byte[]> response) {
        return new Heard(response.statusCode(), response.headers().firstValue("Content-Type").orElse(""), response.body());
    }

    private static String text(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof IOException)) {
            cause = cause.getCause();
        }
        return cause instanceof CancellationException ? "no whole answer within " + ANSWER_SECONDS + " s" : NetworkProblem.text(cause);
    }
}
