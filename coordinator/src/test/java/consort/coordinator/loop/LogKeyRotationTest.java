package consort.coordinator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.coordinator.core.Event;
import consort.coordinator.core.Held;
import consort.coordinator.core.Pool;
import consort.coordinator.core.Reply;
import consort.coordinator.logkey.DiskLogKeys;
import consort.coordinator.logkey.LogKeyException;
import consort.coordinator.logkey.LogKeyring;
import consort.coordinator.logkey.LogSigner;
import consort.ledger.disk.LockedException;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.Entries;
import consort.ledger.entry.LogKey;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.Receipts;
import consort.ledger.entry.Subject;
import consort.ledger.entry.WorkerId;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.note.SignerKey;
import consort.ledger.note.UnverifiedNoteException;
import consort.proto.Receipt;
import consort.proto.Welcome;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A coordinator whose log goes over to another key between two of its lives. */
class LogKeyRotationTest {

    private final Pool pool = new Pool();
    private final SignerKey first = pool.logKey;
    private final SignerKey second = key(2);
    private DiskLogKeys keys;
    private WorkerId acme;
    private WorkerId beta;

    LogKeyRotationTest() throws IOException {
        // The pool opens a disk.
    }

    private static SignerKey key(int number) {
        byte[] seed = new byte[SignerKey.SEED_BYTES];
        seed[0] = (byte) number;
        return SignerKey.fromSeed(Pool.ORIGIN, seed);
    }

    @BeforeEach
    void openRound() throws IOException {
        acme = pool.member("acme");
        beta = pool.member("beta");
        pool.submit(Pool.job(2, 2, 2, 2));
        pool.connect(acme);
        pool.connect(beta);
        pool.pass(6_000);
        keys = new DiskLogKeys(pool.disk);
        keys.found(first);
        pool.logKeys = new LogKeyring(keys);
    }

    private LogKeyRotation rotation() {
        return new LogKeyRotation(pool.disk, keys);
    }

    private void add(SignerKey next) throws IOException {
        pool.engine.close();
        rotation().add(() -> next, pool.now().wallMillis());
        pool.open();
    }

    private void retire() throws IOException {
        pool.engine.close();
        rotation().retire();
        pool.open();
    }

    private Receipt receipt(WorkerId worker) {
        return pool.last(worker).getReceipt();
    }

    private static boolean verifies(byte[] receipt, LogKeys keys) {
        try {
            Receipts.verify(receipt, keys);
            return true;
        } catch (UnverifiedNoteException unsigned) {
            return false;
        }
    }

    private static boolean verifies(SignedCheckpoint checkpoint, LogKeys keys) {
        try {
            checkpoint.verify(keys);
            return true;
        } catch (UnverifiedNoteException unsigned) {
            return false;
        }
    }

    private SignedCheckpoint checkpoint() {
        return pool.engine.log().published().orElseThrow();
    }

    @Test
    void aRoundGoesOnWithReceiptsOfBothKeysAndThenOfTheNewOneAlone() throws IOException {
        LogKeys onlyFirst = LogKeys.of(first.verifierKey());
        long lease = pool.lease(beta);
        byte[] claim = pool.claim(acme, 1, pool.lease(acme));
        pool.offer(acme, claim);
        byte[] before = receipt(acme).getNote().toByteArray();

        add(second);
        LogKeys all = pool.engine.logKeys();
        assertThat(all.all()).containsExactly(first.verifierKey(), second.verifierKey());
        pool.connect(beta, lease);
        pool.work(beta);
        byte[] between = receipt(beta).getNote().toByteArray();
        assertThat(List.of(verifies(between, all), verifies(between, onlyFirst))).containsExactly(true, true);
        assertThat(List.of(verifies(checkpoint(), all), verifies(checkpoint(), onlyFirst))).containsExactly(true, true);
        assertThat(verifies(before, all)).as("a receipt of before").isTrue();

        retire();
        pool.connect(acme);
        pool.offer(acme, claim);
        byte[] again = receipt(acme).getNote().toByteArray();
        assertThat(Receipts.parse(again)).as("the same claim").isEqualTo(Receipts.parse(before));
        assertThat(List.of(verifies(again, all), verifies(again, onlyFirst))).containsExactly(true, false);
        assertThat(List.of(verifies(checkpoint(), all), verifies(checkpoint(), onlyFirst))).containsExactly(true, false);
        assertThat(pool.run(1).roundsClosed()).isEqualTo(1);
    }

    @Test
    void whoComesBackIsToldHowTheKeyWasReplacedWithTheAuthoritiesOfBeforeAndAfter() throws IOException {
        assertThat(pool.last(acme).getTask().getLease()).as("nothing is told before").isPositive();
        pool.ask(new Event.AddAuthority(pool.ticket(), "second authority".getBytes()));
        add(second);
        pool.ask(new Event.AddAuthority(pool.ticket(), "third authority".getBytes()));
        int sent = pool.sent.size();
        pool.connect(acme);
        Welcome welcome = pool.sent.get(sent).message().getWelcome();
        assertThat(welcome.getTrustEntriesList().stream().map(entry -> Entries.parse(entry.toByteArray()).type().text()))
                .containsExactly("authority", "log-key", "authority");
        assertThat(welcome.getAuthoritiesList()).hasSize(2);
        assertThat(pool.engine.authorities().entries()).hasSize(3);
    }

    @Test
    void entriesAreSignedByTheNewKeyAndTheEntryThatNamesItByTheOldOne() throws IOException {
        long size = pool.engine.log().size();
        add(second);
        LogKey named = (LogKey) Entries.parse(pool.engine.log().entry(size)).body();
        assertThat(named.size()).isEqualTo(size);
        assertThat(named.root()).isEqualTo(pool.engine.log().root(size).hex());
        assertThat(Entries.parse(pool.engine.log().entry(size)).isSignedBy(first.verifierKey())).isTrue();
        assertThat(Entries.parse(pool.engine.log().entry(size + 1)).isSignedBy(second.verifierKey())).isTrue();
        assertThat(new String(pool.disk.readAll("policy", 1000))).isEqualTo("log " + second.verifierKey() + "\nquorum none\n");
        assertThat(new String(pool.disk.readAll("keys/log", 1000))).isEqualTo(second.verifierKey() + "\n");
    }

    @Test
    void anotherRotationWaitsForTheEndOfThisOne() throws IOException {
        add(second);
        pool.engine.close();
        assertThatThrownBy(() -> rotation().add(() -> key(3), pool.now().wallMillis()))
                .isInstanceOf(LogKeyRotation.RefusedException.class).hasMessageContaining("rotate-log-key retire");
        assertThat(rotation().retire().already()).isFalse();
        assertThat(rotation().retire().already()).isTrue();
        rotation().add(() -> key(3), pool.now().wallMillis());
        pool.open();
        assertThat(pool.engine.logKeys().all()).hasSize(3);
    }

    @Test
    void aRunningCoordinatorKeepsTheLedgerToItself() {
        assertThatThrownBy(() -> rotation().add(() -> second, 0)).isInstanceOf(LockedException.class);
        assertThatThrownBy(() -> rotation().retire()).isInstanceOf(LockedException.class);
        assertThat(keys.next()).isEmpty();
    }

    @Test
    void aNextKeyThatNoEntryNamesSignsNothingAndIsUsedByTheNextAttempt() throws IOException {
        pool.engine.close();
        keys.keepNext(second);
        pool.open();
        assertThat(pool.engine.logKeys().newest()).isEqualTo(first.verifierKey());
        add(key(3));
        assertThat(pool.engine.logKeys().newest()).isEqualTo(second.verifierKey());
    }

    @Test
    void aKeyThatIsNotTheLedgersIsRefusedAtTheStart() throws IOException {
        SimulatedDisk before = pool.restored(OptionalInt.empty());
        add(second);
        pool.engine.close();
        pool.logKeys = LogKeyring.of(first);
        assertThatThrownBy(pool::open).isInstanceOf(LogKeyException.class).hasMessageContaining("which the log replaced: entry ");
        pool.logKeys = LogKeyring.of(key(9));
        assertThatThrownBy(pool::open).as("a checkpoint of other keys").hasMessageContaining("not signed by any known key");
        LogKeys ledger = LogKeys.of(first.verifierKey());
        assertThatThrownBy(() -> new LogKeyring(keys).signer(ledger)).isInstanceOf(LogKeyException.class)
                .hasMessageContaining("no entry of this ledger names").hasMessageContaining("--ledger-from");
        pool.logKeys = new LogKeyring(keys);
        assertThatThrownBy(() -> pool.replaceBy(before)).as("keys of after the rotation").isInstanceOf(LogKeyException.class);
    }

    @Test
    void aRetiringKeyIsTheOneBeforeOrNothingIsSigned() throws IOException {
        add(second);
        LogKeys ledger = pool.engine.logKeys();
        LogSigner signer = new LogKeyring(keys).signer(ledger);
        assertThat(signer.keys().stream().map(SignerKey::verifierKey)).containsExactly(second.verifierKey(), first.verifierKey());
        pool.engine.close();
        keys.keepNext(key(9));
        keys.takeUpNext();
        keys.retain();
        keys.keepNext(second);
        keys.takeUpNext();
        assertThatThrownBy(() -> new LogKeyring(keys).signer(ledger)).isInstanceOf(LogKeyException.class)
                .hasMessageContaining("log.key.old");
    }

    @Test
    void aRestoredLedgerFromBeforeTakesTheNewKeysWordForNobodysAndTheOldOnesBesideItForMore() throws IOException {
        SimulatedDisk before = pool.restored(OptionalInt.empty());
        add(second);
        SignedCheckpoint both = checkpoint();
        retire();
        pool.pass(2_000);
        SignedCheckpoint alone = checkpoint();
        assertThat(alone.note().signatures()).hasSize(1);
        pool.logKeys = LogKeyring.of(first);
        pool.replaceBy(before);
        assertThat(pool.engine.opensRecovering()).isTrue();
        assertThat(reported(alone)).isInstanceOfSatisfying(Reply.Refused.class,
                refused -> assertThat(refused.message()).contains("before another log key was named"));
        assertThat(reported(both)).isInstanceOfSatisfying(Reply.Heard.class, heard -> assertThat(heard.contradicted()).isTrue());
        assertThat(pool.engine.log().size()).isLessThan(both.checkpoint().size());
        pool.engine.close();
        assertThatThrownBy(() -> new LogKeyRotation(pool.disk, withFirst()).add(() -> key(3), pool.now().wallMillis()))
                .as("nothing is appended").isInstanceOf(LogKeyRotation.RefusedException.class).hasMessageContaining("restored");
    }

    private DiskLogKeys withFirst() {
        DiskLogKeys others = new DiskLogKeys(pool.disk);
        others.found(first);
        return others;
    }

    private Reply reported(SignedCheckpoint checkpoint) throws IOException {
        return pool.ask(new Event.Report(pool.ticket(), Subject.ofOrganization("acme"),
                Held.read(List.of(checkpoint.bytes()), pool.engine.logKeys())));
    }

    @Test
    void theOldKeysWordOnWhatCameAfterIsNobodys() throws IOException {
        add(second);
        LogKeys all = pool.engine.logKeys();
        SignedCheckpoint stolen = SignedCheckpoint.sign(checkpoint().checkpoint(), first);
        assertThat(Held.read(List.of(stolen.bytes()), all)).containsExactly(new Held.Unsigned());
        assertThat(Held.read(List.of(checkpoint().bytes()), all)).containsExactly(new Held.Tree(checkpoint().checkpoint()));
        assertThat(Optional.of(all.signingTree(checkpoint().checkpoint().size()))).contains(List.of(second.verifierKey()));
    }
}
