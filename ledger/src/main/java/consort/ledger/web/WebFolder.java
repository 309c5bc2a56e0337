package consort.ledger.web;

import consort.ledger.log.TileSource;
import consort.ledger.web.BoundedBody.Bytes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * The files of a ledger's folder that a static web server serves. It cannot tell what else lies there: {@link #list} is empty.
 * Follows no redirect: what the audit's report says of an address must be true of that address. For any number of threads.
 */
public final class WebFolder implements TileSource {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    /** Of an answer that is not the file; what a page says about an error is not needed. */
    private static final int MAX_ERROR_BYTES = 1 << 16;

    private final WebAddress address;
    private final WebLimits limits;
    private final HttpClient client;

    /** What may be otherwise a moment later. */
    private static final class PassingException extends Exception {

        private static final long serialVersionUID = 1L;

        PassingException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    public WebFolder(WebAddress address, WebLimits limits) {
        this(address, limits, HttpClient.newBuilder());
    }

    /** @param settings of the caller's own, as whom to trust */
    WebFolder(WebAddress address, WebLimits limits, HttpClient.Builder settings) {
        this.address = address;
        this.limits = limits;
        this.client = settings
                .connectTimeout(Duration.ofMillis(limits.connectMillis()))
                .followRedirects(HttpClient.Redirect.NEVER)
                // Without encryption an upgrade would have to be asked for, which some servers take amiss.
                .version(address.encrypted() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Override
    public Optional<String> address() {
        return Optional.of(address.toString());
    }

    /** @throws WebException when the server gives no whole answer that is the file, or that there is none */
    @Override
    public Optional<byte[]> read(String path, int maxBytes) throws IOException {
        URI file = address.file(path);
        for (int attempt = 1; ; attempt++) {
            try {
                return once(file, maxBytes);
            } catch (PassingException passing) {
                if (attempt == limits.attempts()) {
                    throw new WebException(file + ": " + passing.getMessage() + "; asked " + attempt
                            + (attempt == 1 ? " time" : " times") + ", try again later, or fetch a copy (consort member ledger DIR)",
                            passing);
                }
                pause(attempt);
            }
        }
    }

    private Optional<byte[]> once(URI file, int maxBytes) throws IOException, PassingException {
        HttpResponse<Bytes> answer = answer(HttpRequest.newBuilder(file).GET().header("User-Agent", "consort-audit").build(), maxBytes);
        int status = answer.statusCode();
        if (status == NOT_FOUND) {
            return Optional.empty();
        }
        if (status != OK) {
            throw refused(file, status, answer.headers().firstValue("Location"));
        }
        Optional<String> coding = answer.headers().firstValue("Content-Encoding").filter(name -> !name.equals("identity"));
        if (coding.isPresent()) {
            throw new WebException(file + ": the server sends the file in the coding \"" + coding.get()
                    + "\", which nobody asked for; have it served as it is");
        }
        if (answer.body().tooMany()) {
            throw new WebException(file + ": the server sends more than " + maxBytes + " bytes, and no such file of a ledger has more; "
                    + "is this the address of the ledger's folder?");
        }
        return Optional.of(answer.body().bytes());
    }

    private HttpResponse<Bytes> answer(HttpRequest request, int maxBytes) throws IOException, PassingException {
        CompletableFuture<HttpResponse<Bytes>> coming = client.sendAsync(request,
                head -> new BoundedBody(head.statusCode() == OK ? maxBytes : MAX_ERROR_BYTES));
        try {
            return coming.get(limits.fileMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            coming.cancel(true);
            throw new PassingException("no whole answer within " + limits.fileMillis() + " ms", slow);
        } catch (ExecutionException failed) {
            throw new PassingException(reason(failed.getCause()), failed.getCause());
        } catch (InterruptedException interrupted) {
            coming.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading " + request.uri());
        }
    }

    private static IOException refused(URI file, int status, Optional<String> location) throws PassingException {
        return switch (status) {
            case 408, 425, 429, 500, 502, 503, 504 -> throw new PassingException("the server answers " + status, null);
            case 301, 302, 303, 307, 308 -> new WebException(file + ": the server answers " + status + " and sends to "
                    + location.orElse("nowhere") + "; redirects are not followed: give the address at which the ledger's folder lies");
            default -> new WebException(file + ": the server answers " + status
                    + ", which is neither the file nor that there is none (404); perhaps you should fetch a copy (consort member ledger DIR)");
        };
    }

    private static String reason(Throwable failure) {
        String what = switch (failure) {
            case HttpConnectTimeoutException slow -> "no connection";
            case ConnectException none -> "no connection";
            case SSLException untrusted -> "no encrypted connection";
            default -> "no whole answer";
        };
        return what + " (" + NetworkProblem.text(failure) + ")";
    }

    private void pause(int failedAttempts) throws InterruptedIOException {
        try {
            Thread.sleep(limits.pauseMillis(failedAttempts));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted between two attempts");
        }
    }
}
