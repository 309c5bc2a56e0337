package consort.examples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import consort.examples.demo.forgery.Forgery;
import consort.examples.demo.process.Programs;
import consort.examples.demo.report.Result;
import consort.examples.demo.story.LedgerFolder;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Closes the period, has its bill accepted and paid, lets a member fetch ledger and model, and audits: the copy, and two forgeries of it. */
final class Settling {

    private static final String PERIOD = "1";
    private static final int WITNESSES_MILLIS = 30_000;
    private static final int LOOK_MILLIS = 50;

    private final Setting setting;
    private final Layout layout;
    private final String auditor;

    Settling(Setting setting) {
        this.setting = setting;
        this.layout = setting.layout();
        this.auditor = setting.first();
    }

    void bill() throws IOException, InterruptedException {
        setting.programs().run("period-close", List.of("coordinator", "period", "close",
                "--dir", layout.coordinator().toString()));
    }

    /**
     * All accept the bill, so nobody has to wait until it can be disputed no more; whoever is owed something confirms that it came. No
     * money moves in a demo, but these are the commands of those between whom it does.
     */
    void pay() throws Exception {
        Pairs.map(setting.organizations(), organization -> setting.programs().run("ack-" + organization,
                List.of("member", "ack", "--period", PERIOD, "--yes", "--dir", layout.member(organization).toString())));
        // Only what enough members witnessed is settled.
        awaitWitnesses();
        String settled = setting.programs().run("settle", List.of("coordinator", "settle", "--period", PERIOD, "--json",
                "--dir", layout.coordinator().toString()));
        for (JsonNode payment : new ObjectMapper().readTree(settled).path("payments")) {
            String payee = payment.path("to").asText();
            String number = payment.path("instruction").asText();
            setting.programs().run("confirm-" + number,
                    List.of("member", "confirm", number, "--yes", "--dir", layout.member(payee).toString()));
        }
    }

    /** Until the workers' agents, which witness the ledger, have cosigned all of it; whether they did is the audit's to say. */
    void awaitWitnesses() throws IOException, InterruptedException {
        LedgerFolder ledger = new LedgerFolder(layout.coordinator().resolve("ledger"));
        for (int waited = 0; waited < WITNESSES_MILLIS && ledger.witnessedSize() < ledger.size(); waited += LOOK_MILLIS) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    void fetch() throws IOException, InterruptedException {
        String member = layout.member(auditor).toString();
        setting.programs().run("ledger-" + auditor,
                List.of("member", "ledger", layout.ledgerCopy(auditor).toString(), "--dir", member));
        setting.programs().run("model-list", List.of("model", "list", "--dir", member));
        setting.programs().run("model-get",
                List.of("model", "get", "1", "--dir", member, "--out", layout.model(auditor).toString()));
    }

    List<Result.Audit> audit() throws Exception {
        Path ledger = layout.ledgerCopy(auditor);
        SignerKey logKey = SignerKey.parse(Files.readString(layout.coordinator().resolve("keys/log.key")).strip());
        Files.createDirectories(layout.forged(""));
        return Pairs.map(List.of(
                new Subject("as it is", Result.Expected.VERIFIED, ledger),
                edited(Forgery.edited(ledger, layout.forged("edited"))),
                signedAgain(Forgery.signedAgain(ledger, layout.forged("signed-again"), logKey))), this::verify);
    }

    private record Subject(String name, Result.Expected expected, Path folder) {}

    /** Its hashes no longer lead to what the log's key signed. */
    private static Subject edited(Forgery.Forged forged) {
        return new Subject("a copy, one cent changed", Result.Expected.tampered(forged.entry(), "tree"), forged.folder());
    }

    /** All hashes and signatures fit: only who computes the bill again notices. */
    private static Subject signedAgain(Forgery.Forged forged) {
        return new Subject("the same, signed anew",
                Result.Expected.tampered(forged.entry(), "bill", "members[%s].netMinor".formatted(forged.member())),
                forged.folder());
    }

    private Result.Audit verify(Subject subject) throws IOException, InterruptedException {
        Programs.Finished finished = setting.programs().attempt("audit-" + subject.folder().getFileName(),
                verification(subject.folder()));
        return AuditAnswer.read(subject.name(), subject.expected(), finished.exit(), finished.output()).orElseGet(() ->
                new Result.Audit(subject.name(), subject.expected(), finished.exit(), "no verdict; its log: " + finished.log(),
                        Optional.empty(), 0));
    }

    /** The command that anybody with a copy would type, with its answer for machines. */
    private List<String> verification(Path folder) {
        return List.of("audit", "verify", folder.toString(),
                "--trust", layout.member(auditor).resolve("trust.json").toString(),
                "--receipts", layout.worker(auditor).resolve("receipts").toString(), "--json");
    }
}
