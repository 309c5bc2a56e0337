package consort.ledger.audit.cli;

import static consort.ledger.fold.LedgerBuilder.organizationKey;
import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.audit.LedgerFolder;
import consort.ledger.confidential.Disclosure;
import consort.ledger.entry.ErasedFields;
import consort.ledger.entry.Erasure;
import consort.ledger.entry.Opening;
import consort.ledger.entry.PrivateField;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.fold.Observations.Findings;
import consort.ledger.json.JsonString;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A claim that commits to its host: the value is disclosed, held against the ledger, and erased. */
class DisclosedTest {

    private static final Opening HOST = Opening.of(PrivateField.HOST, new byte[] {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32},
            new JsonString("rack-7\u001b[2J"));

    @TempDir
    private Path temporary;

    private final LedgerBuilder ledger = new LedgerBuilder(LedgerBuilder.charter());
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private long claim;
    private String trust;

    @BeforeEach
    void aRoundInWhichAcmeCommits() throws IOException {
        ledger.join("acme", 300, 4);
        ledger.join("beta", 300, 3);
        ledger.join("carol", 100, 1);
        ledger.submit(LedgerBuilder.job());
        ledger.round(1, List.of("acme/w1", "beta/w1", "carol/w1"));
        ledger.pass(60_000);
        claim = ledger.state.size();
        ledger.claim(ledger.claimOf("acme/w1", 60_000).withPriv(Opening.commitments(List.of(HOST))),
                new Findings(Optional.empty(), Optional.empty(), OptionalLong.of(1)));
        ledger.claimAll(List.of("beta/w1", "carol/w1"), 60_000);
        ledger.closeRound(1);
        trust = temporary.resolve("trust.json").toString();
        Files.writeString(Path.of(trust), LedgerFolder.trust(ledger).json());
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private String folder(String name) throws IOException {
        LedgerFolder.write(ledger, temporary.resolve(name));
        return temporary.resolve(name).toString();
    }

    private String file(long entry, Opening opening) throws IOException {
        return Files.write(temporary.resolve("host.json"), new Disclosure("example.org/demo", entry, opening).bytes()).toString();
    }

    @Test
    void theValueThatWasCommittedToOpensTheEntryAndNoOtherDoes() throws IOException {
        String folder = folder("ledger");
        assertThat(run("disclosed", folder, "--disclosure", file(claim, HOST), "--trust", trust)).isZero();
        assertThat(out.toString()).startsWith("host of entry " + claim + " is \"rack-7\\u001b[2J\": acme/w1 committed to it")
                .contains("the one you trust");
        Opening other = new Opening(PrivateField.HOST, HOST.salt(), new JsonString("rack-8"));
        assertThat(run("disclosed", folder, "--disclosure", file(claim, other), "--trust", trust)).isEqualTo(67);
        assertThat(out.toString()).startsWith("host of entry " + claim + " is NOT \"rack-8\": acme/w1 committed to another value");
        assertThat(run("disclosed", folder, "--json", "--disclosure", file(claim, other))).isEqualTo(67);
        assertThat(out.toString()).contains("\"exitCode\":67", "\"opens\":false").hasLineCount(1);
    }

    @Test
    void saysWhyADisclosureIsAboutNothingHere() throws IOException {
        String folder = folder("ledger");
        assertThat(run("disclosed", folder, "--disclosure", file(claim + 1, HOST))).isEqualTo(2);
        assertThat(err.toString()).contains("entry " + (claim + 1) + " (observation) commits to no host");
        assertThat(run("disclosed", folder, "--disclosure", file(10_000, HOST))).isEqualTo(2);
        assertThat(err.toString()).contains("fetch a newer one");
        assertThat(run("disclosed", folder, "--disclosure", trust)).isEqualTo(2);
        assertThat(err.toString()).contains("is no disclosure");
        assertThat(run("disclosed", folder, "--disclosure", temporary.resolve("none").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("there is no file");
    }

    @Test
    void theLedgerVerifiesAndBillsTheSameBeforeAndAfterAnErasure() throws IOException {
        String before = folder("before");
        assertThat(run("verify", before, "--trust", trust)).isZero();
        assertThat(run("statement", before, "--organization", "acme", "--trust", trust)).isZero();
        List<String> bill = withoutBasis();
        ledger.append(new Erasure(ledger.nowMillis(), "acme", Optional.empty(),
                ledger.state.lastSeq(organizationKey("acme").verifierKey()) + 1,
                List.of(new ErasedFields(claim, Set.of(PrivateField.HOST)))), organizationKey("acme"));
        String after = folder("after");
        assertThat(run("verify", after, "--trust", trust)).isZero();
        assertThat(run("statement", after, "--organization", "acme", "--trust", trust)).isZero();
        assertThat(withoutBasis()).isEqualTo(bill);
        assertThat(run("disclosed", after, "--disclosure", file(claim, HOST), "--trust", trust)).isZero();
        assertThat(out.toString()).contains("declared destroyed by entry " + (ledger.state.size() - 1));
    }

    /** The statement's own lines; what it was checked against names the size. */
    private List<String> withoutBasis() {
        return out.toString().lines().filter(line -> !line.contains("entries") && !line.contains("root")).toList();
    }
}
