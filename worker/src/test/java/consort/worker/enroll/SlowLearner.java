package consort.worker.enroll;

import consort.worker.folder.PartyFolder;
import consort.worker.trust.Chain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A process that learns of the log's second key. It says when it has read what is known, and writes once it is told to. */
final class SlowLearner {

    private SlowLearner() {
    }

    public static void main(String[] arguments) {
        PartyFolder folder = new PartyFolder(Path.of(arguments[0]));
        folder.changingTrust(() -> {
            Learned known = new Learned(folder.trust(), folder.authorities());
            System.out.println("read");
            awaitLine();
            Learned learned = Learned.of(known.trust(), known.authorities(), List.of(Chain.toSecond()), List.of());
            folder.save(learned.trust(), learned.authorities());
            return learned;
        });
    }

    private static void awaitLine() {
        try {
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
