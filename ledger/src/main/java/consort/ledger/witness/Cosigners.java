package consort.ledger.witness;

import consort.ledger.entry.Witnessing;
import consort.ledger.fold.State;
import consort.ledger.fold.WitnessView;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TrustPolicy;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.Note;
import consort.ledger.note.NoteSignature;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The witnesses that are known for checkpoints of one size, and how many of them are needed: verifies their cosignatures and puts
 * them under a checkpoint. Immutable.
 */
public final class Cosigners {

    /** No answer of a witness is longer. */
    public static final int MAX_ANSWER_BYTES = 1 << 14;

    private final List<Known> known;
    private final int quorum;

    /** A witness; those from outside have no organization. */
    private record Known(Optional<String> organization, CosignerKey key, boolean counts) {
    }

    private Cosigners(List<Known> known, int quorum) {
        this.known = List.copyOf(known);
        this.quorum = quorum;
    }

    /** Those that the charter and the first {@code size} entries make witnesses. */
    public static Cosigners at(State state, long size) {
        Witnessing rule = state.charter().witnesses();
        return new Cosigners(state.witnesses().at(size).stream().map(witness -> known(witness, rule)).toList(), rule.quorum());
    }

    private static Known known(WitnessView witness, Witnessing rule) {
        return new Known(Optional.of(witness.organization()), witness.key(), rule.counts(witness.organization()));
    }

    /** Witnesses from outside the consortium too: their cosignatures are verified and kept, and do not count. */
    public Cosigners withOutside(List<CosignerKey> outside) {
        List<Known> all = new ArrayList<>(known);
        outside.forEach(key -> all.add(new Known(Optional.empty(), key, false)));
        return new Cosigners(all, quorum);
    }

    /** Cosignatures that are needed; 0 where none are asked for. */
    public int quorum() {
        return quorum;
    }

    /** How many witnesses there are whose cosignature counts. */
    public int counting() {
        return (int) known.stream().filter(Known::counts).count();
    }

    /** The key of an organization's witness. */
    public Optional<CosignerKey> keyOf(String organization) {
        return known.stream().filter(one -> one.organization().filter(organization::equals).isPresent()).map(Known::key).findFirst();
    }

    /**
     * Who of them cosigned a checkpoint.
     *
     * @throws UnverifiedNoteException when a line that names one of their keys does not verify
     */
    public List<Cosigned> of(SignedCheckpoint checkpoint) throws UnverifiedNoteException {
        List<Cosigned> found = new ArrayList<>();
        for (Known one : known) {
            OptionalLong time = one.key().cosigned(checkpoint.note());
            if (time.isPresent()) {
                found.add(new Cosigned(one.organization(), one.key(), time.getAsLong(), one.counts()));
            }
        }
        return List.copyOf(found);
    }

    /**
     * Whether as many cosigned a checkpoint as are needed; never where none are asked for.
     *
     * @throws UnverifiedNoteException as {@link #of}
     */
    public boolean isWitnessed(SignedCheckpoint checkpoint) throws UnverifiedNoteException {
        return quorum > 0 && of(checkpoint).stream().filter(Cosigned::counts).count() >= quorum;
    }

    /**
     * Puts the cosignatures of an answer under a checkpoint, in place of older ones by the same keys. Lines of keys that are not known here
     * are ignored, as the specification demands, and so are those for which a note has no room.
     *
     * @param answer the body of an answer 200: signature lines
     * @throws MalformedNoteException when it is none
     * @throws UnverifiedNoteException when a line of a known key does not verify, or there is none of them
     */
    public SignedCheckpoint merge(SignedCheckpoint checkpoint, byte[] answer) throws UnverifiedNoteException {
        SignedCheckpoint answered = checkpoint.signedBy(lines(answer));
        List<NoteSignature> merged = new ArrayList<>(checkpoint.note().signatures());
        List<Cosigned> found = of(answered);
        if (found.isEmpty()) {
            throw new UnverifiedNoteException("the answer holds no cosignature of a witness that is known here");
        }
        for (Cosigned one : found) {
            merged.removeIf(line -> line.isBy(one.key().name(), one.key().id()));
            if (merged.size() < Note.MAX_SIGNATURES) {
                merged.add(newest(answered, one));
            }
        }
        return checkpoint.signedBy(merged);
    }

    /** The policy file that says the same; the log's key is the newest. */
    public TrustPolicy policy(VerifierKey logKey) {
        return new TrustPolicy(logKey, known.stream().filter(Known::counts).map(Known::key).toList(), quorum);
    }

    /** Of several lines of a key, all of which verify, the one that says {@code one.timeSeconds()}. */
    private static NoteSignature newest(SignedCheckpoint answered, Cosigned one) {
        return answered.note().signatures().stream()
                .filter(line -> line.isBy(one.key().name(), one.key().id()))
                .filter(line -> ByteBuffer.wrap(line.signature()).getLong() == one.timeSeconds())
                .findFirst().orElseThrow();
    }

    private static List<NoteSignature> lines(byte[] answer) {
        if (answer.length > MAX_ANSWER_BYTES || answer.length == 0 || answer[answer.length - 1] != '\n') {
            throw new MalformedNoteException("an answer of " + answer.length + " bytes that are not lines; at most " + MAX_ANSWER_BYTES
                    + " are read here");
        }
        List<NoteSignature> lines = new ArrayList<>();
        String text = decode(answer);
        for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
            lines.add(NoteSignature.parse(line));
        }
        return lines;
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new MalformedNoteException("not an answer of a witness: not UTF-8");
        }
    }
}
