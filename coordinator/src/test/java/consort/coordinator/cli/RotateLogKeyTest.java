package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.network.FreePort;
import consort.ledger.audit.AuditVerdict;
import consort.ledger.audit.Auditor;
import consort.ledger.audit.Trust;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Charter;
import consort.ledger.entry.Entries;
import consort.ledger.log.LogReader;
import consort.ledger.log.TileSource;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code coordinator rotate-log-key}, and backups from before and after it. */
class RotateLogKeyTest {

    @TempDir
    private Path temporary;

    private final StringWriter said = new StringWriter();
    private Path root;
    private CoordinatorFolder folder;
    private SignerKey first;

    @BeforeEach
    void found() {
        root = temporary.resolve("coordinator");
        folder = new CoordinatorFolder(root);
        run(0, "init", root.toString(), "--consortium", "pool", "--domain", "example.org", "--address",
                "localhost:" + FreePort.next());
        first = folder.logKeys().present();
    }

    private void run(int exitCode, String... arguments) {
        said.getBuffer().setLength(0);
        PrintWriter out = new PrintWriter(said, true);
        assertThat(Main.run(out, out, arguments)).as(said.toString()).isEqualTo(exitCode);
    }

    private void rotate(int exitCode, String step) {
        run(exitCode, "rotate-log-key", step, "--dir", root.toString());
    }

    private void serve(CoordinatorFolder served) throws InterruptedException {
        Serving.start(served, CoordinatorConfig.read(served.config()), Throwable::printStackTrace).stop();
    }

    private AuditVerdict audit() throws IOException {
        TileSource ledger = TileSource.of(new FileDisk(folder.ledger()));
        LogReader reader = new LogReader(ledger);
        Charter charter = (Charter) Entries.parse(reader.entry(reader.checkpoint().checkpoint(), 0)).body();
        return Auditor.of(ledger).trusting(new Trust(first.verifierKey(), charter.charter(), charter.authority())).run();
    }

    @Test
    void goesOverToAnotherKeyAndThenEndsTheFirst() throws Exception {
        serve(folder);
        rotate(0, "add");
        SignerKey second = folder.logKeys().present();
        assertThat(said.toString()).contains("the log key is " + second.verifierKey() + " (entry 2)");
        assertThat(folder.logKeys().retiring().orElseThrow().verifierKey()).isEqualTo(first.verifierKey());
        assertThat(audit()).isInstanceOf(AuditVerdict.Verified.class);
        serve(folder);
        rotate(ExitCode.REFUSED.code(), "add");
        assertThat(said.toString()).contains("since entry 2", "rotate-log-key retire");
        run(0, "rotate-log-key", "retire", "--json", "--dir", root.toString());
        assertThat(said.toString().strip()).isEqualTo("{\"already\":false,\"entry\":2,\"logKey\":\"" + second.verifierKey() + "\"}");
        rotate(0, "retire");
        assertThat(said.toString()).contains("there was no other key to retire");
        serve(folder);
        assertThat(audit()).isInstanceOf(AuditVerdict.Verified.class);
        assertThat(files(root.resolve("keys")).map(file -> file.getFileName().toString()).toList())
                .contains("log.key").doesNotContain("log.key.next", "log.key.old");
        assertThat(Files.readString(folder.ledger().resolve("keys/log"))).isEqualTo(second.verifierKey() + "\n");
    }

    @Test
    void aRunningCoordinatorIsToBeStoppedFirst() throws Exception {
        Serving serving = Serving.start(folder, CoordinatorConfig.read(folder.config()), failure -> { });
        try {
            rotate(ExitCode.IN_USE.code(), "add");
            assertThat(said.toString()).contains("is running").contains("stop it, then give this command again");
            rotate(ExitCode.IN_USE.code(), "retire");
        } finally {
            serving.stop();
        }
    }

    @Test
    void keysOfAnotherTimeAreRefusedByEveryCommandThatSigns() throws IOException {
        Path before = copy(root.resolve("keys"), temporary.resolve("before"));
        rotate(0, "add");
        rotate(0, "retire");
        Files.copy(before.resolve("log.key"), root.resolve("keys/log.key"), StandardCopyOption.REPLACE_EXISTING);
        rotate(ExitCode.CERTIFICATE.code(), "add");
        run(ExitCode.CERTIFICATE.code(), "serve", root.toString());
        assertThat(said.toString()).contains("which the log replaced: entry 1 names", "Put back the keys/");
    }

    @Test
    void backupsOfBeforeAndAfterAreRestoredWithTheKeysThatGoWithThem() throws Exception {
        Path old = backUp("old");
        Path oldKeys = copy(root.resolve("keys"), temporary.resolve("old-keys"));
        rotate(0, "add");
        serve(folder);
        Path between = backUp("between");
        Path newKeys = copy(root.resolve("keys"), temporary.resolve("new-keys"));
        Path ledger = copyWithoutJournal(folder.ledger(), temporary.resolve("copy"));

        CoordinatorFolder alike = new CoordinatorFolder(temporary.resolve("alike"));
        restore(0, between, alike.root());
        assertThat(alike.logKeys().retiring()).as("all key files are in a backup").isPresent();
        serve(alike);
        restore(0, old, temporary.resolve("older"));

        restore(ExitCode.CERTIFICATE.code(), old, temporary.resolve("a"), "--keys", newKeys.toString());
        assertThat(said.toString()).contains("no entry of this ledger names", "--ledger-from");
        assertThat(temporary.resolve("a")).doesNotExist();
        restore(ExitCode.CERTIFICATE.code(), between, temporary.resolve("b"), "--keys", oldKeys.toString());
        assertThat(said.toString()).contains("which the log replaced: entry 1 names");
        restore(ExitCode.CERTIFICATE.code(), old, temporary.resolve("c"), "--ledger-from", ledger.toString());
        assertThat(said.toString()).contains("which the log replaced: entry 1 names");

        CoordinatorFolder newer = new CoordinatorFolder(temporary.resolve("newer"));
        restore(0, old, newer.root(), "--keys", newKeys.toString(), "--ledger-from", ledger.toString());
        assertThat(Files.readString(newer.ledger().resolve("policy"))).contains(folder.logKeys().present().verifierKey().toString());
        serve(newer);
    }

    @Test
    void aLedgerThatTheOldKeyForgedIsNoSourceForARestore() throws Exception {
        Path old = backUp("old");
        Path forged = copy(root, temporary.resolve("forged"));
        rotate(0, "add");
        rotate(0, "retire");
        CoordinatorFolder thief = new CoordinatorFolder(forged);
        run(0, "rotate-log-key", "add", "--dir", forged.toString());
        Path ledger = copyWithoutJournal(thief.ledger(), temporary.resolve("copy"));
        restore(ExitCode.CERTIFICATE.code(), old, temporary.resolve("a"), "--keys", root.resolve("keys").toString(),
                "--ledger-from", ledger.toString());
        assertThat(said.toString()).contains("no entry of this ledger names");
    }

    private Path backUp(String name) {
        Path backup = temporary.resolve("backup-" + name);
        run(0, "backup", "--dir", root.toString(), "--to", backup.toString());
        return backup;
    }

    private void restore(int exitCode, Path backup, Path into, String... more) {
        run(exitCode, Stream.concat(Stream.of("restore", "--from", backup.toString(), "--dir", into.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    private static Path copyWithoutJournal(Path from, Path to) throws IOException {
        copy(from, to);
        for (Path file : files(to.resolve("journal")).toList()) {
            Files.delete(file);
        }
        return to;
    }

    private static Path copy(Path from, Path to) throws IOException {
        for (Path file : files(from).toList()) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
        return to;
    }

    private static Stream<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList().stream();
        }
    }
}
