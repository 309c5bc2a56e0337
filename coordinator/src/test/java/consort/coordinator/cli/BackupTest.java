package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.certs.Credential;
import consort.certs.KeyFiles;
import consort.coordinator.backup.Backup;
import consort.coordinator.backup.BackupException;
import consort.coordinator.logkey.LogKeyFiles;
import consort.coordinator.logkey.LogKeyring;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Document;
import consort.ledger.entry.Entries;
import consort.ledger.log.LogDamagedException;
import consort.ledger.log.LogReader;
import consort.ledger.log.LogStore;
import consort.ledger.log.TileSource;
import consort.ledger.note.SignerKey;
import consort.proto.MembershipGrpc;
import consort.proto.ReportReply;
import consort.proto.ReportRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code coordinator backup} and {@code coordinator restore}. */
class BackupTest {

    private static final byte[] MODEL = "a model that nobody named yet".getBytes();

    @TempDir
    private Path temporary;

    private final StringWriter said = new StringWriter();

    @Test
    void aBackupBesideARunningCoordinatorGoesOnElsewhereWhenItsMembersHaveReported() throws Exception {
        Path elsewhere = temporary.resolve("elsewhere");
        try (LivePool pool = new LivePool(temporary)) {
            Credential acme = pool.organization("acme");
            pool.worker("acme", "w1");
            backUp();
            pool.stop();
            restore(0, "--dir", elsewhere.toString());
            Serving serving = Serving.start(new CoordinatorFolder(elsewhere), CoordinatorConfig.read(
                    elsewhere.resolve("coordinator.yaml")), failure -> { });
            try {
                assertThat(serving.recovering()).isTrue();
                assertThat(run("status", "--dir", elsewhere.toString())).isZero();
                assertThat(said.toString()).contains("NOT HEALTHY", "1 more of these organizations", ": acme");
                assertThat(run("invite", "beta", "--dir", elsewhere.toString())).isEqualTo(ExitCode.REFUSED.code());
                ReportReply reply = MembershipGrpc.newBlockingStub(pool.connect(pool.tls(acme)))
                        .report(ReportRequest.getDefaultInstance());
                assertThat(reply.getWaiting()).isTrue();
                assertThat(run("invite", "beta", "--dir", elsewhere.toString())).as(said.toString()).isZero();
            } finally {
                serving.stop();
            }
        }
        assertThat(entries(elsewhere)).isEqualTo(entries(root()) + 2);
    }

    @Test
    void aFurtherBackupAddsWhatIsNewAndDropsWhatIsOld() throws IOException {
        found();
        backUp();
        List<Path> first = files(backup());
        assertThat(run("backup", "--dir", root().toString(), "--to", backup().toString())).isZero();
        assertThat(said.toString()).contains(", 0 (0 B) of them new");
        assertThat(files(backup())).isEqualTo(first);
        start();
        backUp();
        restore(0, "--dir", temporary.resolve("new").toString());
        assertThat(entries(temporary.resolve("new"))).isEqualTo(2);
        assertThat(files(backup())).as("tiles and checkpoint of before are gone").hasSameSizeAs(first);
    }

    @Test
    void holdsWhatARestoreNeedsAndNothingThatOthersCanRead() throws IOException {
        found();
        blob(MODEL);
        Files.createDirectories(root().resolve("certs/enrolled"));
        Files.writeString(root().resolve("certs/enrolled/" + "a".repeat(64)), "key");
        Files.createDirectories(root().resolve("certs/issued"));
        Files.writeString(root().resolve("certs/issued/acme.worker.w1"), "record");
        Files.writeString(root().resolve("certs/authorities.pem"), "certificates");
        KeyFiles.writeSecret(root().resolve("certs/operator-number"), "7".getBytes());
        Files.writeString(root().resolve("blobs/notes.txt"), "foreign");
        backUp();
        Path restored = temporary.resolve("new");
        restore(0, "--dir", restored.toString());
        for (String file : List.of("coordinator.yaml", "keys/log.key", "keys/authority.pem", "ledger/checkpoint", "ledger/policy",
                "certs/enrolled/" + "a".repeat(64), "certs/issued/acme.worker.w1", "certs/authorities.pem", "certs/operator-number",
                blobPath(MODEL))) {
            assertThat(restored.resolve(file)).hasSameBinaryContentAs(root().resolve(file));
        }
        for (Path key : files(restored.resolve("keys"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key))).isEqualTo("rw-------");
        }
        assertThat(new CoordinatorFolder(restored).operatorNumber()).isEqualTo(7);
        for (Path key : files(backup().resolve("secrets"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key))).isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup()))).isEqualTo("rwx------");
    }

    @Test
    void whatStandsInTheJournalOnlyIsInItWhenNoCoordinatorRuns() throws IOException {
        found();
        append(false);
        backUp();
        restore(0, "--dir", temporary.resolve("new").toString());
        assertThat(entries(temporary.resolve("new"))).isEqualTo(2);
    }

    @Test
    void isTakenOnceMoreWheneverTheLogGoesOverToAnotherKeyMeanwhile() throws IOException {
        found();
        Backup.take(root(), rotatingWhileTaken(3), backup(), true, 1);
        restore(0, "--dir", temporary.resolve("new").toString());
        assertThat(entries(temporary.resolve("new"))).isEqualTo(4);
        assertThat(temporary.resolve("new/keys/log.key")).hasSameBinaryContentAs(root().resolve("keys/log.key"));
    }

    @Test
    void keepsTheOneOfBeforeWhenTheKeysNeverGoWithTheLedger() throws IOException {
        found();
        backUp();
        byte[] manifest = Files.readAllBytes(backup().resolve("manifest"));
        assertThatThrownBy(() -> Backup.take(root(), rotatingWhileTaken(100), backup(), true, 1)).isInstanceOf(BackupException.class)
                .hasMessageContaining("6 times in a row");
        assertThat(backup().resolve("manifest")).hasBinaryContent(manifest);
        restore(0, "--dir", temporary.resolve("new").toString());
        assertThat(entries(temporary.resolve("new"))).isEqualTo(1);
    }

    /** The coordinator's keys, replaced each time a backup has read the checkpoint, a number of times. */
    private LogKeyring rotatingWhileTaken(int times) {
        LogKeyFiles real = new CoordinatorFolder(root()).logKeys();
        AtomicInteger calls = new AtomicInteger();
        return new LogKeyring((LogKeyFiles) Proxy.newProxyInstance(LogKeyFiles.class.getClassLoader(), new Class<?>[] {LogKeyFiles.class},
                (proxy, method, arguments) -> {
                    Object answer = method.invoke(real, arguments);
                    // Asked last of all keys; the first time before the checkpoint is read.
                    if (method.getName().equals("retiring") && calls.getAndIncrement() > 0 && calls.get() <= times + 1) {
                        for (String step : List.of("add", "retire")) {
                            assertThat(run("rotate-log-key", step, "--dir", root().toString())).as(said.toString()).isZero();
                        }
                    }
                    return answer;
                }));
    }

    @Test
    void wrongKeysUnderARunningCoordinatorCostOneVerification() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (LivePool pool = new LivePool(temporary)) {
            pool.organization("acme");
            KeyFiles.writeSecret(root().resolve("keys/log.key"), SignerKey.fromSeed("example.org/pool", new byte[SignerKey.SEED_BYTES])
                    .secretText().getBytes(StandardCharsets.US_ASCII));
            LogKeyFiles real = new CoordinatorFolder(root()).logKeys();
            LogKeyring counting = new LogKeyring((LogKeyFiles) Proxy.newProxyInstance(LogKeyFiles.class.getClassLoader(),
                    new Class<?>[] {LogKeyFiles.class}, (proxy, method, arguments) -> {
                        asked.addAndGet(method.getName().equals("retiring") ? 1 : 0);
                        return method.invoke(real, arguments);
                    }));
            assertThatThrownBy(() -> Backup.take(root(), counting, backup(), true, 1)).isInstanceOf(LogDamagedException.class)
                    .hasMessageContaining("is not in keys/");
        }
        assertThat(asked.get()).as("before the ledger is opened, and of the one that was verified").isBetween(1, 2);
    }

    @Test
    void keysCanBeLeftOutAndKeptElsewhere() throws IOException {
        found();
        assertThat(run("backup", "--without-keys", "--dir", root().toString(), "--to", backup().toString())).isZero();
        assertThat(backup().resolve("secrets")).doesNotExist();
        restore(ExitCode.BACKUP.code(), "--dir", temporary.resolve("none").toString());
        assertThat(temporary.resolve("none")).as("what a failed restore leaves").doesNotExist();
        assertThat(said.toString()).contains("--keys");
        restore(0, "--dir", temporary.resolve("new").toString(), "--keys", root().resolve("keys").toString());
        assertThat(entries(temporary.resolve("new"))).isEqualTo(1);
    }

    @Test
    void namesTheFolderWhichHoldsNoKeysOrNoLedger() throws IOException {
        found();
        assertThat(run("backup", "--without-keys", "--dir", root().toString(), "--to", backup().toString())).isZero();
        String target = temporary.resolve("new").toString();
        restore(ExitCode.BACKUP.code(), "--dir", target, "--keys", root().toString());
        assertThat(said.toString()).contains("no log.key in the folder " + root() + ":", "perhaps " + root().resolve("keys"));
        restore(ExitCode.BACKUP.code(), "--dir", target, "--keys", root().resolve("keys").toString(), "--ledger-from", root().toString());
        assertThat(said.toString()).contains("no ledger in " + root(), "perhaps " + root().resolve("ledger")).doesNotContain("damaged");
    }

    @Test
    void refusesToWaitForMoreReportsThanCanCome() throws Exception {
        try (LivePool pool = new LivePool(temporary)) {
            pool.organization("acme");
            backUp();
        }
        restore(ExitCode.BACKUP.code(), "--dir", temporary.resolve("two").toString(), "--reports", "2");
        assertThat(said.toString()).contains("--reports 2 is more than can report: this ledger knows 1 organization.");
        assertThat(temporary.resolve("two")).doesNotExist();
        restore(0, "--dir", temporary.resolve("one").toString(), "--reports", "1");
    }

    @Test
    void isNotTakenOfAFolderWhoseSettingsAreWrong() throws IOException {
        found();
        Files.writeString(root().resolve("coordinator.yaml"), "\nserver:\n  maxConection: 3\n", StandardOpenOption.APPEND);
        assertThat(run("backup", "--dir", root().toString(), "--to", backup().toString())).isEqualTo(ExitCode.USAGE.code());
        assertThat(said.toString()).contains("maxConection");
        assertThat(backup()).doesNotExist();
    }

    @Test
    void refusesADamagedBackupAndAFolderThatIsNotEmpty() throws IOException {
        found();
        blob(MODEL);
        backUp();
        restore(ExitCode.BACKUP.code(), "--dir", root().toString());
        assertThat(said.toString()).contains("is not empty");
        for (Path file : files(backup().resolve("files"))) {
            byte[] whole = Files.readAllBytes(file);
            byte[] damaged = whole.clone();
            damaged[damaged.length / 2] ^= 1;
            Files.write(file, damaged);
            Path target = Files.createTempDirectory(temporary, "damaged");
            restore(ExitCode.BACKUP.code(), "--dir", target.toString());
            assertThat(said.toString()).contains("has other bytes than its name says");
            assertThat(target.resolve("coordinator.yaml")).as("what was not finished is no folder").doesNotExist();
            Files.write(file, whole);
        }
        Files.writeString(backup().resolve("manifest"), Files.readString(backup().resolve("manifest")).replaceAll("end .*\n", ""));
        restore(ExitCode.BACKUP.code(), "--dir", temporary.resolve("new").toString());
        assertThat(said.toString()).contains("cut off");
    }

    @Test
    void aFailedRestoreEmptiesAFolderThatWasThereAndKeepsItAndALinkToIt() throws IOException {
        found();
        assertThat(run("backup", "--without-keys", "--dir", root().toString(), "--to", backup().toString())).isZero();
        Path keys = Files.createDirectory(temporary.resolve("keys"));
        Path there = Files.createDirectory(temporary.resolve("there"));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), there);
        KeyFiles.writeNewSecret(keys.resolve("log.key"), (SignerKey.fromSeed("example.org/other", new byte[SignerKey.SEED_BYTES])
                .secretText() + "\n").getBytes());
        for (Path target : List.of(there, link)) {
            restore(ExitCode.CERTIFICATE.code(), "--dir", target.toString(), "--keys", keys.toString());
            assertThat(there).isEmptyDirectory();
            assertThat(link).isSymbolicLink();
        }
    }

    @Test
    void takesNewerEntriesFromAMembersCopyThatContinuesTheBackup() throws IOException {
        found();
        start();
        backUp();
        Path older = copyOfLedger("older", root());
        start();
        Path newer = copyOfLedger("newer", root());
        Path restored = temporary.resolve("new");
        restore(0, "--dir", restored.toString(), "--ledger-from", newer.toString());
        assertThat(entries(restored)).isEqualTo(3);
        Path alike = temporary.resolve("alike");
        restore(0, "--dir", alike.toString(), "--ledger-from", older.toString());
        assertThat(entries(alike)).isEqualTo(2);
        start();
        backUp();
        restore(ExitCode.BACKUP.code(), "--dir", temporary.resolve("x").toString(), "--ledger-from", newer.toString());
        assertThat(said.toString()).contains("fewer than the backup's 4");
        append(new CoordinatorFolder(alike), 77, true);
        append(new CoordinatorFolder(alike), 78, true);
        append(new CoordinatorFolder(alike), 79, true);
        restore(ExitCode.BACKUP.code(), "--dir", temporary.resolve("y").toString(), "--ledger-from", alike.resolve("ledger").toString());
        assertThat(said.toString()).contains("does not continue the backup: the log's key signed two histories");
    }

    @Test
    void refusesPlacesThatHoldSomethingElse() throws IOException {
        found();
        Files.createDirectories(backup());
        Files.writeString(backup().resolve("letters.txt"), "mine");
        assertThat(run("backup", "--dir", root().toString(), "--to", backup().toString())).isEqualTo(ExitCode.BACKUP.code());
        assertThat(run("restore", "--from", temporary.resolve("nowhere").toString(), "--dir", temporary.resolve("new").toString()))
                .isEqualTo(ExitCode.BACKUP.code());
        assertThat(files(backup())).hasSize(1);
    }

    private void found() {
        assertThat(run("init", root().toString(), "--consortium", "pool", "--domain", "example.org", "--address", "localhost:1"))
                .isZero();
    }

    /** What a coordinator does at its start, as far as the ledger is concerned. */
    private void start() throws IOException {
        append(true);
    }

    private void append(boolean publishes) throws IOException {
        append(new CoordinatorFolder(root()), entries(root()), publishes);
    }

    private static void append(CoordinatorFolder folder, long epoch, boolean publishes) throws IOException {
        SignerKey key = folder.logKeys().present();
        try (LogStore log = LogStore.open(new FileDisk(folder.ledger()), key.verifierKey())) {
            log.append(List.of(Entries.sign("example.org",
                    new CoordinatorStarted(System.currentTimeMillis(), epoch, "test"), key)));
            if (publishes) {
                log.publish(key);
            }
        }
    }

    private void backUp() {
        assertThat(run("backup", "--dir", root().toString(), "--to", backup().toString())).as(said.toString()).isZero();
    }

    private void restore(int exitCode, String... options) {
        List<String> arguments = Stream.concat(Stream.of("restore", "--from", backup().toString()), Stream.of(options)).toList();
        assertThat(run(arguments.toArray(String[]::new))).as(said.toString()).isEqualTo(exitCode);
    }

    private int run(String... arguments) {
        said.getBuffer().setLength(0);
        PrintWriter out = new PrintWriter(said, true);
        return Main.run(out, out, arguments);
    }

    private Path root() {
        return temporary.resolve("coordinator");
    }

    private Path backup() {
        return temporary.resolve("backup");
    }

    private void blob(byte[] bytes) throws IOException {
        Files.createDirectories(root().resolve(blobPath(bytes)).getParent());
        Files.write(root().resolve(blobPath(bytes)), bytes);
    }

    private static String blobPath(byte[] bytes) {
        String digest = Document.digest(bytes);
        return "blobs/" + digest.substring(0, 2) + "/" + digest;
    }

    /** As a member has it: without a journal. */
    private Path copyOfLedger(String name, Path from) throws IOException {
        Path copy = temporary.resolve(name);
        for (Path file : files(from.resolve("ledger"))) {
            Path target = copy.resolve(from.resolve("ledger").relativize(file).toString());
            if (!target.startsWith(copy.resolve("journal"))) {
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return copy;
    }

    private static long entries(Path root) throws IOException {
        return new LogReader(TileSource.of(new FileDisk(root.resolve("ledger")))).checkpoint().checkpoint().size();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
