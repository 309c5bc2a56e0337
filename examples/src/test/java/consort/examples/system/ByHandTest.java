package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole sequence of commands by hand, with the operator, two organizations and an outside auditor in folders that share
 * nothing: only invite lines, and at the end a copy of the ledger and a trust.json, cross from one to another.
 */
class ByHandTest {

    private static final int TAMPERED = 60;
    private static final int NOT_AUTHENTICATED = 61;
    private static final int NOT_A_LEDGER = 63;
    private static final long MODEL_BYTES = 4096;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    @Test
    void everyCommandFromFoundingToAuditAnswersPeopleAndMachines() throws Exception {
        try (Consortium consortium = new Consortium(root)) {
            Running coordinator = consortium.serve();
            Site acme = organization(consortium, "acme");
            Site beta = organization(consortium, "beta");
            train(consortium, acme, beta);
            settle(consortium, acme);
            models(consortium, beta);
            Path copy = root.resolve("auditor/ledger");
            JsonNode fetched = json(consortium, "member", "ledger", copy.toString(), "--dir", acme.member().toString());
            assertThat(fetched.get("entries").asInt()).isEqualTo(consortium.bodies().size());
            online(consortium, acme, beta);
            explainedExportedAndProvenOnline(consortium, acme, copy);
            coordinator.stop();
            assertThat(coordinator.process().exitValue()).isZero();
            audit(consortium, acme, copy);
        }
    }

    private Site organization(Consortium consortium, String name) throws Exception {
        JsonNode accepted = json(consortium, "member", "accept", consortium.invite(name), "--yes",
                "--dir", consortium.member(name).toString());
        assertThat(accepted.get("organization").asText()).isEqualTo(name);
        assertThat(accepted.get("origin").asText()).isEqualTo("pool.example/pool");
        JsonNode invited = json(consortium, "member", "invite-worker", "w1", "--dir", consortium.member(name).toString());
        assertThat(invited.get("worker").asText()).isEqualTo(name + "/w1");
        Path folder = root.resolve(name).resolve("w1");
        JsonNode joined = json(consortium, "worker", "join", invited.get("invite").asText(), "--dir", folder.toString());
        assertThat(joined.get("worker").asText()).isEqualTo(name + "/w1");
        Site site = new Site(name, "w1", consortium.member(name), folder);
        site.offerReference(consortium.port(), MODEL_BYTES, 2, "train", "test");
        return site;
    }

    private void train(Consortium consortium, Site acme, Site beta) throws Exception {
        consortium.programs().runProcess("worker", "check", "--trainer", "reference", "--dir", acme.folder().toString()).expect(0);
        Path model = root.resolve("operator-desk/initial.safetensors");
        JsonNode made = json(consortium, "worker", "init-model", "--seed", "1", "--out", model.toString(),
                "--dir", acme.folder().toString(), "--trainer", "reference");
        assertThat(made.get("bytes").asLong()).isEqualTo(Files.size(model));
        Path job = new JobFile("by-hand", 2).with("rounds", 2).evaluated().write(root.resolve("operator-desk/job.yaml"));
        JsonNode submitted = json(consortium, "coordinator", "submit", job.toString(), "--model", model.toString(),
                "--dir", consortium.operator().toString());
        assertThat(submitted.get("run").asLong()).isEqualTo(1);
        assertThat(consortium.status().at("/runs/0/status").asText()).isEqualTo("running");
        consortium.run(acme);
        consortium.run(beta);
        consortium.awaitEnd(1, Waiting.LONG);
        JsonNode status = consortium.status();
        assertThat(status.at("/runs/0/status").asText()).isEqualTo("completed");
        assertThat(status.at("/runs/0/roundsClosed").asInt()).isEqualTo(2);
        consortium.programs().runProcess("coordinator", "status", "--dir", consortium.operator().toString()).expect(0);
    }

    private void settle(Consortium consortium, Site acme) throws Exception {
        JsonNode closed = json(consortium, "coordinator", "period", "close", "--dir", consortium.operator().toString());
        assertThat(closed.get("entry").asLong()).isPositive();
        Waiting.until("the bill is published", () -> consortium.bodies().size() > closed.get("entry").asLong());
        assertThat(acme.receipts()).isDirectoryContaining("glob:**.observation.tlog-proof").isDirectoryContaining("glob:**/checkpoint");
    }

    private void models(Consortium consortium, Site beta) throws Exception {
        Ended listed = consortium.programs().runProcess("model", "list", "--json", "--dir", beta.member().toString()).expect(0);
        assertThat(listed.out()).contains("\"round\":0").contains("\"round\":2").contains("accuracyMillionths");
        Path file = root.resolve("beta/final.safetensors");
        JsonNode got = json(consortium, "model", "get", "1", "--out", file.toString(), "--dir", beta.member().toString());
        assertThat(got.get("round").asInt()).isEqualTo(2);
        assertThat(got.get("bytes").asLong()).isEqualTo(Files.size(file));
    }

    private void online(Consortium consortium, Site acme, Site beta) throws Exception {
        String dir = acme.member().toString();
        assertThat(consortium.programs().run("member", "audit", "verify", "--dir", dir).expect(0).out()).startsWith("VERIFIED: pool.example/pool");
        assertThat(json(consortium, "member", "audit", "statement", "--organization", "beta", "--dir", dir).has("statement")).isTrue();
        Path updates = consortium.operator().resolve("blobs");
        assertThat(consortium.programs().run("member", "audit", "replay", "--run", "1", "--round", "2", "--updates", updates.toString(),
                "--dir", beta.member().toString()).expect(0).out()).startsWith("REPLAYED: run 1, round 2: 2 updates");
        assertThat(consortium.programs().run("member", "audit", "verify", "--help").expect(0).out())
                .contains("Usage: consort member audit verify").doesNotContain("--trust");
        assertThat(consortium.programs().run("member", "audit", "verify", "ledger", "--dir", dir).expect(2).err())
                .contains("consort member audit verify: \"ledger\" does not fit here");
    }

    /** What a member is told over its own connection is what stands in a copy. */
    private void explainedExportedAndProvenOnline(Consortium consortium, Site acme, Path copy) throws Exception {
        String trust = acme.member().resolve("trust.json").toString();
        List<String> explain = List.of("explain", "--organization", "acme", "--figure", "credit", "--json");
        JsonNode explained = tree(online(consortium, acme, explain)).get("explanation");
        assertThat(explained).isEqualTo(tree(offline(consortium, copy, trust, explain)).get("explanation"));
        assertThat(explained.at("/figures/0/entries")).isNotEmpty();
        List<String> export = List.of("export", "--format", "csv");
        String books = online(consortium, acme, export).out();
        assertThat(books.lines()).hasSizeGreaterThan(1);
        assertThat(books).isEqualTo(offline(consortium, copy, trust, export).out());
        Path proof = root.resolve("entry-1.tlog-proof");
        assertThat(online(consortium, acme, List.of("prove", "--entry", "1", "--out", proof.toString())).out())
                .contains("entry 1 in the tree of ", "that a key of pool.example/pool signed");
        assertThat(consortium.programs().run("audit", "prove", "--check", proof.toString(), "--trust", trust).expect(0).out()).startsWith("PROVEN: entry 1 ");
        assertThat(consortium.programs().run("member", "audit", "compare", acme.receipts().toString(), "--dir", acme.member().toString()).expect(0).out())
                .startsWith("NO CONTRADICTION");
    }

    private static Ended online(Consortium consortium, Site site, List<String> command) throws Exception {
        List<String> words = new ArrayList<>(List.of("member", "audit"));
        words.addAll(command);
        words.addAll(List.of("--dir", site.member().toString()));
        return consortium.programs().run(words.toArray(String[]::new)).expect(0);
    }

    private static Ended offline(Consortium consortium, Path copy, String trust, List<String> command) throws Exception {
        List<String> words = new ArrayList<>(List.of("audit"));
        words.addAll(command);
        words.addAll(List.of(copy.toString(), "--trust", trust));
        return consortium.programs().run(words.toArray(String[]::new)).expect(0);
    }

    private void audit(Consortium consortium, Site acme, Path copy) throws Exception {
        Path trust = Files.copy(acme.member().resolve("trust.json"), root.resolve("auditor/trust.json"));
        String receipts = acme.receipts().toString();
        Ended verified = verify(consortium, copy, "--trust", trust.toString(), "--receipts", receipts).expect(0);
        assertThat(verified.out()).startsWith("VERIFIED: pool.example/pool").containsPattern("  proofs +[1-9][0-9]*, all true");
        assertThat(tree(verify(consortium, copy, "--json", "--trust", trust.toString()).expect(0)).get("verdict").asText())
                .isEqualTo("verified");
        assertThat(verify(consortium, copy).expect(NOT_AUTHENTICATED).out()).startsWith("CONSISTENT, NOT AUTHENTICATED");
        verify(consortium, root.resolve("auditor"), "--trust", trust.toString()).expect(NOT_A_LEDGER);
        verify(consortium, root.resolve("nowhere"), "--trust", trust.toString()).expect(NOT_A_LEDGER);
        statement(consortium, copy, trust);
        tamper(consortium, copy, trust);
    }

    private static void statement(Consortium consortium, Path copy, Path trust) throws Exception {
        Ended statement = consortium.programs().runProcess("audit", "statement", copy.toString(), "--organization", "acme",
                "--trust", trust.toString()).expect(0);
        assertThat(statement.out()).contains("acme").contains("EUR");
        tree(consortium.programs().run("audit", "statement", copy.toString(), "--organization", "acme", "--json",
                "--trust", trust.toString()).expect(0));
    }

    /** One changed byte in any of these files fails the audit, and the verdict names the file. */
    private static void tamper(Consortium consortium, Path copy, Path trust) throws Exception {
        for (Path file : victims(copy)) {
            byte[] original = Files.readAllBytes(file);
            byte[] changed = original.clone();
            changed[changed.length / 2] ^= 1;
            Files.write(file, changed);
            JsonNode verdict = tree(verify(consortium, copy, "--json", "--trust", trust.toString()).expect(TAMPERED));
            String name = copy.relativize(file).toString();
            assertThat(verdict.at("/evidence/file").asText()).as("verdict on a changed %s: %s", name, verdict).isEqualTo(name);
            if (name.startsWith("tile/entries")) {
                assertThat(verdict.at("/evidence/entry").isNumber()).as("%s", verdict).isTrue();
            }
            Files.write(file, original);
        }
        verify(consortium, copy, "--trust", trust.toString()).expect(0);
    }

    /** The checkpoint, one file of entries, one of hashes, and one document. */
    private static List<Path> victims(Path copy) throws IOException {
        List<Path> victims = new ArrayList<>(List.of(copy.resolve("checkpoint")));
        for (String folder : List.of("tile/entries", "tile/0", "docs")) {
            try (Stream<Path> files = Files.walk(copy.resolve(folder))) {
                victims.add(files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow());
            }
        }
        return victims;
    }

    private static Ended verify(Consortium consortium, Path copy, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("audit", "verify", copy.toString()));
        command.addAll(List.of(options));
        return consortium.programs().run(command.toArray(String[]::new)).withoutStackTrace();
    }

    /** Runs a command, as a process, that must succeed and answer one JSON object. */
    private static JsonNode json(Consortium consortium, String... command) throws Exception {
        List<String> words = new ArrayList<>(List.of(command));
        words.add("--json");
        return tree(consortium.programs().runProcess(words.toArray(String[]::new)).expect(0));
    }

    private static JsonNode tree(Ended ended) throws IOException {
        return new ObjectMapper().readTree(ended.out());
    }
}
