package consort.ledger.audit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.audit.LedgerFolder;
import consort.ledger.audit.OneCent;
import consort.ledger.entry.Ack;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.Clauses;
import consort.ledger.entry.ExternalCost;
import consort.ledger.entry.JobWithdrawn;
import consort.ledger.entry.Witnessing;
import consort.ledger.fold.EveryEntry;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.web.FolderServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    @TempDir
    private Path temporary;

    private final LedgerBuilder ledger = LedgerBuilder.consortium();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String folder;
    private String trust;

    @BeforeEach
    void writeFolder() throws IOException {
        folder = temporary.resolve("ledger").toString();
        trust = temporary.resolve("trust.json").toString();
        LedgerFolder.write(ledger, Path.of(folder));
        LedgerFolder.writeReceipts(ledger, "acme/w1", temporary.resolve("receipts"));
        Files.writeString(Path.of(trust), LedgerFolder.trust(ledger).json());
    }

    @Test
    void verifyWithTrustAndReceiptsSaysVerified() {
        assertThat(run("verify", folder, "--trust", trust, "--receipts", temporary.resolve("receipts").toString())).isZero();
        assertThat(out.toString()).startsWith("VERIFIED: example.org/demo")
                .contains("receipts    4, all true", "(the one you trust)",
                "That a device did the work");
    }

    @Test
    void verifyTellsADamagedReceiptFromEvidence() throws IOException {
        Path receipts = temporary.resolve("receipts");
        Files.writeString(receipts.resolve("0"), "half a rec");
        assertThat(run("verify", folder, "--trust", trust, "--receipts", receipts.toString())).isEqualTo(60);
        assertThat(out.toString()).startsWith("TAMPERED: receipt " + receipts.resolve("0")).contains("proves nothing against anybody")
                .doesNotContain("they are the evidence");
    }

    @Test
    void verifyTellsWhatIsNotThereToBeLookedAt() throws IOException {
        assertThat(run("verify", folder, "--trust", trust)).isZero();
        assertThat(out.toString()).doesNotContain("not here");
        Files.delete(Path.of(folder).resolve("keys/acme"));
        Files.delete(Path.of(folder).resolve("policy"));
        assertThat(run("verify", folder, "--trust", trust)).isZero();
        assertThat(out.toString()).contains("not here    policy, keys/acme: nothing was held against them");
        assertThat(run("verify", folder, "--trust", trust, "--json")).isZero();
        assertThat(out.toString()).contains("\"absent\":[\"policy\",\"keys/acme\"]");
    }

    @Test
    void verifyNamesTheEntryThatGivesTheKeyOfAnAlteredFile() throws IOException {
        Files.writeString(Path.of(folder).resolve("keys/acme"), Files.readString(Path.of(folder).resolve("keys/beta")));
        assertThat(run("verify", folder, "--trust", trust)).isEqualTo(60);
        assertThat(out.toString()).startsWith("TAMPERED: keys/acme, entry 3, field text, rule exported-keys");
    }

    @Test
    void verifyNamesTheLineOfAPolicyThatDiffers() throws IOException {
        Path policy = Path.of(folder, "policy");
        Files.writeString(policy, "log " + Files.readString(Path.of(folder, "keys/log")) + "quorum 3\n");
        assertThat(run("verify", folder, "--trust", trust)).isEqualTo(60);
        assertThat(out.toString()).startsWith("TAMPERED: policy, field text of line 2, rule exported-keys: expected ").contains(", found quorum 3\n");
    }

    @Test
    void verifyWithoutTrustSaysSo() {
        assertThat(run("verify", folder)).isEqualTo(61);
        assertThat(out.toString()).startsWith("CONSISTENT, NOT AUTHENTICATED").contains("--trust");
    }

    @Test
    void oneWrongCentIsNamedOnTheFirstLine() throws IOException {
        String copy = temporary.resolve("copy").toString();
        OneCent.write(Path.of(folder), Path.of(copy), ledger.logKey);
        assertThat(run("verify", copy, "--trust", trust)).isEqualTo(60);
        assertThat(out.toString().lines().findFirst().orElseThrow())
                .startsWith("TAMPERED: ").contains("members[acme].shareMinor, rule bill: expected ");
    }

    @Test
    void runsSaysWhatEachTook() {
        assertThat(run("runs", folder, "--trust", trust)).isZero();
        assertThat(out.toString()).startsWith("run 1 (fashion)\n  planned and taken: time 3 h 2 min 1 s; device time ")
                .contains("    acme: device time 3 h 1 min 36 s; down not known", "the one you trust", "That a device did the work");
        out.getBuffer().setLength(0);
        assertThat(run("runs", folder, "--json", "--run", "1")).isZero();
        assertThat(out.toString()).contains("\"runs\":[{\"actual\":{", "\"ended\":true").hasLineCount(1);
        assertThat(run("runs", folder, "--run", "7")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no run 7 in this ledger; it has 1");
    }

    @Test
    void billsSaysWhatBecameOfEach(@TempDir Path other) throws IOException {
        LedgerFolder.write(EveryEntry.write(), other);
        assertThat(run("bills", other.toString())).isZero();
        assertThat(out.toString()).startsWith("bill of period 1 (entry ").containsPattern("(?m)^  accepted by acme \\(entry \\d+\\), beta")
                .containsPattern("(?m)^  disputed by carol \\(entry \\d+, claim \\d+, device-time\\): it was away that day\n    rejected \\(entry \\d+\\)")
                .containsPattern("(?m)^  payment 1 \\(entry \\d+\\): .* EUR, confirmed \\(entry \\d+\\)$");
        out.getBuffer().setLength(0);
        assertThat(run("bills", other.toString(), "--json", "--period", "1")).isZero();
        assertThat(out.toString()).startsWith("{\"bills\":[{\"accepted\":{\"acme\":").contains("\"outcome\":\"rejected\"").hasLineCount(1);
        out.getBuffer().setLength(0);
        assertThat(run("bills", folder)).isZero();
        assertThat(out.toString()).contains("\n  accepted by nobody; not by acme, beta, carol\n", " EUR, not instructed\n");
        assertThat(run("bills", folder, "--period", "7")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no closed period 7 in this ledger; it has 1");
    }

    @Test
    void runsNamesJobsThatWereWithdrawnBeforeTheyRan(@TempDir Path other) throws IOException {
        LedgerBuilder asking = LedgerBuilder.asking(1);
        asking.append(new JobWithdrawn(asking.nowMillis(), LedgerBuilder.job().digest(), "another\u001b[2J seed"), asking.logKey);
        LedgerFolder.write(asking, other);
        assertThat(run("runs", other.toString())).isZero();
        assertThat(out.toString()).startsWith("no run was started yet\njob fashion (" + LedgerBuilder.job().digest()
                + ") was withdrawn before it ran, with entry " + (asking.state.size() - 1) + ": another\\u{1b}[2J seed\n");
        out.getBuffer().setLength(0);
        assertThat(run("runs", other.toString(), "--json")).isZero();
        assertThat(out.toString()).contains("\"runs\":[],\"withdrawnJobs\":[{\"entry\":" + (asking.state.size() - 1));
    }

    @Test
    void auditsWhatAWebServerServes() throws IOException {
        try (FolderServer server = new FolderServer(Path.of(folder))) {
            assertThat(run("verify", server.address(), "--trust", trust)).isZero();
            assertThat(out.toString()).startsWith("VERIFIED: example.org/demo");
            assertThat(err.toString()).contains("consort audit verify: note: " + server.address() + " is not encrypted")
                    .hasLineCount(1);
            assertThat(run("statement", server.address(), "--organization", "acme", "--trust", trust)).isZero();
            assertThat(run("verify", server.address() + "x/", "--json")).isEqualTo(63);
            server.meddledBy((exchange, path, time) -> {
                FolderServer.send(exchange, 403, new byte[0]);
                return true;
            });
            assertThat(run("verify", server.address())).isEqualTo(2);
            assertThat(err.toString()).contains("consort audit verify: cannot read " + server.address() + "checkpoint: the server answers 403");
        }
        assertThat(run("verify", "ftp://example.org/ledger")).isEqualTo(2);
        assertThat(err.toString()).contains("\"ftp://example.org/ledger\" begins neither with https:// nor with http://");
    }

    @Test
    void explainsExportsAndProvesFromAWebServerAsFromAFolder() throws IOException {
        try (FolderServer server = new FolderServer(Path.of(folder))) {
            for (List<String> command : List.of(List.of("explain", "--organization", "acme", "--trust", trust, "--all"),
                    List.of("export", "--format", "beancount", "--trust", trust), List.of("export", "--format", "csv", "--trust", trust))) {
                String copied = printed(command, folder);
                assertThat(copied).contains("acme", command.contains("csv") ? ",bill," : "2027-01-15");
                assertThat(printed(command, server.address())).isEqualTo(copied);
            }
            for (String index : List.of("0", "9", Long.toString(ledger.state.size() - 1))) {
                Path copied = temporary.resolve("copied-" + index);
                Path served = temporary.resolve("served-" + index);
                printed(List.of("prove", "--entry", index, "--trust", trust, "--out", copied.toString()), folder);
                printed(List.of("prove", "--entry", index, "--trust", trust, "--out", served.toString()), server.address());
                assertThat(served).hasSameTextualContentAs(copied);
                assertThat(run("prove", "--check", served.toString(), "--trust", trust)).as(err.toString()).isZero();
            }
            assertThat(run("prove", server.address(), "--entry", "9999", "--out", temporary.resolve("none").toString())).isEqualTo(2);
            assertThat(err.toString()).contains("there is no entry 9999");
            assertThat(temporary.resolve("none")).doesNotExist();
        }
    }

    private String printed(List<String> command, String ledger) {
        List<String> words = new ArrayList<>(command);
        words.add(1, ledger);
        out.getBuffer().setLength(0);
        assertThat(run(words.toArray(String[]::new))).as(err.toString()).isZero();
        return out.toString();
    }

    @Test
    void jsonSaysTheSame() throws IOException {
        assertThat(run("verify", folder, "--trust", trust, "--json")).isZero();
        assertThat(out.toString()).startsWith("{\"exitCode\":0,\"ledger\":{").contains("\"verdict\":\"verified\"")
                .hasLineCount(1);
        out.getBuffer().setLength(0);
        Files.writeString(Path.of(folder, "policy"), "log nothing\n");
        assertThat(run("verify", folder, "--json")).isEqualTo(60);
        assertThat(out.toString()).contains("\"file\":\"policy\"", "\"rule\":\"exported-keys\"", "\"verdict\":\"tampered\"");
    }

    @Test
    void aFolderThatIsNoneOrEmptyIsNoLedger() throws IOException {
        assertThat(run("verify", temporary.resolve("nowhere").toString())).isEqualTo(63);
        assertThat(run("verify", temporary.resolve("receipts").toString())).isEqualTo(63);
        assertThat(out.toString()).contains("NOT A LEDGER: there is no folder", "neither a checkpoint nor tile/");
        Path coordinator = temporary.resolve("coordinator");
        Files.createDirectories(coordinator.resolve("ledger/tile"));
        assertThat(run("verify", coordinator.toString())).isEqualTo(63);
        assertThat(out.toString()).contains("; give ledger/ in it");
    }

    @Test
    void aCopyWithoutItsCheckpointIsNoLedgerAndNoEvidence() throws IOException {
        Files.delete(Path.of(folder, "checkpoint"));
        assertThat(run("verify", folder, "--trust", trust)).isEqualTo(63);
        assertThat(out.toString()).startsWith("NOT A LEDGER: there is tile/ in this folder and no checkpoint")
                .contains("Perhaps you should give the folder that holds the file checkpoint");
    }

    @Test
    void whatTheAuditedPartyWroteIsShownOnOneLineWithItsControlCharacters() throws IOException {
        Files.writeString(Path.of(folder, "policy"), "log nothing\rat all\u001b[2J");
        assertThat(run("verify", folder, "--trust", trust)).isEqualTo(60);
        assertThat(out.toString().lines().findFirst().orElseThrow()).contains("log nothing\\rat all\\u{1b}[2J");
    }

    @Test
    void wrongUseIsOneClearError() throws IOException {
        assertThat(run("verify", folder, "--trust", "nothing.json")).isEqualTo(2);
        assertThat(err.toString()).contains("--trust: there is no file nothing.json");
        Files.writeString(Path.of(trust), "{}");
        assertThat(run("verify", folder, "--trust", trust)).isEqualTo(2);
        assertThat(err.toString()).contains("is no trust file: field 'origin' is missing");
        assertThat(run("verify", folder, "--receipts", "nowhere")).isEqualTo(2);
        Path empty = Files.createDirectory(temporary.resolve("empty"));
        assertThat(run("verify", folder, "--receipts", empty.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("there are no receipts in " + empty);
        assertThat(run("verify", folder, "--trust", folder)).isEqualTo(2);
        assertThat(err.toString()).contains(folder + " is a folder").doesNotContain("Usage", "\tat ");
    }

    @Test
    void whatCannotBeReadIsNamedWithTheReason() throws IOException {
        Path document = Path.of(folder, "docs", ledger.documents.keySet().iterator().next());
        Files.delete(document);
        Files.createDirectory(document);
        assertThat(run("verify", folder)).isEqualTo(2);
        assertThat(err.toString()).startsWith("consort audit verify: cannot read docs/" + document.getFileName() + ": is a directory");
    }

    @Test
    void aStatementThatCannotBeGivenNamesThoseThatCan() {
        assertThat(run("statement", folder, "--organization", "zeta")).isEqualTo(2);
        assertThat(err.toString()).contains("no member \"zeta\" in this ledger; its members are acme, beta, carol")
                .hasLineCount(1);
        assertThat(run("statement", folder, "--organization", "acme", "--period", "7")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no period 7 in this ledger; period 1 is closed, period 2 is open");
    }

    @Test
    void wrongSyntaxShowsHowItGoesInShort() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("statement", folder)).isEqualTo(2);
        assertThat(run("verify", folder, "--jsn")).isEqualTo(2);
        assertThat(err.toString()).contains("consort audit: name one of the commands: verify, statement, explain, bills, ", "\nUsage: consort audit ",
                "consort audit statement: give --organization NAME\nUsage: consort audit statement",
                "consort audit statement --help tells more.",
                "consort audit verify: \"--jsn\" does not fit here; did you mean --json?").doesNotContain("kept since joining");
        err.getBuffer().setLength(0);
        assertThat(run("verfy", folder)).isEqualTo(2);
        assertThat(err.toString()).contains("consort audit: \"verfy\" does not fit here; did you mean",
                "(commands: verify, statement, explain, bills, ");
    }

    @Test
    void aValueThatDoesNotFitIsSaidInOneLine() {
        assertThat(run("runs", folder, "--run", "first")).isEqualTo(2);
        assertThat(err.toString()).contains("consort audit runs: ", "--run", "\"first\" is not a whole number from 1").hasLineCount(1);
        err.getBuffer().setLength(0);
        assertThat(run("statement", folder, "--organization", "acme", "--period", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--period", "\"0\" is not a whole number from 1").hasLineCount(1);
        for (String many : List.of("9007199254740992", "1" + "0".repeat(18), "9".repeat(40))) {
            err.getBuffer().setLength(0);
            assertThat(run("bills", folder.toString(), "--period", many)).isEqualTo(2);
            assertThat(err.toString()).contains("\"" + many + "\" is more than a ledger counts, 9007199254740991").hasLineCount(1);
        }
        err.getBuffer().setLength(0);
        assertThat(run("bills", folder.toString(), "--period", "9007199254740991")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no closed period 9007199254740991");
    }

    @Test
    void errorsAreJsonWhereJsonIsAskedFor() {
        assertThat(run("verify", folder, "--trust", "nothing.json", "--json")).isEqualTo(2);
        assertThat(out.toString()).startsWith("{\"error\":\"--trust: there is no file nothing.json")
                .contains("\"exitCode\":2}").hasLineCount(1);
        assertThat(run("statement", folder, "--json")).isEqualTo(2);
        assertThat(out.toString()).contains("{\"error\":\"give --organization NAME").hasLineCount(2);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aStatementReadsLikeOne() {
        assertThat(run("statement", folder, "--organization", "beta", "--trust", trust)).isZero();
        assertThat(out.toString().replaceAll(" +", " ")).contains(
                "Statement of beta, period 1",
                "claimed by its workers, 2 claims 2 h 30 min",
                "less: refused: norm-too-large, counts 250/1000 -22 min 30 s\n entry ",
                "accepted 2 h 7 min 30 s",
                "normalized, at score 1000/1000 2 h 7 min 30 s",
                "rate for an hour of normalized device time 1.84",
                "credit 3.91",
                "weight: 30.0000 by benefit + 7.5000 by tier + 3.3333 equal 40.8333 %",
                "net: credit less share -1.09",
                "pays to acme 0.27",
                "which is the one you trust",
                "which you trust as well",
                "cosignatures of witnesses: none asked for by the charter",
                "receipts: none were given",
                "What they do not prove",
                "same ledger, which has no witnesses: compare");
    }

    @Test
    void aStatementIsHeldAgainstReceiptsAndWitnessesToo() {
        String receipts = temporary.resolve("receipts").toString();
        assertThat(run("statement", folder, "--organization", "beta", "--trust", trust, "--receipts", receipts)).isZero();
        assertThat(out.toString()).contains("receipts: 4, all true");
        assertThat(run("statement", folder, "--organization", "beta", "--receipts", "nowhere")).isEqualTo(2);
        assertThat(err.toString()).contains("--receipts: there is no folder nowhere");
    }

    @Test
    void aStatementSaysFromWhereOnWitnessesAreMissing(@TempDir Path other) throws IOException {
        LedgerFolder.write(EveryEntry.write(), other);
        assertThat(run("statement", other.toString(), "--organization", "acme")).isZero();
        assertThat(out.toString()).contains("cosignatures of witnesses: unwitnessed since entry 0",
                "from entry 0 on, which too few witnesses cosigned: compare");
        assertThat(run("statement", other.toString(), "--organization", "acme", "--require-witnesses")).isEqualTo(2);
        assertThat(err.toString()).contains("--require-witnesses wants --trust");
        Files.writeString(Path.of(trust), LedgerFolder.trust(EveryEntry.write()).json());
        assertThat(run("statement", other.toString(), "--organization", "acme", "--trust", trust, "--require-witnesses")).isEqualTo(65);
    }

    @Test
    void aStatementOfAnOpenPeriodSaysSo() {
        assertThat(run("statement", folder, "--organization", "carol", "--period", "2", "--json")).isZero();
        assertThat(out.toString()).contains("\"open\":true", "\"period\":2", "\"netMinor\":0", "\"trusted\":false");
    }

    @Test
    void aStatementOfAPeriodWithoutEntriesSaysThatThereAreNone(@TempDir Path other) throws IOException {
        LedgerBuilder closed = LedgerBuilder.consortium();
        closed.closePeriod();
        LedgerFolder.write(closed, other);
        assertThat(run("statement", other.toString(), "--organization", "acme")).isZero();
        assertThat(out.toString()).contains("Statement of acme, period 2\n", "entry " + (closed.state.size() - 1) + ", amounts");
        out.getBuffer().setLength(0);
        assertThat(run("statement", other.toString(), "--organization", "acme", "--period", "3")).isZero();
        assertThat(out.toString()).contains("no entries since the last close, amounts in EUR");
    }

    @Test
    void aStatementNamesEachCostThatWasBorneForAll(@TempDir Path other) throws IOException {
        LedgerBuilder ledger = LedgerBuilder.consortium();
        ledger.append(new ExternalCost(ledger.nowMillis(), "acme", 50_000, "hosting in May"), ledger.logKey);
        ledger.append(new ExternalCost(ledger.nowMillis(), "acme", -45_000, "hosting in May: a digit too many"), ledger.logKey);
        LedgerFolder.write(ledger, other);
        assertThat(run("statement", other.toString(), "--organization", "acme", "--period", "2")).isZero();
        assertThat(out.toString().replaceAll(" +", " ")).contains("costs paid for all 50.00",
                "entry " + (ledger.state.size() - 2) + ": hosting in May (500.00)", ": hosting in May: a digit too many (-450.00)",
                "credit 50.00");
    }

    @Test
    void aStatementSaysWhetherTheChartersMaximumIsPassed(@TempDir Path other) throws IOException {
        CharterDocument plain = LedgerBuilder.charter();
        LedgerBuilder ledger = new LedgerBuilder(new CharterDocument(plain.consortium(), plain.domain(), plain.currency(),
                plain.rateMinorPerHour(), plain.rateNote(), plain.share(), plain.settlement(), plain.outcomes(), 0, Witnessing.NONE, 14,
                List.of(), new Clauses(OptionalLong.of(2_000), Optional.empty(), Optional.empty(), Optional.empty())));
        ledger.join("acme", 300, 4);
        ledger.join("beta", 0, 0);
        ledger.append(new ExternalCost(ledger.nowMillis(), "acme", 2_500, "hosting in May"), ledger.logKey);
        LedgerFolder.write(ledger, other);
        assertThat(run("statement", other.toString(), "--organization", "acme")).isZero();
        assertThat(out.toString().replaceAll(" +", " ")).contains("share of the pool 23.75",
                "the charter's maximum liability for a period (20.00)", "BEYOND THE CHARTER'S MAXIMUM: dispute this bill (3.75)");
        out.getBuffer().setLength(0);
        assertThat(run("statement", other.toString(), "--organization", "beta")).isZero();
        assertThat(out.toString()).contains("maximum liability").doesNotContain("BEYOND");
        assertThat(run("statement", other.toString(), "--organization", "acme", "--json")).isZero();
        assertThat(out.toString()).contains("\"beyondLiabilityMinor\":375", "\"maximumLiabilityMinor\":2000");
        ledger.closePeriod();
        ledger.append(new Ack(ledger.nowMillis(), "acme", 3, 1, ledger.state.settlements().bill(1).hex()), LedgerBuilder.organizationKey("acme"));
        Path accepted = temporary.resolve("accepted");
        LedgerFolder.write(ledger, accepted);
        out.getBuffer().setLength(0);
        assertThat(run("statement", accepted.toString(), "--organization", "acme")).isZero();
        assertThat(out.toString()).contains("BEYOND THE CHARTER'S MAXIMUM: ask the operator to put it right").doesNotContain("dispute this bill");
    }

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
