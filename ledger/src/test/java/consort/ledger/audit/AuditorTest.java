package consort.ledger.audit;

import static consort.ledger.fold.LedgerBuilder.digest;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.audit.AuditVerdict.ConsistentNotAuthenticated;
import consort.ledger.audit.AuditVerdict.Limited;
import consort.ledger.audit.AuditVerdict.NotALedger;
import consort.ledger.audit.AuditVerdict.Older;
import consort.ledger.audit.AuditVerdict.Tampered;
import consort.ledger.audit.AuditVerdict.Verified;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Receipts;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.log.TileSource;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.Note;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditorTest {

    @TempDir
    private Path temporary;

    private final LedgerBuilder ledger = LedgerBuilder.consortium();
    private final Trust trust = LedgerFolder.trust(ledger);
    private Path folder;
    private Path receipts;

    @BeforeEach
    void writeFolder() throws IOException {
        folder = temporary.resolve("ledger");
        receipts = temporary.resolve("receipts");
        LedgerFolder.write(ledger, folder);
        LedgerFolder.writeReceipts(ledger, "carol/w1", receipts);
    }

    @Test
    void verifiesAnHonestLedger() throws IOException {
        assertThat(auditor(folder).trusting(trust).withReceipts(new FileDisk(receipts)).run())
                .isInstanceOfSatisfying(Verified.class, verified -> {
                    assertThat(verified.facts().size()).isEqualTo(ledger.entries.size());
                    assertThat(verified.facts().roundsClosed()).isEqualTo(2);
                    assertThat(verified.facts().receipts()).isEqualTo(2);
                    assertThat(verified.exitCode()).isZero();
                });
    }

    @Test
    void withoutTrustItIsOnlyConsistent() throws IOException {
        AuditVerdict verdict = auditor(folder).run();
        assertThat(verdict).isInstanceOf(ConsistentNotAuthenticated.class);
        assertThat(verdict.exitCode()).isEqualTo(61);
    }

    @Test
    void verifiesALedgerOfSeveralBundles() throws IOException {
        LedgerBuilder large = LedgerBuilder.consortium();
        while (large.entries.size() < 1000) {
            large.closePeriod();
        }
        LedgerFolder.write(large, temporary.resolve("large"));
        assertThat(auditor(temporary.resolve("large")).trusting(trust).run()).isInstanceOf(Verified.class);
    }

    @Test
    void aReSignedLedgerWithOneWrongCentFailsNamingFieldAndRule() throws IOException {
        Path copy = temporary.resolve("copy");
        OneCent.write(folder, copy, ledger.logKey);
        long honest = ledger.state.periods().getFirst().close().members().getFirst().shareMinor();
        assertTampered(auditor(copy).trusting(trust).run(), evidence -> {
            assertThat(evidence.rule()).isEqualTo("bill");
            assertThat(evidence.field()).isEqualTo("members[acme].shareMinor");
            assertThat(evidence.expected()).isEqualTo(Long.toString(honest));
            assertThat(evidence.found()).isEqualTo(Long.toString(honest + 1));
            assertThat(evidence.entry()).hasValue(ledger.state.periods().getFirst().index());
            assertThat(evidence.file()).isEqualTo("tile/entries/000.p/" + ledger.entries.size());
        });
    }

    @Test
    void aLedgerWrittenAnewIsNotTheOneThatWasJoined() throws IOException {
        LedgerBuilder other = new LedgerBuilder(LedgerBuilder.charter());
        LedgerFolder.write(other, temporary.resolve("other"));
        assertThat(auditor(temporary.resolve("other")).trusting(trust).run()).as("shorter, and no receipt is held against it")
                .isInstanceOf(Verified.class);
        Auditor holdingReceipts = auditor(temporary.resolve("other")).trusting(trust).withReceipts(new FileDisk(receipts));
        assertThat(holdingReceipts.run()).isInstanceOfSatisfying(Older.class, older -> {
            assertThat(older.facts().size()).isEqualTo(2);
            assertThat(older.first()).isGreaterThanOrEqualTo(2);
            assertThat(older.entries()).isEqualTo(4);
            assertThat(older.exitCode()).isEqualTo(64);
        });
    }

    @Test
    void anotherKeyAnotherCharterAndAnotherAuthorityAreNotTrusted() throws IOException {
        SignerKey stranger = SignerKey.fromSeed(LedgerBuilder.ORIGIN, new byte[32]);
        assertTampered(auditor(folder).trusting(new Trust(stranger.verifierKey(), trust.charter(), trust.authority())).run(),
                evidence -> {
                    assertThat(evidence.file()).isEqualTo("checkpoint");
                    assertThat(evidence.expected()).contains(stranger.verifierKey().toString());
                });
        assertTampered(auditor(folder).trusting(new Trust(trust.logKey(), digest("x"), trust.authority())).run(),
                evidence -> assertThat(evidence.field() + " " + evidence.rule()).isEqualTo("charter trust"));
        assertTampered(auditor(folder).trusting(new Trust(trust.logKey(), trust.charter(), digest("x"))).run(),
                evidence -> assertThat(evidence.field() + " " + evidence.rule()).isEqualTo("authority trust"));
    }

    @Test
    void aCheckpointByAnotherKeyThanTheLedgersIsFoundWithoutTrust() throws IOException {
        Path checkpoint = folder.resolve("checkpoint");
        Note signed = Note.parse(Files.readAllBytes(checkpoint), 10_000);
        Files.write(checkpoint, Note.sign(signed.text(), SignerKey.fromSeed(LedgerBuilder.ORIGIN, new byte[32])).bytes());
        assertTampered(auditor(folder).run(), evidence -> assertThat(evidence.file() + " " + evidence.rule())
                .isEqualTo("checkpoint checkpoint-signature"));
    }

    @Test
    void aReceiptOfAnotherEntryAtThatPlaceIsEvidence() throws IOException {
        byte[] lie = Receipts.sign(ledger.logKey, List.of(new Receipted(5, TreeHash.leaf(new byte[] {1}))));
        Files.write(receipts.resolve("9"), lie);
        assertTampered(auditor(folder).trusting(trust).withReceipts(new FileDisk(receipts)).run(), evidence -> {
            assertThat(evidence.file()).isEqualTo("receipt 9");
            assertThat(evidence.entry()).hasValue(5);
            assertThat(evidence.rule()).isEqualTo("receipt");
        });
    }

    @Test
    void aReceiptThatDoesNotVerifySaysWhy() throws IOException {
        Path receipt;
        try (var files = Files.list(receipts)) {
            receipt = files.sorted().findFirst().orElseThrow();
        }
        String sound = Files.readString(receipt);
        String otherIndex = sound.replaceFirst("(?m)^([0-9]+) ", "1$1 ");
        assertReceipt(receipt, otherIndex, "signature", "does not verify: the text or the signature was changed");

        byte[] otherKey = Note.sign(Note.parse(sound.getBytes(UTF_8), 10_000).text(),
                SignerKey.fromSeed(LedgerBuilder.ORIGIN, new byte[32])).bytes();
        assertReceipt(receipt, new String(otherKey, UTF_8), "signature", "not signed by any known key");
        assertReceipt(receipt, sound.substring(0, sound.length() / 2), "text", "not a signed note");
    }

    private void assertReceipt(Path receipt, String text, String field, String found) throws IOException {
        Files.writeString(receipt, text);
        assertTampered(auditor(folder).trusting(trust).withReceipts(new FileDisk(receipts)).run(), evidence -> {
            assertThat(evidence.file()).isEqualTo("receipt " + receipt.getFileName());
            assertThat(evidence.field()).isEqualTo(field);
            assertThat(evidence.found()).contains(found);
            assertThat(evidence.expected()).doesNotContain(LedgerBuilder.ORIGIN);
        });
    }

    @Test
    void aMissingDocumentIsNamed() throws IOException {
        Files.delete(folder.resolve("docs/" + ledger.state.charterDigest()));
        assertTampered(auditor(folder).trusting(trust).run(), evidence -> {
            assertThat(evidence.rule()).isEqualTo("document");
            assertThat(evidence.expected()).contains("docs/" + ledger.state.charterDigest());
        });
    }

    @Test
    void whatDiffersInAFileOfOneLineIsShownAlsoAtItsEnd() throws IOException {
        Path file = folder.resolve("keys/acme");
        String honest = Files.readString(file);
        assertKey(file, honest.strip() + "\u000b", "\\u{b} (the line does not end in a line feed)");
        assertKey(file, honest.strip(), " (the line does not end in a line feed)");
        assertKey(file, honest + "\n", "\\n");
    }

    private void assertKey(Path file, String text, String shown) throws IOException {
        String honest = Files.readString(file);
        Files.writeString(file, text);
        assertTampered(auditor(folder).trusting(trust).run(), evidence -> {
            assertThat(evidence.expected()).isEqualTo(honest.strip());
            assertThat(evidence.found()).isEqualTo(honest.strip() + shown);
        });
        Files.writeString(file, honest);
    }

    @Test
    void anUnknownEntryTypeLimitsTheVerdict() throws IOException {
        String text = "example.org/forecast/v1\n{\"timeMillis\":1}\n";
        ledger.entries.add(Note.sign(text, ledger.logKey).bytes());
        LedgerFolder.write(ledger, temporary.resolve("newer"));
        assertThat(auditor(temporary.resolve("newer")).trusting(trust).run()).isInstanceOfSatisfying(Limited.class, limited -> {
            assertThat(limited.entry()).isEqualTo(ledger.entries.size() - 1);
            assertThat(limited.type()).isEqualTo("forecast/v1");
            assertThat(limited.exitCode()).isEqualTo(62);
        });
    }

    @Test
    void aClaimWithoutItsObservationAtTheEndIsFound() throws IOException {
        LedgerBuilder cut = LedgerBuilder.consortium();
        long claim = cut.state.entryAt(LedgerBuilder.workerKey("acme/w1").verifierKey(), 4).orElseThrow().entry().index();
        cut.entries.subList((int) claim + 1, cut.entries.size()).clear();
        LedgerFolder.write(cut, temporary.resolve("cut"));
        assertTampered(auditor(temporary.resolve("cut")).trusting(trust).run(), evidence -> {
            assertThat(evidence.rule()).isEqualTo("order");
            assertThat(evidence.expected()).isEqualTo("observation of claim " + claim);
        });
    }

    @Test
    void whatTheOperatorWroteCannotControlATerminal() throws IOException {
        Files.writeString(folder.resolve("policy"), "log \u001b[2J\r" + "x".repeat(3000));
        assertTampered(auditor(folder).run(), evidence -> assertThat(evidence.found()).startsWith("log \\u{1b}[2J\\rx").hasSize(401));
    }

    @Test
    void anEmptyFolderIsNoLedger() throws IOException {
        Path empty = Files.createDirectory(temporary.resolve("empty"));
        assertThat(auditor(empty).run()).isInstanceOf(NotALedger.class);
        assertThat(auditor(empty).run().exitCode()).isEqualTo(63);
    }

    private static Auditor auditor(Path folder) throws IOException {
        return Auditor.of(TileSource.of(new FileDisk(folder)));
    }

    private static void assertTampered(AuditVerdict verdict, Consumer<Evidence> expectations) {
        assertThat(verdict).isInstanceOfSatisfying(Tampered.class, tampered -> expectations.accept(tampered.evidence()));
        assertThat(verdict.exitCode()).isEqualTo(60);
    }
}
