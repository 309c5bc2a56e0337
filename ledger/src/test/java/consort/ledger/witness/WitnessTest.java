package consort.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.disk.LockedException;
import consort.ledger.disk.simulated.Faults;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.LogKeys;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.merkle.Hash;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.Note;
import consort.ledger.note.NoteSignature;
import consort.ledger.note.SignerKey;
import consort.ledger.note.StrictBase64;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Each status of c2sp.org/tlog-witness, for what it stands for there. */
final class WitnessTest {

    private static final SignerKey KEY = SignerKey.fromSeed("example.org/log/acme/witness", filled(9));
    private static final long NOW = 1_800_000_000L;

    private final SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));
    private final Chain chain = Chain.of(40);

    @Test
    void cosignsWhatContinuesWhatItCosignedLast() throws Exception {
        try (Witness witness = open()) {
            long before = 0;
            for (long size : new long[] {0, 0, 1, 1, 7, 8, 33, 40}) {
                SignedCheckpoint checkpoint = chain.checkpoint(size);
                Answer answer = witness.answer(chain.request(before, size), NOW + size);
                assertThat(answer.status()).as("%d to %d: %s", before, size, answer.body()).isEqualTo(200);
                assertThat(answer.evidence()).isEmpty();
                NoteSignature line = NoteSignature.parse(answer.body().stripTrailing());
                assertThat(answer.body()).isEqualTo(line.line());
                Note cosigned = new Note(checkpoint.note().text(), List.of(line));
                assertThat(CosignerKey.of(KEY).cosigned(cosigned)).hasValue(NOW + size);
                assertThat(witness.size()).isEqualTo(size);
                before = size;
            }
        }
    }

    @Test
    void remembersUnderTheSignaturesOfTheLogAndItsOwn() throws Exception {
        try (Witness witness = open()) {
            witness.answer(chain.request(0, 7), NOW);
        }
        SignedCheckpoint held = SignedCheckpoint.parse(disk.readAll("checkpoint", 10_000));
        held.verify(Chain.LOG.verifierKey());
        assertThat(CosignerKey.of(KEY).cosigned(held.note())).hasValue(NOW);
        try (Witness witness = open()) {
            assertThat(witness.size()).isEqualTo(7);
            assertThat(witness.latest()).contains(held.note());
            assertThat(witness.answer(chain.request(0, 8), NOW).status()).isEqualTo(409);
            assertThat(witness.answer(chain.request(7, 8), NOW).status()).isEqualTo(200);
        }
    }

    @Test
    void tellsItsSizeToWhomItIsNew() throws Exception {
        try (Witness witness = open()) {
            assertThat(witness.answer(chain.request(7, 8), NOW)).isEqualTo(new Answer(409, "text/x.tlog.size", "0\n", Optional.empty()));
            witness.answer(chain.request(0, 7), NOW);
            for (long old : new long[] {0, 3, 8}) {
                assertThat(witness.answer(chain.request(old, 9), NOW))
                        .isEqualTo(new Answer(409, "text/x.tlog.size", "7\n", Optional.empty()));
            }
            assertThat(witness.answer(chain.request(3, 5), NOW).body()).as("older than what it holds").isEqualTo("7\n");
        }
    }

    @Test
    void knowsOneLogAndItsKeys() throws Exception {
        SignerKey stranger = SignerKey.fromSeed("example.org/other", filled(1));
        SignerKey forger = SignerKey.fromSeed(Chain.LOG.name(), filled(2));
        Checkpoint foreign = new Checkpoint(stranger.name(), 3, chain.root(3));
        SignedCheckpoint own = chain.checkpoint(3);
        byte[] wrong = filled(64);
        SignedCheckpoint broken = own.signedBy(List.of(own.note().signatures().getFirst(),
                new NoteSignature(Chain.LOG.name(), Chain.LOG.verifierKey().id(), wrong)));
        try (Witness witness = open()) {
            assertThat(ask(witness, 0, SignedCheckpoint.sign(foreign, stranger)).status()).isEqualTo(404);
            assertThat(ask(witness, 0, chain.checkpoint(3, forger)).status()).isEqualTo(403);
            assertThat(ask(witness, 0, broken).status()).as("a second line of the log's key that does not verify").isEqualTo(403);
            assertThat(ask(witness, 0, chain.checkpoint(3, forger, Chain.LOG)).status()).isEqualTo(200);
        }
    }

    @Test
    void refusesWhatIsNoRequest() throws Exception {
        String good = new String(chain.request(0, 3), StandardCharsets.UTF_8);
        String hash = StrictBase64.encode(new byte[32]) + "\n";
        try (Witness witness = open()) {
            for (String request : List.of("", "\n\n", good.substring(1), good.replace("old 0", "old 00"), good.replace("old 0", "old -1"),
                    good.replace("old 0", "old 9223372036854775808"), good.replace("old 0\n", "old 0\nAAAA\n"),
                    good.replace("old 0\n", "old 0\n" + hash.repeat(64)), good.replace("\n3\n", "\n03\n"), good.replace("\n\n", "\n"),
                    good.replace("\n3\n", "\n\n3\n"))) {
                assertThat(witness.answer(request.getBytes(StandardCharsets.UTF_8), NOW).status()).as(request).isEqualTo(400);
            }
            assertThat(witness.answer(new byte[AddCheckpoint.MAX_BYTES + 1], NOW).status()).isEqualTo(400);
            assertThat(witness.answer(new AddCheckpoint(4, List.of(), chain.checkpoint(3)).bytes(), NOW).status())
                    .as("an old size beyond the checkpoint's").isEqualTo(400);
            assertThat(witness.latest()).isEmpty();
        }
    }

    @Test
    void refusesWithoutAProofThatLeadsThere() throws Exception {
        Hash some = TreeHash.leaf(new byte[0]);
        try (Witness witness = open()) {
            assertThat(witness.answer(new AddCheckpoint(0, List.of(some), chain.checkpoint(3)).bytes(), NOW).status())
                    .as("a proof from nothing").isEqualTo(422);
            witness.answer(chain.request(0, 3), NOW);
            List<Hash> proof = new ArrayList<>(chain.proof(3, 9));
            proof.add(some);
            for (List<Hash> wrong : List.of(List.<Hash>of(), proof, proof.subList(0, 1), chain.proof(3, 10))) {
                Answer answer = witness.answer(new AddCheckpoint(3, wrong, chain.checkpoint(9)).bytes(), NOW);
                assertThat(answer.status()).isEqualTo(422);
                assertThat(answer.evidence()).isPresent();
            }
            assertThat(witness.answer(new AddCheckpoint(3, List.of(some), chain.checkpoint(3)).bytes(), NOW).status())
                    .as("a proof to the same size").isEqualTo(422);
            assertThat(witness.size()).isEqualTo(3);
        }
    }

    @Test
    void refusesAnEmptyTreeWithARoot() throws Exception {
        String text = Chain.LOG.name() + "\n0\n" + StrictBase64.encode(new byte[32]) + "\n";
        byte[] request = new AddCheckpoint(0, List.of(), Note.sign(text, Chain.LOG)).bytes();
        try (Witness witness = open()) {
            assertThat(witness.answer(request, NOW).status()).isEqualTo(422);
        }
    }

    @Test
    void keepsTheProofOfAForkWhicheverWayItIsAsked() throws Exception {
        Chain fork = Chain.forked(5, 40);
        try (Witness witness = open()) {
            witness.answer(chain.request(0, 9), NOW);
            Answer same = witness.answer(new AddCheckpoint(9, List.of(), fork.checkpoint(9)).bytes(), NOW);
            assertThat(same.status()).isEqualTo(422);
            Answer other = witness.answer(fork.request(4, 9), NOW);
            assertThat(other.status()).isEqualTo(409);
            assertThat(other.body()).isEqualTo("9\n");
            assertThat(other.evidence()).isEqualTo(same.evidence());
            Answer longer = witness.answer(fork.request(9, 12), NOW);
            assertThat(longer.status()).isEqualTo(422);
            assertThat(longer.evidence()).isPresent().isNotEqualTo(same.evidence());
            assertThat(disk.list("evidence")).hasSize(4);
            assertThat(same.evidence().orElseThrow().contradicts()).isTrue();
            assertThat(longer.evidence().orElseThrow().contradicts()).as("the proof leads there from other entries").isTrue();
            Answer unproven = witness.answer(new AddCheckpoint(9, List.of(), fork.checkpoint(12)).bytes(), NOW);
            assertThat(unproven.evidence().orElseThrow().contradicts()).as("without a proof one does not know").isFalse();
            assertThat(longer.evidence().orElseThrow().size()).isEqualTo(12);
            String offered = same.evidence().orElseThrow().path();
            assertThat(SignedCheckpoint.parse(disk.readAll(offered, 10_000)).checkpoint()).isEqualTo(fork.checkpoint(9).checkpoint());
            assertThat(SignedCheckpoint.parse(disk.readAll(offered.replace(".offered", ".held"), 10_000)).checkpoint())
                    .isEqualTo(chain.checkpoint(9).checkpoint());
            assertThat(witness.answer(chain.request(9, 10), NOW).status()).as("the true log goes on").isEqualTo(200);
        }
    }

    @Test
    void keepsNotWithoutEndWhatProvesTheSame() throws Exception {
        try (Witness witness = open()) {
            witness.answer(chain.request(0, 9), NOW);
            for (int i = 0; i < 150; i++) {
                Checkpoint lie = new Checkpoint(Chain.LOG.name(), 9, TreeHash.leaf(new byte[] {(byte) i}));
                assertThat(ask(witness, 9, SignedCheckpoint.sign(lie, Chain.LOG)).evidence()).isPresent();
            }
            assertThat(disk.list("evidence")).hasSize(300);
            for (int i = 0; i < 150; i++) {
                Checkpoint lie = new Checkpoint(Chain.LOG.name(), 9, TreeHash.leaf(new byte[] {(byte) i, 1}));
                Answer.Evidence caught = ask(witness, 9, SignedCheckpoint.sign(lie, Chain.LOG)).evidence().orElseThrow();
                assertThat(caught.unkept().isEmpty()).as("what is said is what was done").isEqualTo(disk.exists(caught.path()));
            }
            assertThat(disk.list("evidence")).hasSize(400);
        }
    }

    /** Whoever is about to fork would else fill the folder first with what proves nothing. */
    @Test
    void whatIsMerelyUnprovenLeavesRoomForTheProofOfAFork() throws Exception {
        try (Witness witness = open()) {
            witness.answer(chain.request(0, 9), NOW);
            for (int i = 0; i < 150; i++) {
                Checkpoint unproven = new Checkpoint(Chain.LOG.name(), 12 + i, TreeHash.leaf(new byte[] {(byte) i}));
                Answer.Evidence doubtful = ask(witness, 9, SignedCheckpoint.sign(unproven, Chain.LOG)).evidence().orElseThrow();
                assertThat(doubtful.contradicts()).isFalse();
                assertThat(doubtful.unkept().isEmpty()).as("pair " + i).isEqualTo(i < 100);
            }
            Answer.Evidence fork = witness.answer(Chain.forked(5, 40).request(9, 9), NOW).evidence().orElseThrow();
            assertThat(fork.unkept()).isEmpty();
            assertThat(disk.exists(fork.path())).isTrue();
        }
    }

    @Test
    void aFullDiskCostsTheEvidenceAndNotTheWitness() throws Exception {
        Chain fork = Chain.forked(5, 40);
        try (Witness witness = open()) {
            witness.answer(chain.request(0, 9), NOW);
            disk.inject((number, operation, path) -> path.startsWith("evidence") ? Faults.Outcome.FAIL : Faults.Outcome.SUCCEED);
            Answer refused = witness.answer(fork.request(9, 9), NOW);
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.evidence().orElseThrow().unkept()).isPresent();
            assertThat(witness.answer(chain.request(9, 10), NOW).status()).as("the true log goes on").isEqualTo(200);
            disk.inject(Faults.NONE);
            Answer again = witness.answer(fork.request(10, 10), NOW);
            assertThat(again.evidence().orElseThrow().unkept()).isEmpty();
            assertThat(disk.exists(again.evidence().get().path())).isTrue();
        }
    }

    @Test
    void cosignsExtensionLinesWithTheRest() throws Exception {
        String text = chain.checkpoint(3).note().text() + "an extension\n";
        try (Witness witness = open()) {
            Answer answer = witness.answer(new AddCheckpoint(0, List.of(), Note.sign(text, Chain.LOG)).bytes(), NOW);
            assertThat(answer.status()).isEqualTo(200);
            Note cosigned = new Note(text, List.of(NoteSignature.parse(answer.body().stripTrailing())));
            assertThat(CosignerKey.of(KEY).cosigned(cosigned)).hasValue(NOW);
        }
    }

    @Test
    void oneProcessHasTheFolder() throws Exception {
        Witness first = open();
        assertThatThrownBy(this::open).isInstanceOf(LockedException.class);
        first.close();
        open().close();
    }

    @Test
    void aDamagedMemoryIsNoForkOfTheLog() throws Exception {
        try (Witness witness = open()) {
            witness.answer(chain.request(0, 9), NOW);
        }
        long bits = disk.size("checkpoint") * 8;
        for (long bit = 0; bit < bits; bit++) {
            disk.flipBit("checkpoint", bit);
            try (Witness witness = open()) {
                assertThat(witness.size()).as("bit %d", bit).isEqualTo(9);
                assertThat(witness.answer(chain.request(9, 9), NOW).status()).as("bit %d", bit).isEqualTo(200);
            } catch (IOException refused) {
                assertThat(refused).hasMessageStartingWith("checkpoint: ");
                disk.flipBit("checkpoint", bit);
            }
        }
    }

    @Test
    void anotherLogsFolderIsRefused() throws Exception {
        try (Witness witness = open()) {
            witness.answer(chain.request(0, 9), NOW);
        }
        SignerKey other = SignerKey.fromSeed("example.org/other", filled(1));
        assertThatThrownBy(() -> Witness.open(disk, KEY, LogKeys.of(other.verifierKey())))
                .hasMessageContaining("cosigned the log example.org/log, not example.org/other");
    }

    @Test
    void answersNothingAfterAFailedWrite() throws Exception {
        try (Witness witness = open()) {
            witness.answer(chain.request(0, 9), NOW);
            disk.inject((number, operation, path) -> Faults.Outcome.FAIL);
            assertThatThrownBy(() -> witness.answer(chain.request(9, 10), NOW)).isInstanceOf(IOException.class);
            disk.inject(Faults.NONE);
            assertThatThrownBy(() -> witness.answer(chain.request(9, 10), NOW)).hasMessageContaining("Restart");
            assertThat(witness.answer(chain.request(0, 10), NOW).status()).as("what promises nothing").isEqualTo(409);
        }
    }

    private Witness open() throws IOException {
        return Witness.open(disk, KEY, LogKeys.of(Chain.LOG.verifierKey()));
    }

    private static Answer ask(Witness witness, long old, SignedCheckpoint checkpoint) throws IOException {
        return witness.answer(new AddCheckpoint(old, List.of(), checkpoint).bytes(), NOW);
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[value == 64 ? 64 : SignerKey.SEED_BYTES];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
