package consort.examples.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The files where their authors publish them. That server speaks plain HTTP only; the pins make up for it. A proxy is
 * honored as the JVM is told of one ({@code -Djava.net.useSystemProxies}, {@code http.proxyHost}).
 */
final class PublishedFiles implements Source {

    private static final URI PUBLISHED = URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/");

    private final URI base;

    PublishedFiles() {
        this(PUBLISHED);
    }

    PublishedFiles(URI base) {
        this.base = base;
    }

    @Override
    public String name() {
        return base.toString();
    }

    @Override
    public void copyInto(Path folder, Consumer<String> log) throws IOException {
        log.accept("downloading Fashion-MNIST (31 MB) from " + base);
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
            for (FashionMnist.Part part : FashionMnist.Part.values()) {
                fetch(client, base.resolve(part.file()), folder.resolve(part.file()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException("interrupted");
        }
    }

    private static void fetch(HttpClient client, URI uri, Path file) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(5)).build();
        HttpResponse<InputStream> response;
        try {
            response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new DataException("not reachable (" + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()) + ")");
        }
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw new DataException(uri + " answered " + response.statusCode());
            }
            Files.write(file, body.readNBytes(FashionMnist.MAX_FILE_BYTES));
        }
    }
}
