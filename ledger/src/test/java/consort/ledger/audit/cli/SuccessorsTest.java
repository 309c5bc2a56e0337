package consort.ledger.audit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.audit.LedgerFolder;
import consort.ledger.entry.ExternalCost;
import consort.ledger.entry.LogKey;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.fold.NextLogKeys;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log's key names one successor to some and another to others: from there on there are two ledgers, each of which verifies. */
final class SuccessorsTest {

    @TempDir
    private Path temporary;

    private final LedgerBuilder earlier = LedgerBuilder.consortium();
    private final LedgerBuilder later = LedgerBuilder.consortium();
    private final SignerKey first = NextLogKeys.key(1);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String early;
    private String late;
    private String proof;

    @BeforeEach
    void forkWhereTheKeyIsReplaced() throws IOException {
        NextLogKeys.rotate(earlier);
        later.append(new ExternalCost(later.nowMillis(), "acme", 100, "power"), first);
        LogKey other = NextLogKeys.entry(later);
        later.append(new LogKey(other.timeMillis(), NextLogKeys.key(3).verifierKey().toString(), other.size(), other.root()), first);
        later.logKey = NextLogKeys.key(3);
        early = written(earlier, "early");
        late = written(later, "late");
        proof = temporary.resolve("proof").toString();
    }

    private String written(LedgerBuilder ledger, String name) throws IOException {
        LedgerFolder.write(ledger, temporary.resolve(name));
        Files.writeString(temporary.resolve(name + ".json"),
                LedgerFolder.trust(LedgerBuilder.consortium()).knowing(ledger.state.logKeys()).json());
        return temporary.resolve(name).toString();
    }

    @Test
    void twoCopiesProveItToWhoeverHasTheKeyThatNamedThem() {
        for (String[] trust : new String[][] {{}, {"--log-key", first.verifierKey().toString()}, {"--trust", late + ".json"}}) {
            assertThat(run(trust, "compare", early, late, "--out", proof)).as(out + " " + err).isEqualTo(60);
            assertThat(out.toString()).contains("FORKED: the log's key named two successors: " + NextLogKeys.key(2).verifierKey(),
                    NextLogKeys.key(3).verifierKey().toString());
        }
        assertThat(run(new String[0], "judge", proof, "--log-key", first.verifierKey().toString())).as(out + " " + err).isEqualTo(60);
        assertThat(out.toString()).contains("PROVEN: the log's key named two successors");
        assertThat(run(new String[0], "judge", proof, "--trust", late + ".json")).as("the other entry was signed in the key's reign").isEqualTo(60);
    }

    @Test
    void whatAReplacedKeySignedAccusesNobody() {
        assertThat(run(new String[0], "compare", early, late, "--trust", early + ".json")).isEqualTo(66);
        assertThat(out.toString()).startsWith("UNDECIDED: ").contains("not compared: " + late + ": the log's key named two successors",
                "whoever has the old key made this copy, or the operator leads two ledgers");
        run(new String[0], "compare", early, late, "--out", proof);
        assertThat(run(new String[0], "judge", proof, "--trust", early + ".json")).isEqualTo(66);
        assertThat(out.toString()).contains("PROVES NOTHING: one of the entries is signed by the log key", "whoever stole it could sign so");
    }

    @Test
    void oneSuccessorOrAnothersKeyProvesNothing() throws IOException {
        run(new String[0], "compare", early, late, "--out", proof);
        String file = Files.readString(Path.of(proof));
        String same = file.replaceAll("\"second\":\"[^\"]*\"", "\"second\":\"" + file.replaceAll("(?s).*\"first\":\"([^\"]*)\".*", "$1") + "\"");
        Files.writeString(Path.of(proof), same);
        assertThat(run(new String[0], "judge", proof, "--log-key", first.verifierKey().toString())).isEqualTo(66);
        assertThat(out.toString()).contains("the two entries are one");
        Files.writeString(Path.of(proof), file);
        assertThat(run(new String[0], "judge", proof, "--log-key", NextLogKeys.key(2).verifierKey().toString())).isEqualTo(66);
    }

    @Test
    void whoJoinedAfterTheKeyWasReplacedFollowsTheNextOneToo() throws IOException {
        NextLogKeys.rotate(earlier);
        LedgerFolder.write(earlier, temporary.resolve("longer"));
        assertThat(run(new String[0], "compare", early, temporary.resolve("longer").toString(), "--log-key", NextLogKeys.key(2).verifierKey().toString()))
                .as(out + " " + err).isZero();
    }

    private int run(String[] trust, String... arguments) {
        String[] all = Stream.concat(Arrays.stream(arguments), Arrays.stream(trust)).toArray(String[]::new);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
    }
}
