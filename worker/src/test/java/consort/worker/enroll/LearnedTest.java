package consort.worker.enroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import consort.certs.Authorities;
import consort.certs.AuthorityCertificate;
import consort.certs.Certificates;
import consort.certs.Name;
import consort.ledger.audit.Trust;
import consort.ledger.entry.Authority;
import consort.ledger.entry.Authority.Action;
import consort.ledger.entry.Body;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Entries;
import consort.ledger.note.SignerKey;
import consort.trainer.protocol.program.JavaCommand;
import consort.worker.folder.PartyFolder;
import consort.worker.trust.Chain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a member believes about certificate authorities and log keys, and keeps. */
class LearnedTest {

    private static final SignerKey LOG_KEY = Chain.FIRST;
    private static final SignerKey OTHER_KEY = Chain.key(9);

    private final AuthorityCertificate first = authority("pool");
    private final AuthorityCertificate second = authority("pool");

    private static AuthorityCertificate authority(String consortium) {
        return consort.certs.Authority.found(new Name(consortium), Duration.ofDays(1), Instant.now(), new SecureRandom())
                .certificate();
    }

    private static ByteString entry(AuthorityCertificate authority, Action action, SignerKey key) {
        return signed(new Authority(1, authority.fingerprint().hex(), action), "pool.example", key);
    }

    private static ByteString signed(Body body, String domain, SignerKey key) {
        return ByteString.copyFrom(Entries.sign(domain, body, key));
    }

    private static ByteString der(AuthorityCertificate authority) {
        return ByteString.copyFrom(Certificates.encode(List.of(authority.certificate())).getFirst());
    }

    private static Trust trust(AuthorityCertificate joined) {
        return new Trust(LOG_KEY.verifierKey(), "a".repeat(64), joined.fingerprint().hex());
    }

    private Authorities learn(List<ByteString> entries, AuthorityCertificate... certificates) {
        return Learned.of(trust(first), Authorities.of(first), entries,
                Arrays.stream(certificates).map(LearnedTest::der).toList()).authorities();
    }

    @Test
    void followsWhatTheLogSigned() {
        assertThat(learn(List.of())).isEqualTo(Authorities.of(first));
        ByteString added = entry(second, Action.ADDED, LOG_KEY);
        assertThat(learn(List.of(added), second).certificates()).containsExactly(first, second);
        assertThat(learn(List.of(added, entry(first, Action.RETIRED, LOG_KEY)), second).certificates()).containsExactly(second);
        assertThat(learn(List.of(added, entry(second, Action.RETIRED, LOG_KEY)), second).certificates()).containsExactly(first);
        Authorities joinedLater = Learned.of(trust(second), Authorities.of(second),
                List.of(added, entry(first, Action.RETIRED, LOG_KEY)), List.of(der(second))).authorities();
        assertThat(joinedLater.certificates()).as("who never knew the first one").containsExactly(second);
    }

    @Test
    void believesNobodyElse() {
        assertThatThrownBy(() -> learn(List.of(entry(second, Action.ADDED, OTHER_KEY)), second))
                .isInstanceOf(TamperingException.class).hasMessageContaining("not signed by");
        ByteString elsewhere = signed(new Authority(1, second.fingerprint().hex(), Action.ADDED), "other.example", LOG_KEY);
        assertThatThrownBy(() -> learn(List.of(elsewhere), second)).isInstanceOf(TamperingException.class);
        ByteString another = signed(new CoordinatorStarted(1, 1, "x"), "pool.example", LOG_KEY);
        assertThatThrownBy(() -> learn(List.of(another), second)).isInstanceOf(TamperingException.class);
        assertThatThrownBy(() -> learn(List.of(ByteString.copyFromUtf8("x")))).isInstanceOf(TamperingException.class);
    }

    @Test
    void wantsTheCertificateThatTheLedgerNames() {
        ByteString added = entry(second, Action.ADDED, LOG_KEY);
        assertThatThrownBy(() -> learn(List.of(added))).isInstanceOf(TamperingException.class)
                .hasMessageContaining("does not send");
        assertThatThrownBy(() -> learn(List.of(added), authority("pool"))).isInstanceOf(TamperingException.class);
        AuthorityCertificate foreign = authority("other");
        assertThatThrownBy(() -> learn(List.of(entry(foreign, Action.ADDED, LOG_KEY)), foreign))
                .isInstanceOf(TamperingException.class);
        assertThatThrownBy(() -> learn(List.of(entry(first, Action.RETIRED, LOG_KEY)))).isInstanceOf(TamperingException.class)
                .hasMessageContaining("no certificate authority counts");
    }

    @Test
    void isKeptInTheFolderWithWhatItRestsOn(@TempDir Path root) {
        PartyFolder folder = joined(root);
        assertThat(folder.trust().json()).doesNotContain("authorities");
        ByteString added = entry(second, Action.ADDED, LOG_KEY);
        keep(folder, List.of(added), List.of(der(second)));
        assertThat(folder.authorities().certificates()).containsExactly(first, second);
        keep(folder, List.of(added, entry(first, Action.RETIRED, LOG_KEY)), List.of(der(second)));
        assertThat(folder.authorities().certificates()).containsExactly(second);
        assertThat(folder.trust().authority()).as("what was joined").isEqualTo(first.fingerprint().hex());
        assertThat(folder.trust().authorities()).containsExactly(second.fingerprint().hex());
        first.save(folder.authorityFile());
        assertThatThrownBy(folder::authorities).hasMessageContaining("one of the two was changed");
    }

    @Test
    void keysAndAuthoritiesAreLearnedTogether(@TempDir Path root) throws Exception {
        PartyFolder folder = joined(root);
        List<ByteString> entries = List.of(entry(second, Action.ADDED, LOG_KEY), Chain.toSecond(), entry(first, Action.RETIRED, Chain.SECOND));
        keep(folder, entries, List.of(der(second)));
        assertThat(folder.trust().logKeys()).isEqualTo(Chain.second());
        assertThat(folder.trust().logKey()).as("what was joined").isEqualTo(LOG_KEY.verifierKey());
        assertThat(folder.authorities().certificates()).containsExactly(second);
        Object written = Files.getAttribute(folder.trustFile(), "unix:ino");
        assertThat(keep(folder, entries, List.of(der(second))).trust()).as("heard again").isEqualTo(folder.trust());
        assertThat(Files.getAttribute(folder.trustFile(), "unix:ino")).as("left as it is").isEqualTo(written);
        try (Stream<Path> files = Files.list(root)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.endsWith(".tmp"));
        }
    }

    @Test
    void whatTwoProcessesLearnAtOnceIsKeptOfBoth(@TempDir Path root) throws Exception {
        PartyFolder folder = joined(root);
        Learned learned = learnedBeside(folder, List.of(Chain.toSecond(), entry(second, Action.ADDED, Chain.SECOND)));

        assertThat(learned.authorities().certificates()).containsExactly(first, second);
        assertThat(folder.authorities().certificates()).containsExactly(first, second);
        assertThat(folder.trust().logKeys()).isEqualTo(Chain.second());
    }

    @Test
    void whoHeardLessThanAnotherProcessMeanwhileAccusesNobody(@TempDir Path root) throws Exception {
        PartyFolder folder = joined(root);
        Learned learned = learnedBeside(folder, List.of(entry(second, Action.ADDED, LOG_KEY)));

        assertThat(learned.trust().logKeys()).isEqualTo(Chain.second());
        assertThat(folder.trust()).isEqualTo(learned.trust());
    }

    @Test
    void anAnswerFromBeforeAnotherProcessLearnedMoreAccusesNobody(@TempDir Path root) {
        PartyFolder folder = joined(root);
        Learned asked = Learned.kept(folder);
        keep(folder, List.of(Chain.toSecond()), List.of());
        List<ByteString> old = List.of(entry(second, Action.ADDED, LOG_KEY));
        Learned known = Learned.kept(folder);

        assertThat(Learned.beyond(folder, asked, old, List.of(der(second)))).isEqualTo(known);
        assertThat(Learned.keep(folder, asked, old, List.of(der(second)))).isEqualTo(known);
        assertThat(Learned.keep(folder, asked, List.of(), List.of())).as("from before all entries").isEqualTo(known);
        assertThat(Learned.kept(folder)).isEqualTo(known);
        assertThatThrownBy(() -> Learned.keep(folder, known, old, List.of(der(second)))).as("asked after that")
                .isInstanceOf(TamperingException.class);
    }

    @Test
    void anotherSuccessorThanAnotherProcessLearnedIsALieHoweverLongAgoItWasAskedFor(@TempDir Path root) {
        PartyFolder folder = joined(root);
        Learned asked = Learned.kept(folder);
        keep(folder, List.of(Chain.toSecond()), List.of());
        ByteString fork = Chain.next(Chain.THIRD, Chain.FIRST_END, LOG_KEY);
        assertThatThrownBy(() -> Learned.keep(folder, asked, List.of(fork), List.of())).isInstanceOf(TamperingException.class);
        assertThatThrownBy(() -> Learned.keep(folder, asked, List.of(entry(second, Action.ADDED, OTHER_KEY)), List.of(der(second))))
                .isInstanceOf(TamperingException.class);
        assertThat(folder.trust().logKeys()).isEqualTo(Chain.second());
    }

    private static Learned keep(PartyFolder folder, List<ByteString> entries, List<ByteString> certificates) {
        return Learned.keep(folder, Learned.kept(folder), entries, certificates);
    }

    /** What this process makes of entries while another one, which read the folder before, is about to write that it learned the second key. */
    private Learned learnedBeside(PartyFolder folder, List<ByteString> entries) throws Exception {
        Process other = new ProcessBuilder(JavaCommand.of(List.of(), SlowLearner.class, folder.path().toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        FutureTask<Learned> own = new FutureTask<>(() -> keep(folder, entries, List.of(der(second))));
        try (BufferedReader said = other.inputReader(); Writer to = other.outputWriter()) {
            assertThat(said.readLine()).isEqualTo("read");
            Thread.ofPlatform().start(own);
            // Without a lock it is done, and what it wrote is lost.
            Instant end = Instant.now().plus(Duration.ofMinutes(5));
            while (!own.isDone() && !isWaitedFor(folder.path().resolve("trust.lock"))) {
                assertThat(Instant.now()).as("nobody waits for trust.lock").isBefore(end);
                Thread.onSpinWait();
            }
            to.write("go on\n");
        }
        assertThat(other.waitFor()).isZero();
        return own.get();
    }

    /** Whether the system has somebody who waits for a lock of this file. */
    private static boolean isWaitedFor(Path file) throws IOException {
        String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
        return Files.readAllLines(Path.of("/proc/locks")).stream().anyMatch(line -> line.contains(" -> ") && line.contains(inode));
    }

    @Test
    void aRetiredLogKeyBringsNoAuthorityIn(@TempDir Path root) throws Exception {
        PartyFolder folder = joined(root);
        keep(folder, List.of(Chain.toSecond()), List.of());
        byte[] before = Files.readAllBytes(folder.trustFile());
        ByteString forged = entry(second, Action.ADDED, LOG_KEY);
        keep(folder, List.of(forged, Chain.toSecond()), List.of(der(second)));
        assertThat(folder.authorities().certificates()).containsExactly(first);
        for (List<ByteString> lie : List.of(List.of(Chain.toSecond(), forged), List.of(forged),
                List.of(Chain.next(Chain.THIRD, Chain.FIRST_END, LOG_KEY)))) {
            assertThatThrownBy(() -> keep(folder, lie, List.of(der(second)))).isInstanceOf(TamperingException.class);
        }
        assertThat(Files.readAllBytes(folder.trustFile())).isEqualTo(before);
    }

    @Test
    void whatWasRetiredNeverCountsAgain(@TempDir Path root) {
        AuthorityCertificate third = authority("pool");
        ByteString secondAdded = entry(second, Action.ADDED, LOG_KEY);
        List<ByteString> honest = List.of(secondAdded, entry(first, Action.RETIRED, LOG_KEY), entry(third, Action.ADDED, LOG_KEY),
                entry(second, Action.RETIRED, LOG_KEY));
        List<ByteString> both = List.of(der(second), der(third));
        PartyFolder folder = joined(root);
        keep(folder, honest, both);
        Trust kept = folder.trust();
        assertThat(kept.retired()).containsExactly(first.fingerprint().hex(), second.fingerprint().hex());
        for (List<ByteString> replayed : List.of(List.of(secondAdded), List.of(secondAdded, honest.get(2)), honest.subList(0, 3),
                honest.reversed(), honest)) {
            keep(folder, replayed, both);
            assertThat(folder.authorities().certificates()).containsExactly(third);
            assertThat(folder.trust()).isEqualTo(kept);
        }
        assertThat(Learned.of(trust(first), Authorities.of(first), honest.reversed(), both).authorities().certificates())
                .as("from the last to the first").containsExactly(third);
        Learned joinedLater = Learned.of(trust(third), Authorities.of(third), honest, both);
        assertThat(Learned.of(joinedLater.trust(), joinedLater.authorities(), List.of(secondAdded), both).authorities().certificates())
                .as("who joined when it was retired already").containsExactly(third);
    }

    @Test
    void theLastOneAddedMayHaveBeenRetiredAsWell() {
        ByteString added = entry(second, Action.ADDED, LOG_KEY);
        Learned learned = Learned.of(trust(first), Authorities.of(first), List.of(added, entry(second, Action.RETIRED, LOG_KEY)),
                List.of(der(second)));
        assertThat(Learned.of(learned.trust(), learned.authorities(), List.of(added), List.of(der(second))).authorities())
                .isEqualTo(Authorities.of(first));
    }

    @Test
    void refusesMoreThanAFolderCanKeep(@TempDir Path root) throws Exception {
        PartyFolder folder = joined(root);
        byte[] before = Files.readAllBytes(folder.trustFile());
        List<AuthorityCertificate> three = List.of(second, authority("pool"), authority("pool"));
        List<ByteString> added = three.stream().map(one -> entry(one, Action.ADDED, LOG_KEY)).toList();
        List<ByteString> certificates = three.stream().map(LearnedTest::der).toList();
        assertThatThrownBy(() -> keep(folder, added, certificates)).isInstanceOf(TamperingException.class)
                .hasMessageContaining("at most 3 at a time");
        assertThatThrownBy(() -> keep(folder, List.of(), List.of(ByteString.copyFrom(new byte[4097]))))
                .isInstanceOf(TamperingException.class).hasMessageContaining("4097 bytes");
        List<ByteString> retired = IntStream.range(0, 101).mapToObj(i -> signed(
                new Authority(1, "%064x".formatted(i), Action.RETIRED), "pool.example", LOG_KEY)).toList();
        assertThatThrownBy(() -> keep(folder, retired, List.of())).isInstanceOf(TamperingException.class)
                .hasMessageContaining("cannot be kept");
        assertThat(Files.readAllBytes(folder.trustFile())).isEqualTo(before);
        keep(folder, added.subList(0, 2), certificates);
        assertThat(folder.authorities().certificates()).containsExactly(first, second, three.get(1));
    }

    private PartyFolder joined(Path root) {
        PartyFolder folder = new PartyFolder(root);
        first.save(folder.authorityFile());
        folder.save(trust(first));
        return folder;
    }
}
