package consort.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.audit.AuditVerdict.ConsistentNotAuthenticated;
import consort.ledger.audit.AuditVerdict.Limited;
import consort.ledger.audit.AuditVerdict.Older;
import consort.ledger.audit.AuditVerdict.Tampered;
import consort.ledger.audit.AuditVerdict.Verified;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Body;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Entries;
import consort.ledger.entry.ExternalCost;
import consort.ledger.entry.LogKey;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Receipts;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.fold.NextLogKeys;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.merkle.CompactTree;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.Note;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A ledger whose log key was replaced, audited by those who joined before and after, and what whoever steals the old key or the
 * new one can make of it.
 */
class LogKeyAuditTest {

    @TempDir
    private Path temporary;

    private final LedgerBuilder ledger = LedgerBuilder.consortium();
    private final SignerKey first = NextLogKeys.key(1);
    private final SignerKey second = NextLogKeys.key(2);
    /** The index at which the first names the second. */
    private long named;
    private Path folder;
    private int folders;
    private Trust joinedBefore;
    private Trust learned;
    private Trust joinedAfter;

    @BeforeEach
    void rotate() throws IOException {
        joinedBefore = LedgerFolder.trust(ledger);
        ledger.append(new ExternalCost(ledger.nowMillis(), "acme", 100, "power"), first);
        ledger.append(new ExternalCost(ledger.nowMillis(), "beta", 200, "power"), first);
        named = ledger.state.size();
        NextLogKeys.rotate(ledger);
        ledger.append(started(7), second);
        ledger.append(started(8), second);
        learned = joinedBefore.knowing(ledger.state.logKeys());
        joinedAfter = new Trust(second.verifierKey(), joinedBefore.charter(), joinedBefore.authority());
        folder = written(ledger.entries, second);
    }

    private CoordinatorStarted started(long epoch) {
        return new CoordinatorStarted(ledger.nowMillis(), epoch, "consort/test");
    }

    /** These entries as a folder, its checkpoint signed by one key. */
    private Path written(List<byte[]> entries, SignerKey signer) throws IOException {
        List<byte[]> honest = List.copyOf(ledger.entries);
        List<byte[]> others = List.copyOf(entries);
        ledger.entries.clear();
        ledger.entries.addAll(others);
        ledger.logKey = signer;
        Path path = temporary.resolve("ledger-" + ++folders);
        LedgerFolder.write(ledger, path);
        ledger.entries.clear();
        ledger.entries.addAll(honest);
        ledger.logKey = second;
        return path;
    }

    private List<byte[]> upTo(long size) {
        return new ArrayList<>(ledger.entries.subList(0, (int) size));
    }

    private byte[] signed(Body body, SignerKey key) {
        return Entries.sign("example.org", body, key);
    }

    private static AuditVerdict audit(Path folder, Trust trust) throws IOException {
        return Auditor.of(TileSource.of(new FileDisk(folder))).trusting(trust).run();
    }

    private static void assertTampered(Path folder, Trust trust, String fieldAndRule) throws IOException {
        assertThat(audit(folder, trust)).isInstanceOfSatisfying(Tampered.class, tampered ->
                assertThat(tampered.evidence().field() + " " + tampered.evidence().rule()).as(tampered.evidence().text())
                        .isEqualTo(fieldAndRule));
    }

    @Test
    void whoJoinedBeforeAndWhoJoinedAfterFindTheSameLedger() throws IOException {
        for (Trust trust : List.of(joinedBefore, learned, joinedAfter)) {
            assertThat(audit(folder, trust)).isInstanceOfSatisfying(Verified.class, verified -> {
                assertThat(verified.facts().logKey()).isEqualTo(second.verifierKey().toString());
                assertThat(verified.facts().logKeys()).isEqualTo(2);
            });
        }
        assertThat(Auditor.of(TileSource.of(new FileDisk(folder))).run()).isInstanceOf(ConsistentNotAuthenticated.class);
    }

    @Test
    void filesBesideTheLogMayStillShowTheKeyBefore() throws IOException {
        for (String file : List.of("policy", "keys/log")) {
            Path path = folder.resolve(file);
            Files.writeString(path, Files.readString(path).replace(second.verifierKey().toString(), first.verifierKey().toString()));
        }
        assertThat(audit(folder, learned)).isInstanceOf(Verified.class);
    }

    /** The entry that names the second key can still be read, and the first one signed it. */
    @Test
    void aDamagedBundleIsNamedByThemAllAndNotTheCheckpoint() throws IOException {
        String bundle = Evidence.bundle(0, ledger.entries.size());
        Path file = folder.resolve(bundle);
        byte[] honest = Files.readAllBytes(file);
        byte[] altered = honest.clone();
        altered[100] ^= 1;
        Files.write(file, altered);
        for (Optional<Trust> trust : List.of(Optional.of(joinedBefore), Optional.of(joinedAfter), Optional.<Trust>empty())) {
            assertThat(found(folder, trust)).as("%s", trust).startsWith(bundle + ", entry 0, field bytes, rule tree: ").doesNotContain("perhaps");
        }
        Files.delete(file);
        assertThat(found(folder, Optional.of(joinedAfter))).startsWith(bundle + ", entry 0, field file").doesNotContain("perhaps");
        assertThat(found(folder, Optional.of(joinedBefore))).as("it may have named the key").startsWith(bundle + ", entry 0, field file")
                .contains("a file checkpoint that no known key of the log signed, and perhaps it was altered");
        assertThat(found(folder, Optional.empty())).startsWith(bundle + ", entry 0, field file")
                .contains("a file checkpoint of which nothing here tells whether a key of the log signed it, and perhaps it was altered");
    }

    /** Who holds no key and alters the entry that names one, with its hashes, so that files agree: the checkpoint stands. */
    @Test
    void anEntryThatNamesAKeyAndWasAlteredWithItsHashesIsNamedAndNotTheCheckpoint() throws IOException {
        String honest = new String(ledger.entries.get((int) named), StandardCharsets.UTF_8);
        Map<String, String> alterations = new LinkedHashMap<>();
        alterations.put("another key", honest.replace(second.verifierKey().toString(), NextLogKeys.key(9).verifierKey().toString()));
        alterations.put("no JSON", honest.replace("{", "["));
        alterations.put("another signature", honest.substring(0, honest.length() - 20) + "AAAA" + honest.substring(honest.length() - 16));
        alterations.put("an unknown type", honest.replace("/log-key/v", "/log-kez/v"));
        for (Map.Entry<String, String> alteration : alterations.entrySet()) {
            assertThat(alteration.getValue()).as(alteration.getKey()).isNotEqualTo(honest);
            Path path = underTheHonestCheckpoint((int) named, alteration.getValue());
            for (Optional<Trust> trust : List.of(Optional.of(joinedBefore), Optional.<Trust>empty())) {
                assertThat(found(path, trust)).as("%s, %s", alteration.getKey(), trust)
                        .startsWith(Evidence.bundle(named, ledger.entries.size()) + ", entry " + named + ", field bytes, rule tree: ")
                        .contains("perhaps it was altered");
            }
        }
    }

    /** Another honest entry in its place breaks no rule itself: then the next one, by a key that nothing names, does. */
    @Test
    void anEntryThatNamesAKeyAndWasReplacedLeavesTheBundleToName() throws IOException {
        Path path = underTheHonestCheckpoint((int) named, new String(ledger.entries.get((int) named - 1), StandardCharsets.UTF_8));
        for (Optional<Trust> trust : List.of(Optional.of(joinedBefore), Optional.<Trust>empty())) {
            assertThat(found(path, trust)).as("%s", trust)
                    .startsWith(Evidence.bundle(named, ledger.entries.size()) + ", entry " + (named + 1) + ", field bytes, rule tree: ")
                    .contains("perhaps it was altered");
        }
    }

    /** One entry altered with its hashes; the checkpoint is as it was. */
    private Path underTheHonestCheckpoint(int index, String entry) throws IOException {
        List<byte[]> altered = upTo(ledger.entries.size());
        altered.set(index, entry.getBytes(StandardCharsets.UTF_8));
        Path path = written(altered, second);
        Files.write(path.resolve("checkpoint"), Files.readAllBytes(folder.resolve("checkpoint")));
        return path;
    }

    @Test
    void aCharterThatWasAlteredWithItsHashesIsNamedAndNotTheCheckpoint() throws IOException {
        String charter = new String(ledger.entries.getFirst(), StandardCharsets.UTF_8);
        Path path = underTheHonestCheckpoint(0, charter.replace(first.verifierKey().toString(), NextLogKeys.key(9).verifierKey().toString()));
        for (Optional<Trust> trust : List.of(Optional.of(joinedBefore), Optional.<Trust>empty())) {
            assertThat(found(path, trust)).as("%s", trust).startsWith(Evidence.bundle(0, ledger.entries.size()) + ", entry 0, field bytes, rule tree: ");
        }
    }

    @Test
    void aCheckpointOfAnotherSizeByAStrangerIsNamedByThemAll() throws IOException {
        Checkpoint honest = SignedCheckpoint.parse(Files.readAllBytes(folder.resolve("checkpoint"))).checkpoint();
        SignerKey stranger = SignerKey.fromSeed(honest.origin(), new byte[SignerKey.SEED_BYTES]);
        for (long size : List.of(1L, honest.size() - 1, honest.size() + 1, 1000L)) {
            Files.write(folder.resolve("checkpoint"), SignedCheckpoint.sign(new Checkpoint(honest.origin(), size, honest.root()), stranger).bytes());
            for (Optional<Trust> trust : List.of(Optional.of(joinedBefore), Optional.of(joinedAfter), Optional.<Trust>empty())) {
                assertThat(found(folder, trust)).as("%d %s", size, trust)
                        .startsWith("checkpoint, field signature, rule checkpoint-signature: expected a checkpoint signed by " + second.verifierKey());
            }
        }
    }

    private static String found(Path folder, Optional<Trust> trust) throws IOException {
        Auditor auditor = Auditor.of(TileSource.of(new FileDisk(folder)));
        return ((Tampered) trust.map(auditor::trusting).orElse(auditor).run()).evidence().text();
    }

    @Test
    void receiptsOfBothKeysAreTrue() throws IOException {
        Path receipts = receipt(first, named - 1);
        Files.write(receipts.resolve("2"), Receipts.sign(second, List.of(receipted(named + 1))));
        assertThat(withReceipts(folder, joinedBefore, receipts)).isInstanceOf(Verified.class);
    }

    @Test
    void theOldKeyContinuesNoLedgerThatNamesTheNewOne() throws IOException {
        List<byte[]> forged = upTo(named + 1);
        forged.add(signed(started(7), first));
        Path path = written(forged, first);
        for (Trust trust : List.of(joinedBefore, learned)) {
            assertTampered(path, trust, "signature signer");
        }
        assertThat(audit(path, joinedAfter)).isInstanceOf(Tampered.class);
    }

    @Test
    void theOldKeyForgesNoLedgerForWhoKnowsTheNewOne() throws IOException {
        List<byte[]> forged = upTo(named);
        forged.add(signed(started(7), first));
        forged.add(signed(started(8), first));
        Path path = written(forged, first);
        assertTampered(path, learned, "key trust");
        assertTampered(path, joinedAfter, "signature checkpoint-signature");
        assertThat(audit(path, joinedBefore)).as("who has learned nothing since cannot know").isInstanceOf(Verified.class);
    }

    @Test
    void theOldKeyForgesNoLedgerThatEndsByNamingTheNewOne() throws IOException {
        long size = named - 1;
        List<byte[]> forged = upTo(size);
        LogKey naming = (LogKey) Entries.parse(ledger.entries.get((int) named)).body();
        LedgerBuilder shorter = LedgerBuilder.consortium();
        shorter.append(new ExternalCost(shorter.nowMillis(), "acme", 100, "power"), first);
        forged.add(signed(new LogKey(naming.timeMillis(), naming.key(), size, NextLogKeys.entry(shorter).root()), first));
        Path path = written(forged, first);
        assertTampered(path, joinedAfter, "signature checkpoint-signature");
        assertTampered(path, learned, "logKey trust");
    }

    @Test
    void theOldKeyAlsoNamesAKeyOfItsOwnInVain() throws IOException {
        SignerKey thiefs = NextLogKeys.key(9);
        LogKey naming = (LogKey) Entries.parse(ledger.entries.get((int) named)).body();
        List<byte[]> forged = upTo(named);
        forged.add(signed(new LogKey(naming.timeMillis(), thiefs.verifierKey().toString(), named, naming.root()), first));
        forged.add(signed(started(7), thiefs));
        Path path = written(forged, thiefs);
        assertTampered(path, learned, "logKey trust");
        assertTampered(path, joinedAfter, "signature checkpoint-signature");
    }

    @Test
    void aCopyFromBeforeIsOlderThanWhatIsTrusted() throws IOException {
        for (long size : List.of(named, named - 1)) {
            Path path = written(upTo(size), first);
            assertThat(audit(path, learned)).isInstanceOfSatisfying(Older.class, older -> {
                assertThat(older.first()).isEqualTo(named);
                assertThat(older.entries()).isEqualTo(1);
            });
            assertThat(audit(path, joinedBefore)).isInstanceOf(Verified.class);
        }
    }

    @Test
    void whatStoodBeforeIsWhatTheEntryThatNamesTheNewKeySays() throws IOException {
        List<byte[]> swapped = upTo(named);
        Collections.swap(swapped, (int) named - 1, (int) named - 2);
        assertTampered(written(swapped, first), learned, "root trust");
    }

    @Test
    void theNewKeyRewritesNothingThatStoodBefore() throws IOException {
        List<byte[]> swapped = upTo(ledger.entries.size());
        Collections.swap(swapped, (int) named - 1, (int) named - 2);
        for (Trust trust : List.of(joinedBefore, learned, joinedAfter)) {
            assertTampered(written(swapped, second), trust, "root log-key");
        }
        List<byte[]> altered = upTo(ledger.entries.size());
        altered.set((int) named - 1, signed(new ExternalCost(ledger.nowMillis(), "beta", 999, "power"), second));
        assertTampered(written(altered, second), joinedAfter, "signature signer");
    }

    @Test
    void aRootThatIsNotThatOfTheTreeIsNamed() throws IOException {
        LogKey honest = (LogKey) Entries.parse(ledger.entries.get((int) named)).body();
        List<byte[]> lying = upTo(named);
        lying.add(signed(new LogKey(honest.timeMillis(), honest.key(), honest.size(), "0".repeat(64)), first));
        Path path = written(lying, second);
        assertThat(audit(path, joinedBefore)).isInstanceOfSatisfying(Tampered.class, tampered -> {
            assertThat(tampered.evidence().entry()).hasValue(named);
            assertThat(tampered.evidence().field()).isEqualTo("root");
            assertThat(tampered.evidence().rule()).isEqualTo("log-key");
            assertThat(tampered.evidence().expected()).isEqualTo(honest.root());
        });
    }

    @Test
    void theOldKeySignsNoCheckpointOfWhatCameAfterAndNoReceipt() throws IOException {
        Path path = written(upTo(ledger.entries.size()), first);
        for (Trust trust : List.of(joinedBefore, learned, joinedAfter)) {
            assertTampered(path, trust, "signature checkpoint-signature");
        }
        Path receipts = receipt(first, named + 1);
        assertThat(withReceipts(folder, learned, receipts)).isInstanceOfSatisfying(Tampered.class,
                tampered -> assertThat(tampered.evidence().rule()).isEqualTo("receipt"));
    }

    @Test
    void anOldCopyIsHeldAgainstReceiptsOfTheNewKeyByWhatIsTrusted() throws IOException {
        Path receipts = receipt(second, named + 1);
        assertThat(withReceipts(written(upTo(named), first), learned, receipts)).isInstanceOfSatisfying(Older.class,
                older -> assertThat(older.entries()).isEqualTo(2));
    }

    @Test
    void keysAreFollowedPastAnEntryOfAnUnknownType() throws IOException {
        List<byte[]> newer = upTo(named);
        newer.add(Note.sign("example.org/forecast/v1\n{\"timeMillis\":1}\n", first).bytes());
        CompactTree tree = new CompactTree();
        newer.forEach(bytes -> tree.append(TreeHash.leaf(bytes)));
        newer.add(signed(new LogKey(ledger.nowMillis(), second.verifierKey().toString(), newer.size(), tree.root().hex()), first));
        newer.add(signed(started(7), second));
        assertThat(audit(written(newer, second), joinedBefore)).isInstanceOf(Limited.class);
        assertThat(audit(written(newer, first), joinedBefore)).isInstanceOf(Tampered.class);
    }

    private Path receipt(SignerKey key, long index) throws IOException {
        Path receipts = Files.createDirectories(temporary.resolve("receipts"));
        Files.write(receipts.resolve("1"), Receipts.sign(key, List.of(receipted(index))));
        return receipts;
    }

    private Receipted receipted(long index) {
        return new Receipted(index, TreeHash.leaf(ledger.entries.get((int) index)));
    }

    private static AuditVerdict withReceipts(Path folder, Trust trust, Path receipts) throws IOException {
        return Auditor.of(TileSource.of(new FileDisk(folder))).trusting(trust).withReceipts(new FileDisk(receipts)).run();
    }
}
